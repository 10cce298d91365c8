"""What a bag should have, by its manifests (BagIt, RFC 8493)."""

from __future__ import annotations

import re

from engross.batch.archive.audit.manifests import (
    DIGEST_LENGTHS,
    AuditedPlace,
    list_files,
    parse_manifest,
    read_text,
    refuse_manifest,
)
from engross.batch.archive.audit.stores import FileStore

DECLARATION_NAME, INFO_NAME = "bagit.txt", "bag-info.txt"
MANIFEST = re.compile(r"(tag)?manifest-([a-z0-9]+)\.txt")
PAYLOAD_START = "data/"
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
    digests: dict[str, dict[str, str]] = {}
    for name, match in found.items():
        if match[2] not in DIGEST_LENGTHS:
            raise refuse_manifest(store, name, f"{match[2]} is no algorithm that is known here")
        for path, digest in parse_manifest(store, name, match[2]).items():
            _check_side(store, name, path)
            digests.setdefault(path, {})[match[2]] = digest
    _check_manifests(store, set(found), paths)
    # Without tag manifests no list vouches for the files beside the payload (2.2.1).
    tags = {path for path in paths if not path.startswith(PAYLOAD_START)}
    has_tags = any(match[1] for match in found.values())
    return AuditedPlace(store, "bag", list_files(digests), frozenset({*found} if has_tags else tags) - digests.keys())


def _check_side(store: FileStore, manifest: str, path: str) -> None:
    """Raise Refusal if a manifest of the payload lists another file, or a tag manifest the payload."""
    if path.startswith(PAYLOAD_START) == manifest.startswith("tag"):
        raise refuse_manifest(store, manifest, f"{path} does not belong there")


def _check_manifests(store: FileStore, found: set[str], paths: set[str]) -> None:
    """Raise Refusal if the manifests that a bag must have are not there; one that engross made has tag manifests."""
    if not any(not name.startswith("tag") for name in found):
        raise refuse_manifest(store, "manifest-sha256.txt", "it is missing")
    if any(name.startswith("tag") for name in found) or INFO_NAME not in paths:
        return
    if "Bag-Software-Agent: engross" in read_text(store, INFO_NAME):
        raise refuse_manifest(store, "tagmanifest-sha256.txt", "it is missing")
