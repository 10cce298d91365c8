"""Place a finished package in a folder: written beside its place, and renamed when it is whole.

A process that is killed, or a disk that is full, leaves nothing under a package's name: its room has a name of its own,
begins with a dot, and is removed by the next that works there. What stands there is never overwritten.
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

from engross.batch.archive.package import PackagedFile
from engross.batch.corpus.lock import HeldElsewhere, hold_folder
from engross.model.notice import Refusal
from engross.model.tree import Where
from engross.pipeline.output import DEFAULT_HINT, HINT_BY_ERRNO

ROOM_START, ROOM_END = ".", ".part"
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
                _remove_rooms(folder)
                yield
        except HeldElsewhere:
            raise Refusal("another archive is at work here", BUSY_HINT, Where(str(folder))) from None


def flush_disks() -> None:
    """Have the disks write what was placed: all at once, for to ask it of each file takes minutes for thousands."""
    if hasattr(os, "sync"):  # Windows has none
        os.sync()


def _remove_rooms(folder: Path) -> None:
    for path in folder.glob(f"{ROOM_START}*{ROOM_END}"):
        rmtree(path) if path.is_dir() else path.unlink()


def place_folder(path: Path, files: Sequence[PackagedFile]) -> PlacedPackage:
    """Write a package as a folder, unless the same stands there. Raises Refusal if another does, or it cannot be."""
    due, size = {file.path: file.sha256 for file in files}, sum(file.size for file in files)
    with refuse_on_error(path), open_room(path) as room:
        if path.exists():
            _check_same(path, due)
            return PlacedPackage(path, is_new=False, size=size)
        for file in files:
            target = room / file.path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(read_whole(file))
        return PlacedPackage(path, try_settle_room(room, path, due), size)


def place_tar(path: Path, files: Sequence[PackagedFile], date: str) -> PlacedPackage:
    """Write a package as a tar archive with one folder at its top, whose members are of a date (ISO 8601).

    Raises Refusal as ``place_folder`` does.
    """
    with refuse_on_error(path), open_room(path) as room:
        with room.open("wb") as stream:
            _write_tar(stream, (path.name.removesuffix(".tar"), date), files)
        size = room.stat().st_size
        return PlacedPackage(path, try_settle_room(room, path, {"": _hash_file(room)}), size)


def _write_tar(stream: io.BufferedWriter, head: tuple[str, str], files: Iterable[PackagedFile]) -> None:
    """Write the members of an archive; ``head``: the folder at its top, and the date."""
    top, date = head
    time = int(datetime.fromisoformat(date or EARLIEST_DATE).replace(tzinfo=UTC).timestamp())
    with tarfile.open(fileobj=stream, mode="w", format=tarfile.PAX_FORMAT) as archive:
        for file in files:
            member = tarfile.TarInfo(f"{top}/{file.path}")
            member.size, member.mtime, member.mode = file.size, time, 0o644
            archive.addfile(member, io.BytesIO(read_whole(file)))


def read_whole(file: PackagedFile) -> bytes:
    """Return the bytes of a file. Raises Refusal if they are not those that were hashed."""
    data = file.read()
    if isinstance(file.content, Path) and hashlib.sha256(data).hexdigest() != file.sha256:
        raise Refusal("it has changed while it was packaged", "try again", Where(str(file.content)))
    return data


def _check_same(path: Path, due: dict[str, str]) -> None:
    """Raise Refusal if what stands at a path has other files than those due, by their SHA-256; "" is a file itself."""
    files = (file for file in path.rglob("*") if file.is_file()) if path.is_dir() else (path,)
    found = {file.relative_to(path).as_posix() if file != path else "": _hash_file(file) for file in files}
    if found != due:
        raise Refusal("another package of this name stands there", OTHER_HINT, Where(str(path)))


def _hash_file(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@contextmanager
def open_room(path: Path) -> Iterator[Path]:
    """Provide the path beside a package's place where it is written first; what is left there goes at the end."""
    room = path.with_name(f"{ROOM_START}{path.name}{ROOM_END}")
    try:
        yield room
    finally:
        if room.is_dir():
            rmtree(room, ignore_errors=True)
        else:
            room.unlink(missing_ok=True)


def try_settle_room(room: Path, path: Path, due: dict[str, str]) -> bool:
    """Give a finished room the name of the package; return False if the same stands there.

    ``due``: the SHA-256 of its files by their paths. Raises Refusal if another package stands there.
    """
    if path.exists():
        _check_same(path, due)
        return False
    room.rename(path)
    return True


@contextmanager
def refuse_on_error(path: Path) -> Iterator[None]:
    """Turn an OSError on reading or writing at a path into a Refusal."""
    try:
        yield
    except OSError as error:
        what = f"it cannot be written: {error.strerror or error}"
        raise Refusal(what, HINT_BY_ERRNO.get(error.errno or 0, DEFAULT_HINT), Where(str(path))) from None
