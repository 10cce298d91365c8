"""Compare what stands in a place with its manifests: what is missing, changed, extra, unreadable. Nothing is mended.

Of a large store a part can be looked at, by the hash of each path: all parts together are all files, each once.
"""

from __future__ import annotations

import hashlib
import unicodedata
from dataclasses import dataclass, replace
from enum import StrEnum
from tarfile import TarError

from engross.batch.archive.audit.manifests import AuditedPlace, ListedFile
from engross.batch.archive.audit.stores import FileStore

CHUNK_BYTES = 1 << 20  # read at a time


class FixityFault(StrEnum):
    """What is wrong with a file."""

    MISSING = "missing"  # it is listed and not there
    CHANGED = "changed"  # its checksum or its size is another
    EXTRA = "extra"  # it is there and not listed
    UNREADABLE = "unreadable"  # the disk or its permissions do not give it


@dataclass(frozen=True, slots=True)
class FixityFinding:
    """A fault of a file, by its path below its place; ``why``: in words, "" where the fault says all."""

    path: str
    fault: FixityFault
    why: str = ""


@dataclass(frozen=True, slots=True)
class AuditPart:
    """Which part of the files is looked at: the ``number``-th of ``parts``."""

    number: int = 1
    parts: int = 1

    def has_path(self, path: str) -> bool:
        """Return whether a file is of this part, by the hash of its path."""
        first = hashlib.sha256(path.encode("utf-8", "surrogateescape")).digest()[:8]
        return int.from_bytes(first, "big") % self.parts == self.number - 1


WHOLE = AuditPart()


@dataclass(frozen=True, slots=True)
class FixityReport:
    """What was found in a place; ``files`` and ``size``: how many were read, and their bytes."""

    place: AuditedPlace
    files: int
    size: int
    findings: tuple[FixityFinding, ...]


def check_fixity(place: AuditedPlace, part: AuditPart = WHOLE) -> FixityReport:
    """Read every file of a part that a place should have, and look for others: these are told whatever the part.

    Raises OSError if a folder cannot be read.
    """
    present = set(place.store.list_paths())
    findings: list[FixityFinding] = []
    size, files = 0, [listed for listed in place.files if part.has_path(listed.path)]
    due = {listed.path for listed in place.files}
    extra = present - due - place.unlisted
    near = {_fold(path): path for path in extra}
    for listed in files:
        finding, octets = _check_file(place.store, listed, present)
        if finding and finding.fault is FixityFault.MISSING:
            finding = replace(finding, why=_explain_missing(listed, near))
        findings += [finding] if finding else []
        size += octets
    findings += (FixityFinding(path, FixityFault.EXTRA) for path in extra)
    return FixityReport(place, len(files), size, tuple(sorted(findings, key=lambda finding: finding.path)))


def _fold(path: str) -> str:
    return unicodedata.normalize("NFC", path).casefold()


def _explain_missing(listed: ListedFile, near: dict[str, str]) -> str:
    """Return why a file may be missing; ``near``: the files that no manifest lists, by their folded paths."""
    found = near.get(_fold(listed.path))
    if found is None:
        return listed.note
    if unicodedata.normalize("NFC", found) == unicodedata.normalize("NFC", listed.path):
        return "a file of this name is there, its letters composed otherwise (Unicode NFC and NFD)"
    return f"there is {found}, in other capitals"


def _check_file(store: FileStore, listed: ListedFile, present: set[str]) -> tuple[FixityFinding | None, int]:
    """Return what is wrong with a listed file, and how many bytes were read; its name must be spelled as listed."""
    if listed.path not in present:
        return FixityFinding(listed.path, FixityFault.MISSING), 0
    try:
        digests, size = _hash_file(store, listed)
    except (OSError, TarError) as error:
        return FixityFinding(listed.path, FixityFault.UNREADABLE, getattr(error, "strerror", "") or str(error)), 0
    if listed.size not in (-1, size):
        return FixityFinding(listed.path, FixityFault.CHANGED, f"it has {size} bytes, not {listed.size}"), size
    wrong = [name for name, due in listed.digests if digests[name] != due]
    if wrong:
        return FixityFinding(listed.path, FixityFault.CHANGED, f"another {', '.join(wrong)}"), size
    return None, size


def _hash_file(store: FileStore, listed: ListedFile) -> tuple[dict[str, str], int]:
    hashes = {name: hashlib.new(name, usedforsecurity=False) for name, _ in listed.digests}
    size = 0
    with store.open(listed.path) as file:
        while chunk := file.read(CHUNK_BYTES):
            size += len(chunk)
            for each in hashes.values():
                each.update(chunk)
    return {name: each.hexdigest() for name, each in hashes.items()}, size
