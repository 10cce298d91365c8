"""Read manifests: whatever the form, what comes out is a list of the files that should be there, with their checksums.

A list that is empty, unreadable, damaged or contradicts itself proves nothing, and is refused instead of passed over.
"""

from __future__ import annotations

import json
import os
import re
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from engross.batch.archive.audit.stores import FileStore
from engross.model.notice import Refusal
from engross.model.tree import Where

DIGEST_LENGTHS = {"md5": 32, "sha1": 40, "sha224": 56, "sha256": 64, "sha384": 96, "sha512": 128}
DIGEST = re.compile(r"[0-9A-Fa-f]+")
LINE = re.compile(r"([0-9A-Fa-f]+)[ \t]+\*?(.+)")
ENCODED = re.compile("%(0[dDaA]|25)")  # in the paths of a bag (RFC 8493, 2.1.3)
LARGEST_MANIFEST = 1 << 30  # bytes: of some five million files; what is larger fills the memory
HINT = "do not mend it: compare the package with another copy of it"


@dataclass(frozen=True, slots=True)
class ListedFile:
    """A file that should be there: its path, its checksums by algorithm, its size in bytes, -1 if that is not told.

    ``note``: where it is if it is not there, in words.
    """

    path: str
    digests: tuple[tuple[str, str], ...]
    size: int = -1
    note: str = ""


@dataclass(frozen=True, slots=True)
class AuditedPlace:
    """A package, or a run: its files, its form in a word, what should be there.

    ``unlisted``: paths that no manifest has to list: the manifests that nothing vouches for.
    """

    store: FileStore
    form: str
    files: tuple[ListedFile, ...]
    unlisted: frozenset[str] = frozenset()


def refuse_manifest(store: FileStore, path: str, why: str) -> Refusal:
    """Return the Refusal of a manifest that proves nothing."""
    return Refusal(f"this list of checksums proves nothing: {why}", HINT, Where(str(store.path / path)))


def read_text(store: FileStore, path: str) -> str:
    """Return the text of a manifest.

    Raises Refusal if it is not there or not to be read, is no UTF-8, is empty, or is larger than memory should hold.
    """
    try:
        with store.open(path) as file:
            size = file.seek(0, os.SEEK_END)
            file.seek(0)
            text = file.read().decode("utf-8") if size <= LARGEST_MANIFEST else ""
    except FileNotFoundError:
        raise refuse_manifest(store, path, "it is missing") from None
    except OSError as error:
        raise refuse_manifest(store, path, f"it cannot be read: {error.strerror}") from None
    except UnicodeDecodeError as error:
        raise refuse_manifest(store, path, f"it is not UTF-8 from byte {error.start} on") from None
    if size > LARGEST_MANIFEST:
        raise refuse_manifest(
            store, path, f"it has {size >> 20} MB, and more than {LARGEST_MANIFEST >> 20} are not read"
        )
    if not text.strip():
        raise refuse_manifest(store, path, "it is empty")
    return text


def read_json(store: FileStore, path: str) -> Any:
    """Return the values of a JSON file that serves as a manifest. Raises Refusal if it is none."""
    return parse_json(store, path, read_text(store, path))


def parse_json(store: FileStore, path: str, text: str) -> Any:
    """Return the values that the text of a JSON file has. Raises Refusal if it is none."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        raise refuse_manifest(store, path, "it is no JSON") from None


def parse_manifest(store: FileStore, path: str, algorithm: str) -> dict[str, str]:
    """Return the checksums that a manifest has, by path.

    Raises Refusal for a line that is none, for a path that leads away, for two lines that contradict each other.
    """
    text, digests = read_text(store, path), {}
    if not text.endswith("\n"):
        raise refuse_manifest(store, path, "its last line is cut short")
    for number, line in enumerate(text.split("\n")[:-1], 1):
        found = LINE.fullmatch(line.rstrip("\r"))
        if not found or len(found[1]) != DIGEST_LENGTHS[algorithm]:
            raise refuse_manifest(store, path, f"line {number} is no {algorithm} and path")
        name = check_path(store, path, decode_path(found[2]))
        if name in digests:
            raise refuse_manifest(store, path, f"line {number} names {name} once more")
        digests[name] = found[1].lower()
    return digests


def decode_path(text: str) -> str:
    """Return the path that a list of a bag spells, with its line breaks and per cent signs."""
    return ENCODED.sub(lambda match: chr(int(match[1], 16)), text)


def check_path(store: FileStore, manifest: str, name: object) -> str:
    """Return a path of a package. Raises Refusal for what is none, or leads out of the package."""
    parts = PurePosixPath(name).parts if isinstance(name, str) else ()
    if not parts or PurePosixPath(*parts).is_absolute() or ".." in parts or "\0" in str(name):
        raise refuse_manifest(store, manifest, f"it names {name!r}, which is no path below it")
    return "/".join(parts)


def check_digest(store: FileStore, manifest: str, algorithm: str, digest: object) -> tuple[str, str]:
    """Return an algorithm and a checksum as lists have them. Raises Refusal for one that is none."""
    name = algorithm.replace("-", "").lower()
    if name not in DIGEST_LENGTHS or not isinstance(digest, str) or not DIGEST.fullmatch(digest):
        raise refuse_manifest(store, manifest, f"{digest!r} is no checksum of {algorithm}")
    if len(digest) != DIGEST_LENGTHS[name]:
        raise refuse_manifest(store, manifest, f"{digest!r} is no whole {algorithm}")
    return name, digest.lower()


def list_files(digests: dict[str, dict[str, str]]) -> tuple[ListedFile, ...]:
    """Return the files of lists of checksums by path and algorithm, in the order of their paths."""
    return tuple(ListedFile(path, tuple(sorted(known.items()))) for path, known in sorted(digests.items()))
