"""Keep packages in an OCFL 1.1 storage root: a new version of a document stores only what has changed.

An object appears whole by one renaming, and so does a version of it. Between that and the object's new inventory a
process may be killed: the object then is not valid, which an audit tells, and the next archiving completes it.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from engross import __version__
from engross.batch.archive.audit.ocfl import OWN_USER, SUMS_PATH, spell_sums
from engross.batch.archive.package import Package, PackagedFile
from engross.batch.archive.place import PlacedPackage, open_room, try_settle_room
from engross.batch.archive.readme import PackageForm, make_readme
from engross.model.book import FinishedFile
from engross.model.notice import Refusal
from engross.model.tree import Where
from engross.pipeline.output import refuse_on_error, remove_parts, write_files

ROOT_DECLARATION, OBJECT_DECLARATION = "ocfl_1.1", "ocfl_object_1.1"
LAYOUT = "0003-hash-and-id-n-tuple-storage-layout"
EXTENSIONS, LAYOUT_NAME, CONFIG_NAME = "extensions", "ocfl_layout.json", "config.json"
TUPLE_SIZE, TUPLES = 3, 3
UNSAFE, LONGEST_NAME = re.compile(r"[^A-Za-z0-9_-]"), 100  # of the layout's rule
ALGORITHM, INVENTORY_NAME = "sha512", "inventory.json"
SIDECAR_NAME = f"{INVENTORY_NAME}.{ALGORITHM}"
SUMS_FOLDER, SUMS_NAME = SUMS_PATH.split("/")
CHECK_COMMANDS = (f"sha512sum -c {SIDECAR_NAME}", f"sha512sum -c {SUMS_PATH}")
INVENTORY_TYPE = "https://ocfl.io/1.1/spec/#inventory"
USER_ADDRESS = "tag:engross,2026:engross"
DATE_HINT = "say one with --date, for a version has the time that it was made: --date 2026-11-30"
DAMAGE_HINT = "do not mend it: compare the object with another copy of it"


def store_package(root: Path, package: Package) -> PlacedPackage:
    """Store a package as an object of a storage root, or as the next version of the object that it has there.

    Raises Refusal if nothing dates it, the folder is no storage root, or the object there is damaged.
    """
    if not package.facts.date:
        raise Refusal("its document has no date", DATE_HINT)
    with refuse_on_error(root):
        _prepare_root(root)
        place = root / find_object_path(package.identifier)
        if not place.exists():
            return _create_object(root, place, (package, _add_readme(package, {}, "v1")))
        inventory = restore_object(place)
        files = _add_readme(package, inventory["manifest"], f"v{len(inventory['versions']) + 1}")
        if inventory["versions"][inventory["head"]]["state"] == _make_state(files):
            return PlacedPackage(place, is_new=False, size=0)
        return _add_version(root, place, inventory, (package, files))


def _add_readme(package: Package, manifest: dict[str, list[str]], head: str) -> tuple[PackagedFile, ...]:
    """Return the files of a package with its README, which names where what no earlier version has will be stored."""

    def find_path(file: PackagedFile) -> str:
        return manifest.get(file.sha512, [f"{head}/content/{file.path}"])[0]

    return (*package.files, make_readme(package, PackageForm(INVENTORY_NAME, CHECK_COMMANDS, find_path)))


def find_object_path(identifier: str) -> str:
    """Return the path of an object below its root, by the layout's rule."""
    digest = hashlib.sha256(identifier.encode("utf-8")).hexdigest()
    parts = (digest[start : start + TUPLE_SIZE] for start in range(0, TUPLE_SIZE * TUPLES, TUPLE_SIZE))
    name = UNSAFE.sub(lambda match: "".join(f"%{byte:02x}" for byte in match[0].encode("utf-8")), identifier)
    return "/".join((*parts, name if len(name) <= LONGEST_NAME else f"{name[:LONGEST_NAME]}-{digest}"))


def _prepare_root(root: Path) -> None:
    """Make a folder a storage root if it is empty. Raises Refusal if something else stands there."""
    declaration = FinishedFile(f"0={ROOT_DECLARATION}", f"{ROOT_DECLARATION}\n".encode())
    remove_parts(root, {LAYOUT_NAME, declaration.name}.__contains__)
    remove_parts(root / EXTENSIONS / LAYOUT, {CONFIG_NAME}.__contains__)
    if (root / declaration.name).is_file():
        return
    if {path.name for path in root.iterdir()} - {EXTENSIONS, LAYOUT_NAME}:
        hint = "choose an empty folder with --out, or one that --form ocfl has made"
        raise Refusal("it is no storage root of OCFL 1.1, and not empty", hint, Where(str(root)))
    config = {
        "extensionName": LAYOUT,
        "digestAlgorithm": "sha256",
        "tupleSize": TUPLE_SIZE,
        "numberOfTuples": TUPLES,
    }
    about = "An object's folder has the name of its identifier, in folders named by the SHA-256 of that"
    layout = {"extension": LAYOUT, "description": about}
    write_files(root / EXTENSIONS / LAYOUT, (FinishedFile(CONFIG_NAME, _encode_json(config)),))
    write_files(root, (FinishedFile(LAYOUT_NAME, _encode_json(layout)),))
    write_files(root, (declaration,))  # last: what has it is a whole root


