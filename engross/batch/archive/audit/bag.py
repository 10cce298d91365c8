"""What a bag should have, by its manifests (BagIt, RFC 8493)."""

from __future__ import annotations

import re
from dataclasses import replace

from engross.batch.archive.audit.manifests import (
    DIGEST_LENGTHS,
    AuditedPlace,
    check_path,
    decode_path,
    list_files,
    parse_manifest,
    read_text,
    refuse_manifest,
)
from engross.batch.archive.audit.stores import FileStore
from engross.batch.archive.seal.sealed_file import SEAL_ENDINGS

DECLARATION_NAME, INFO_NAME = "bagit.txt", "bag-info.txt"
MANIFEST = re.compile(r"(tag)?manifest-([a-z0-9]+)\.txt")
FETCH_NAME, FETCH_LINE = "fetch.txt", re.compile(r"(\S+)[ \t]+(?:\d+|-)[ \t]+(.+)")
PAYLOAD_START = "data/"
AGENT = "Bag-Software-Agent: engross"
DECLARATION = re.compile(r"BagIt-Version: \d+\.\d+\r?\nTag-File-Character-Encoding: UTF-8\r?\n?", re.IGNORECASE)


def is_bag(names: set[str]) -> bool:
    """Return whether files at the top of a folder are those of a bag, also of one that has lost some."""
    return DECLARATION_NAME in names or any(MANIFEST.fullmatch(name) for name in names)


def read_bag(store: FileStore) -> AuditedPlace:
    """Return what a bag should have. Raises Refusal if a manifest is missing or malformed, or the bag is no bag."""
    paths = set(store.list_paths())
    found = {name: match for name in sorted(paths) if (match := MANIFEST.fullmatch(name))}
    if not DECLARATION.fullmatch(read_text(store, DECLARATION_NAME)):
        raise refuse_manifest(store, DECLARATION_NAME, "it does not declare a bag in UTF-8")
    lists = {name: _parse_list(store, name, match[2]) for name, match in found.items()}
    _check_lists(store, lists, is_own=INFO_NAME in paths and AGENT in read_text(store, INFO_NAME))
    digests: dict[str, dict[str, str]] = {}
    for name, match in found.items():
        for path, digest in lists[name].items():
            digests.setdefault(path, {})[match[2]] = digest
    # Without tag manifests no list vouches for the files beside the payload (2.2.1).
    tags = {path for path in paths if not path.startswith(PAYLOAD_START)}
    has_tags = any(match[1] for match in found.values())
    seals = {f"{name}{ending}" for name in found for ending in SEAL_ENDINGS}
    unlisted = frozenset({*found, *seals} if has_tags else tags) - digests.keys()
    notes = _read_fetch_list(store) if FETCH_NAME in paths else {}
    files = tuple(replace(file, note=notes.get(file.path, "")) for file in list_files(digests))
    return AuditedPlace(store, "bag", files, unlisted)


def _read_fetch_list(store: FileStore) -> dict[str, str]:
    """Return where the files of a bag with holes are to be had, by path (2.2.3). Raises Refusal if it is no list."""
    notes: dict[str, str] = {}
    for number, line in enumerate(read_text(store, FETCH_NAME).splitlines(), 1):
        found = FETCH_LINE.fullmatch(line)
        if not found:
            raise refuse_manifest(store, FETCH_NAME, f"line {number} is no address, length and path")
        path = check_path(store, FETCH_NAME, decode_path(found[2]))
        notes[path] = f"it was left out: {FETCH_NAME} says that it is to be fetched from {found[1]}"
    return notes


def _parse_list(store: FileStore, name: str, algorithm: str) -> dict[str, str]:
    """Return the checksums of a manifest. Raises Refusal if it is malformed, or lists what does not belong there."""
    if algorithm not in DIGEST_LENGTHS:
        raise refuse_manifest(store, name, f"{algorithm} is no algorithm that is known here")
    listed = parse_manifest(store, name, algorithm)
    for path in listed:
        if path.startswith(PAYLOAD_START) == name.startswith("tag"):
            raise refuse_manifest(store, name, f"{path} does not belong there")
    return listed


def _check_lists(store: FileStore, lists: dict[str, dict[str, str]], *, is_own: bool) -> None:
    """Raise Refusal if a manifest is missing, or two of a kind list different files (RFC 8493, 2.1.3).

    A bag that engross made has a tag manifest for each manifest, and these list the same files too.
    """
    payload = {name: listed for name, listed in lists.items() if not name.startswith("tag")}
    if not payload:
        raise refuse_manifest(store, "manifest-sha256.txt", "it is missing")
    tags = {f"tag{name}": lists.get(f"tag{name}", {}) for name in payload} if is_own else {}
    for kind in (payload, tags):
        every = {path for listed in kind.values() for path in listed}
        for name, listed in kind.items():
            if listed.keys() != every or not listed:
                lost = min(every - listed.keys(), default="anything")
                raise refuse_manifest(store, name, f"it does not list {lost}")
