"""Hash all that a document's editions depend on: its source, the options, the looks, the fonts, engross itself.

Only contents count: a file that was merely touched has not changed.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from engross.batch.corpus.item import Item, read_item
from engross.batch.corpus.job import PARALLEL, Job, Pairing, RunOptions
from engross.editions import assets
from engross.model.notice import Refusal
from engross.readers.load_file import load_file
from engross.readers.voting_data import beside

# No edition depends on these; templates and styles may lie in the package, and are hashed by themselves.
LEFT_OUT_NAMES = frozenset(
    {
        "__pycache__",
        ".pyc",
        "archive",
        "booklet",
        "compilation",
        "corpus",
        "library",
        "packet",
        "search",
        "volume",
        "desk",
        "site",
        "check",
        "templates",
        "styles",
        "samples",
    }
)


class Digest(NamedTuple):
    """The SHA-256 of a source's bytes, "" if they cannot be read, and how many they are."""

    sha256: str = ""
    size: int = 0


ReadDigests = Callable[[Iterable[Item]], Iterable[tuple[Item, Digest]]]


def make_jobs(found: Iterable[Item], order: RunOptions, digests: ReadDigests) -> tuple[Job, ...]:
    """Return a job for each source, by name; the key of one that cannot be read is "", which is never up to date.

    ``digests``: reads the sources, on this machine or on a cluster's workers.
    """
    run_key = house_key(order)
    hash_records = cache(_hash_records_beside)  # for this run alone: files may change before the next
    jobs = (
        Job(item, _make_key(item, run_key, digest.sha256, hash_records), order, size=digest.size)
        for item, digest in digests(found)
    )
    return tuple(sorted(jobs, key=lambda job: job.item.name))


def read_digests(found: Iterable[Item]) -> Iterator[tuple[Item, Digest]]:
    """Yield each source with the digest of its bytes."""
    for item in found:
        try:
            data = b"" if item.fault else read_item(item)
        except Exception:  # noqa: BLE001 # whatever is wrong with it, the worker reports it
            yield item, Digest()
        else:
            yield item, Digest() if item.fault else Digest(hashlib.sha256(data).hexdigest(), len(data))


def _make_key(item: Item, run_key: str, digest: str, hash_records: Callable[[Path], str]) -> str:
    if not digest:
        return ""
    voting_data_hash = "" if item.url else hash_records(item.path.parent)
    parts = (run_key, digest, item.name, PurePosixPath(item.file).suffix, voting_data_hash)
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()


def _hash_records_beside(folder: Path) -> str:
    """Return the hash of the voting data beside the sources of a folder; "" if there are none."""
    files = beside(folder / "source")
    return hashlib.sha256(b"".join(map(_read_or_empty, files))).hexdigest() if files else ""


def _read_or_empty(path: Path) -> bytes:
    """Return the bytes of a file; empty if it cannot be read, which the worker reports."""
    try:
        return load_file(path)
    except Refusal:
        return b""


def make_pair_key(first: str, second: str, edition: str, pairing: Pairing) -> str:
    """Return the key of an edition of two documents from theirs; "" if one of them has none."""
    parts = (first, second, edition, pairing.layout if edition == PARALLEL else "")
    return hashlib.sha256("\0".join(parts).encode()).hexdigest() if first and second else ""


def house_key(order: RunOptions) -> str:
    """Return the hash of all that every document of a run shares: the options, engross, the looks and the fonts."""
    digest = hashlib.sha256(repr(order).encode())
    for path in _house_files(order):
        digest.update(os.fsencode(path.name))
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def _house_files(order: RunOptions) -> Iterator[Path]:
    for folder in (assets.PACKAGE_FOLDER, assets.template_folder(), assets.style_folder(), order.fonts):
        yield from (path for path in sorted(folder.rglob("*")) if path.is_file() and not _is_left_out(path, folder))


def _is_left_out(path: Path, folder: Path) -> bool:
    parts = path.relative_to(folder).parts
    return path.suffix in LEFT_OUT_NAMES or any(part in LEFT_OUT_NAMES or part.startswith(".") for part in parts)
