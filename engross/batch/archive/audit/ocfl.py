"""What an OCFL object should have, by its inventory (OCFL 1.0 and 1.1), and where the objects of a storage root are."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from engross.batch.archive.audit.manifests import (
    AuditedPlace,
    ListedFile,
    check_digest,
    check_path,
    parse_json,
    read_text,
    refuse_manifest,
)
from engross.batch.archive.audit.stores import FileStore
from engross.batch.archive.place import UNFINISHED

OBJECT = re.compile(r"0=ocfl_object_1\.[01]")
ROOT = re.compile(r"0=ocfl_1\.[01]")
INVENTORY_NAME = "inventory.json"
SIDECAR = re.compile(r"([0-9A-Fa-f]+)[ \t]+inventory\.json\r?\n?")
NO_OBJECTS = ("extensions", UNFINISHED)  # folders of a root; the second is of an archive that was killed
LOGS_START = "logs/"  # a folder for what the object is not made of (OCFL 1.1, 3.7)
SUMS_PATH = f"{LOGS_START}manifest-sha512.txt"  # what the README of an object that engross made has sha512sum read
OWN_USER = "engross "  # what the name of the user of its versions begins with
ALGORITHMS = ("sha256", "sha512")


def find_declaration(names: set[str], kind: re.Pattern[str]) -> str:
    """Return the declaration among names, of an object or a storage root; "" if there is none."""
    return next((name for name in sorted(names) if kind.fullmatch(name)), "")


def iter_objects(root: Path) -> Iterator[Path]:
    """Yield the folders of the objects of a storage root, and what else may have been one.

    That is a folder that has files where none belong, is empty, or cannot be read; and a link.
    """
    unread: list[Path] = []
    for top, folders, names in os.walk(root, onerror=lambda error: unread.append(Path(error.filename))):
        folders[:] = sorted(name for name in folders if not (Path(top) == root and name in NO_OBJECTS))
        if Path(top) != root and (names or not folders):
            folders.clear()
            yield Path(top)
        yield from (path for name in folders if (path := Path(top, name)).is_symlink())
        while unread:
            yield unread.pop()
    yield from unread


def read_object(store: FileStore) -> AuditedPlace:
    """Return what an object should have. Raises Refusal if its inventory or a sidecar is missing or malformed."""
    paths = set(store.list_paths())
    declaration = find_declaration(paths, OBJECT)
    if not declaration or read_text(store, declaration) != f"{declaration.removeprefix('0=')}\n":
        raise refuse_manifest(store, declaration or "0=ocfl_object_1.1", "it does not declare an object")
    inventory, own = _read_inventory(store, "")
    listed = {file.path: file for file in _list_content(store, inventory)}
    for head in inventory["versions"]:
        name = f"{head}/{INVENTORY_NAME}"
        digest = _read_inventory(store, f"{head}/")[1] if name in paths else own
        if head == inventory["head"]:  # its copy is the same as the object's own
            listed[name] = ListedFile(name, (own,))
        elif name in paths:  # older ones need not be kept
            listed[name] = ListedFile(name, (digest,))
    # What vouches for itself, or for what is listed: declaration, inventories' sidecars, the object's own inventory.
    heads = {"", *(f"{head}/" for head in inventory["versions"])}
    sidecars = {f"{head}{INVENTORY_NAME}.{name}" for head in heads for name in ALGORITHMS}
    logs = {path for path in paths if path.startswith(LOGS_START)}
    listed[INVENTORY_NAME] = ListedFile(INVENTORY_NAME, (own,))
    if _is_own(inventory):
        sums = hashlib.sha512(spell_sums(inventory)).hexdigest()
        listed[SUMS_PATH] = ListedFile(SUMS_PATH, (("sha512", sums),))
    ordered = tuple(file for _, file in sorted(listed.items()))
    return AuditedPlace(store, "OCFL object", ordered, frozenset({declaration, *sidecars, *logs}))


def spell_sums(inventory: dict[str, Any]) -> bytes:
    """Return the list of what an object stores, as sha512sum reads it."""
    lines = sorted((path, digest) for digest, paths in inventory["manifest"].items() for path in paths)
    return "".join(f"{digest}  {path}\n" for path, digest in lines).encode("utf-8")


def _is_own(inventory: dict[str, Any]) -> bool:
    """Return whether engross made the newest version of an object."""
    user = inventory["versions"][inventory["head"]].get("user")
    return isinstance(user, dict) and str(user.get("name")).startswith(OWN_USER)


def _read_inventory(store: FileStore, folder: str) -> tuple[dict[str, Any], tuple[str, str]]:
    """Return an inventory, and its checksum by its sidecar. Raises Refusal if it is not what that says."""
    path = f"{folder}{INVENTORY_NAME}"
    text = read_text(store, path)
    inventory = parse_json(store, path, text)
    algorithm = inventory.get("digestAlgorithm") if isinstance(inventory, dict) else None
    if algorithm not in ALGORITHMS or not _is_whole(inventory):
        raise refuse_manifest(store, path, "it is no inventory")
    said = SIDECAR.fullmatch(read_text(store, f"{path}.{algorithm}"))
    if not said:
        raise refuse_manifest(store, f"{path}.{algorithm}", "it does not name the inventory")
    digest = check_digest(store, f"{path}.{algorithm}", algorithm, said[1])
    if hashlib.new(algorithm, text.encode("utf-8")).hexdigest() != digest[1]:
        raise refuse_manifest(store, path, "it is not the one that its sidecar names")
    return inventory, digest


def _is_whole(inventory: dict[str, Any]) -> bool:
    """Return whether an inventory has all its members, and stores each file that a version has."""
    manifest, versions = inventory.get("manifest"), inventory.get("versions")
    if not (isinstance(manifest, dict) and isinstance(versions, dict) and versions and manifest):
        return False
    states = [version.get("state") for version in versions.values() if isinstance(version, dict)]
    known = [state for state in states if isinstance(state, dict) and state.keys() <= manifest.keys()]
    are_paths = all(
        isinstance(paths, list) and all(isinstance(path, str) for path in paths)
        for state in known
        for paths in state.values()
    )
    head = inventory.get("head")
    return len(known) == len(versions) and are_paths and isinstance(head, str) and head in versions


def _list_content(store: FileStore, inventory: dict[str, Any]) -> Iterator[ListedFile]:
    for digest, paths in inventory["manifest"].items():
        named = check_digest(store, INVENTORY_NAME, inventory["digestAlgorithm"], digest)
        if not isinstance(paths, list) or not paths:
            raise refuse_manifest(store, INVENTORY_NAME, f"it names no path for {digest}")
        yield from (ListedFile(check_path(store, INVENTORY_NAME, path), (named,)) for path in paths)
