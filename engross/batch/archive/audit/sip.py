"""What a SIP should have, by its METS and those of its representations (E-ARK CSIP)."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from urllib.parse import unquote

from lxml import etree

from engross.batch.archive.audit.manifests import (
    AuditedPlace,
    ListedFile,
    check_digest,
    check_path,
    parse_manifest,
    read_text,
    refuse_manifest,
)
from engross.batch.archive.audit.stores import FileStore, FolderStore

METS_NAME, SUM_ENDING = "METS.xml", ".sha256"
PARTS = frozenset({"representations", "documentation"})
METS, XLINK = "{http://www.loc.gov/METS/}", "{http://www.w3.org/1999/xlink}"


def read_sip(store: FileStore) -> AuditedPlace:
    """Return what a SIP should have. Raises Refusal if a METS is missing or malformed."""
    files: dict[str, ListedFile] = {}
    waiting = [METS_NAME]
    while waiting:
        manifest = waiting.pop()
        for listed in _list_references(store, manifest):
            if files.setdefault(listed.path, listed) != listed:
                raise refuse_manifest(store, manifest, f"it contradicts another for {listed.path}")
            if listed.path.endswith(f"/{METS_NAME}"):
                waiting.append(listed.path)
    if not files:
        raise refuse_manifest(store, METS_NAME, "it lists nothing")
    files |= _read_sum_beside(store)
    ordered = tuple(listed for _, listed in sorted(files.items()))
    return AuditedPlace(store, "SIP", ordered, frozenset({METS_NAME}))


def is_sip(names: set[str]) -> bool:
    """Return whether names at the top of a folder are those of a SIP, also of one that has lost its METS."""
    return METS_NAME in names or names >= PARTS


def _read_sum_beside(store: FileStore) -> dict[str, ListedFile]:
    """Return the METS with the checksum that a file beside the SIP has of it; nothing if there is no such file."""
    name = store.path.name.removesuffix(".tar")
    beside = FolderStore(store.path.resolve().parent)
    path = f"{name}{SUM_ENDING}"
    if not (beside.path / path).is_file():
        return {}
    digest = parse_manifest(beside, path, "sha256").get(f"{name}/{METS_NAME}")
    if not digest:
        raise refuse_manifest(beside, path, f"it does not list {name}/{METS_NAME}")
    return {METS_NAME: ListedFile(METS_NAME, (("sha256", digest),))}


def _list_references(store: FileStore, manifest: str) -> Iterator[ListedFile]:
    """Yield the files that a METS refers to: metadata, and the files of its groups."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    try:
        root = etree.fromstring(read_text(store, manifest).encode("utf-8"), parser)
    except etree.XMLSyntaxError as error:
        raise refuse_manifest(store, manifest, f"it is no XML: {error.msg}") from None
    for element in root.iter(f"{METS}mdRef", f"{METS}file"):
        place = element if element.tag == f"{METS}mdRef" else element.find(f"{METS}FLocat")
        href = unquote(place.get(f"{XLINK}href") or "") if place is not None else ""
        path = posixpath.normpath(posixpath.join(posixpath.dirname(manifest), href)) if href else ""
        size = element.get("SIZE") or "-1"
        digest = check_digest(store, manifest, element.get("CHECKSUMTYPE") or "", element.get("CHECKSUM"))
        if not size.removeprefix("-").isdecimal():
            raise refuse_manifest(store, manifest, f"{size!r} is no size")
        yield ListedFile(check_path(store, manifest, path), (digest,), int(size))
