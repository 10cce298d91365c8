"""Place a finished package in a folder: written beside its place, and renamed when it is whole.

A process that is killed, or a disk that is full, leaves nothing under a package's name: its room stands in a folder of
engross's own beside the packages, which is removed by the next that works there. What else stands there is never
removed, and no package is overwritten.
"""

from __future__ import annotations

import hashlib
import io
import os
import tarfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from shutil import rmtree

from engross.batch.archive.package import HashedFile, PackagedFile
from engross.batch.corpus.journal import hash_file
from engross.batch.corpus.lock import HeldElsewhere, hold_folder
from engross.model.notice import Refusal
from engross.model.tree import Where
from engross.pipeline.output import refuse_on_error, remove_parts

UNFINISHED = ".engross-unfinished"  # the folder of the rooms, beside the packages
BESIDE = (".sha256", ".finding-aid.xml")  # endings of the files that are written beside packages
OTHER_HINT = "move it away or choose another with --out: a package is never overwritten; --form ocfl keeps versions"
BUSY_HINT = "wait until it has ended, or choose another with --out"
EARLIEST_DATE = "1980-01-01"  # of members of an archive, where no date is known


@dataclass(frozen=True, slots=True)
class PlacedPackage:
    """A package on the disk; ``is_new``: False if the same stood there already. ``size``: of its files, in bytes."""

    path: Path
    is_new: bool
    size: int


@contextmanager
def hold_place(folder: Path) -> Iterator[None]:
    """Hold the folder of packages, without what a killed process left there. Raises Refusal if another works there."""
    with refuse_on_error(folder):
        folder.mkdir(parents=True, exist_ok=True)
        try:
            with hold_folder(folder):
                _remove_leftovers(folder)
                yield
        except HeldElsewhere:
            raise Refusal("another archive is at work here", BUSY_HINT, Where(str(folder))) from None


def flush_disks() -> None:
    """Have the disks write what was placed: all at once, for to ask it of each file takes minutes for thousands."""
    if hasattr(os, "sync"):  # Windows has none
        os.sync()


def _remove_leftovers(folder: Path) -> None:
    if (folder / UNFINISHED).exists():
        rmtree(folder / UNFINISHED)
    remove_parts(folder, lambda name: name.endswith(BESIDE))


def place_folder(path: Path, files: Sequence[PackagedFile]) -> PlacedPackage:
    """Write a package as a folder, unless the same stands there. Raises Refusal if another does, or it cannot be."""
    due, size = {file.path: file.sha256 for file in files}, sum(file.size for file in files)
    with refuse_on_error(path), open_room(path.parent, path.name) as room:
        if path.exists():
            _check_same(path, due)
            return PlacedPackage(path, is_new=False, size=size)
        for file in files:
            target = room / file.path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(file.content)
        return PlacedPackage(path, try_settle_room(room, path, due), size)


def place_tar(path: Path, files: Sequence[PackagedFile], date: str) -> PlacedPackage:
    """Write a package as a tar archive with one folder at its top, whose members are of a date (ISO 8601).

    Raises Refusal as ``place_folder`` does.
    """
    with refuse_on_error(path), open_room(path.parent, path.name) as room:
        written = write_tar(room, (path.name.removesuffix(".tar"), date), files)
        return PlacedPackage(path, try_settle_room(room, path, {"": written.sha256}), written.size)


def write_tar(path: Path, head: tuple[str, str], files: Iterable[PackagedFile]) -> HashedFile:
    """Write a tar archive, and return it with its checksums; ``head``: the folder at its top, the date of its members.

    Raises OSError.
    """
    top, date = head
    time = int(datetime.fromisoformat(date or EARLIEST_DATE).replace(tzinfo=UTC).timestamp())
    with path.open("wb") as file:
        stream = _HashingStream(file)
        with tarfile.open(fileobj=stream, mode="w|", format=tarfile.PAX_FORMAT) as archive:  # type: ignore[call-overload]
            for each in files:
                member = tarfile.TarInfo(f"{top}/{each.path}")
                member.size, member.mtime, member.mode = each.size, time, 0o644
                archive.addfile(member, io.BytesIO(each.content))
    return HashedFile(path.name, stream.size, stream.sha256.hexdigest(), stream.sha512.hexdigest())


class _HashingStream:
    """A stream to a file that hashes and counts what is written, so that it is not read again."""

    def __init__(self, file: io.BufferedWriter) -> None:
        self._file, self.size = file, 0
        self.sha256, self.sha512 = hashlib.sha256(), hashlib.sha512()

    def write(self, data: bytes) -> int:
        """Write bytes."""
        for digest in (self.sha256, self.sha512):
            digest.update(data)
        self.size += len(data)
        return self._file.write(data)


def _check_same(path: Path, due: dict[str, str]) -> None:
    """Raise Refusal if what stands at a path has other files than those due, by their SHA-256; "" is a file itself."""
    files = (file for file in path.rglob("*") if file.is_file()) if path.is_dir() else (path,)
    found = {file.relative_to(path).as_posix() if file != path else "": hash_file(file) for file in files}
    if found != due:
        raise Refusal("another package of this name stands there", OTHER_HINT, Where(str(path)))


@contextmanager
def open_room(home: Path, name: str) -> Iterator[Path]:
    """Provide the path where something is written before it goes to its place below ``home``.

    What is left there goes at the end.
    """
    rooms = home / UNFINISHED
    rooms.mkdir(parents=True, exist_ok=True)
    try:
        yield rooms / name
    finally:
        rmtree(rooms, ignore_errors=True)


def try_settle_room(room: Path, path: Path, due: dict[str, str]) -> bool:
    """Give a finished room the name of the package; return False if the same stands there.

    ``due``: the SHA-256 of its files by their paths. Raises Refusal if another package stands there.
    """
    if path.exists():
        _check_same(path, due)
        return False
    room.rename(path)
    return True