def _create_object(root: Path, place: Path, content: tuple[Package, tuple[PackagedFile, ...]]) -> PlacedPackage:
    package, files = content
    inventory = _extend_inventory({"id": package.identifier, "manifest": {}, "versions": {}}, package, files)
    with open_room(root, place.name) as room:
        _write_version(room / "v1", inventory, files)
        _write_file(room / f"0={OBJECT_DECLARATION}", f"{OBJECT_DECLARATION}\n".encode())
        _write_head(room, inventory)
        place.parent.mkdir(parents=True, exist_ok=True)
        try_settle_room(room, place, {})
    return PlacedPackage(place, is_new=True, size=sum(file.size for file in files))


def _add_version(
    root: Path, place: Path, inventory: dict[str, Any], content: tuple[Package, tuple[PackagedFile, ...]]
) -> PlacedPackage:
    package, files = content
    extended = _extend_inventory(inventory, package, files)
    head = extended["head"]
    with open_room(root, head) as room:
        size = _write_version(room, extended, files)
        try_settle_room(room, place / head, {})
    _write_head(place, extended)
    return PlacedPackage(place, is_new=True, size=size)


def _extend_inventory(inventory: dict[str, Any], package: Package, files: tuple[PackagedFile, ...]) -> dict[str, Any]:
    """Return an inventory with one more version, which stores what no earlier one has."""
    head = f"v{len(inventory['versions']) + 1}"
    manifest = dict(inventory["manifest"])
    for file in files:
        manifest.setdefault(file.sha512, [f"{head}/content/{file.path}"])
    version = {
        "created": f"{package.facts.date}T00:00:00Z",
        "message": f"engross {__version__}: {len(files)} files",
        "state": _make_state(files),
        "user": {"name": f"{OWN_USER}{__version__}", "address": USER_ADDRESS},
    }
    return {
        "digestAlgorithm": ALGORITHM,
        "head": head,
        "id": inventory["id"],
        "manifest": dict(sorted(manifest.items())),
        "type": INVENTORY_TYPE,
        "versions": inventory["versions"] | {head: version},
    }


def _make_state(files: Iterable[PackagedFile]) -> dict[str, list[str]]:
    """Return the paths of a version by the checksums of their files."""
    state: dict[str, list[str]] = {}
    for file in files:
        state.setdefault(file.sha512, []).append(file.path)
    return {digest: sorted(paths) for digest, paths in sorted(state.items())}


def _write_version(folder: Path, inventory: dict[str, Any], files: Iterable[PackagedFile]) -> int:
    """Write the folder of the newest version, what it stores and its inventory; return how many bytes it stores."""
    head, size = inventory["head"], 0
    new = {paths[0] for paths in inventory["manifest"].values() if paths[0].startswith(f"{head}/")}
    for file in files:
        if f"{head}/content/{file.path}" in new:
            _write_file(folder / "content" / file.path, file.content)
            size += file.size
    _write_inventory(folder, inventory)
    return size


def _write_inventory(folder: Path, inventory: dict[str, Any]) -> None:
    data = _encode_json(inventory)
    sidecar = f"{hashlib.new(ALGORITHM, data).hexdigest()} {INVENTORY_NAME}\n".encode()
    folder.mkdir(parents=True, exist_ok=True)
    write_files(folder, (FinishedFile(INVENTORY_NAME, data), FinishedFile(SIDECAR_NAME, sidecar)))


def _write_head(place: Path, inventory: dict[str, Any]) -> None:
    """Write what an object has of its newest version: its inventory, and the list that sha512sum takes."""
    _write_inventory(place, inventory)
    write_files(place / SUMS_FOLDER, (FinishedFile(SUMS_NAME, spell_sums(inventory)),))


def restore_object(place: Path) -> dict[str, Any]:
    """Return the inventory of an object, after completing a version that a killed process had put in place.

    Raises Refusal if the object is damaged.
    """
    remove_parts(place, {INVENTORY_NAME, SIDECAR_NAME}.__contains__)
    remove_parts(place / SUMS_FOLDER, {SUMS_NAME}.__contains__)
    versions = sorted(
        (int(path.name[1:]) for path in place.glob("v*") if path.name[1:].isdecimal() and path.is_dir()), reverse=True
    )
    inventory = _read_inventory(place / f"v{versions[0]}") if versions else None
    if not inventory or inventory["head"] != f"v{versions[0]}":
        raise Refusal("the object has no inventory of its newest version", DAMAGE_HINT, Where(str(place)))
    sums = place / SUMS_PATH
    has_sums = sums.is_file() and sums.read_bytes() == spell_sums(inventory)
    if not has_sums or _read_inventory(place) != inventory:
        _write_head(place, inventory)
    return inventory


def _read_inventory(folder: Path) -> dict[str, Any] | None:
    """Return an inventory; None if it is not there, or not the one that its sidecar names."""
    try:
        data = (folder / INVENTORY_NAME).read_bytes()
        said = (folder / SIDECAR_NAME).read_text("ascii").split()
    except (OSError, UnicodeDecodeError):
        return None
    if said != [hashlib.new(ALGORITHM, data).hexdigest(), INVENTORY_NAME]:
        return None
    inventory: dict[str, Any] = json.loads(data)
    return inventory


def _write_file(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


def _encode_json(value: object) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode("utf-8")
