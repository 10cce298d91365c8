"""Read sources and write editions in folders of this machine or in places named by an fsspec URL (s3, http, …).

A file appears whole or not at all: here it is renamed into place; an object store puts it at once.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager, suppress
from pathlib import Path, PurePosixPath
from shutil import rmtree
from typing import TYPE_CHECKING, Protocol

from engross.batch.corpus.lock import HeldElsewhere, hold_folder
from engross.batch.corpus.remote_storage import RemoteStorage, split_lines
from engross.model.book import FinishedFile
from engross.model.notice import Refusal
from engross.model.tree import Where
from engross.pipeline import output

if TYPE_CHECKING:
    from typing import IO

SETTLING_FOLDER = "settling"  # where a file is written before it replaces one that was appended to


class Storage(Protocol):
    """The folder of a run; names are relative to it, with "/" between their parts."""

    def keep_others_out(self, folder: str) -> AbstractContextManager[None]:
        """Hold a folder below, so that no other run works there at the same time. Raises Refusal if one does.

        Only folders of this machine are held. Elsewhere two runs would write the same bytes and may do some work twice.
        """

    def read(self, name: str) -> bytes:
        """Return the bytes of a file. Raises OSError if there is none."""

    def write(self, folder: str, files: Iterable[FinishedFile]) -> tuple[Path | str, ...]:
        """Write files, each whole, and return their paths or URLs. Raises Refusal if they cannot be written."""

    def open_room(self, folder: str) -> AbstractContextManager[Path]:
        """Provide an empty folder of this machine for files that are too large for memory; it goes at the end.

        Where the storage is on this machine, it is ``folder`` in it, so that what was made there is renamed into place.
        """

    def put(self, files: Sequence[Path]) -> tuple[Path | str, ...]:
        """Put files of a room at the top of the storage, each whole. Raises Refusal if they cannot be written."""

    def remove(self, names: Iterable[str]) -> None:
        """Remove files; those that do not exist are ignored."""

    def remove_folder(self, folder: str, names: Iterable[str]) -> None:
        """Remove files of a folder, then it and those above it as far as they are empty."""

    def size(self, name: str) -> int:
        """Return the size of a file in bytes; -1 if there is none."""

    def is_same(self, name: str, digest: str) -> bool:
        """Return whether a file has this SHA-256; elsewhere than here, if it exists, as it would have to be fetched."""

    def names(self, folder: str) -> list[str]:
        """Return the names of the files in a folder."""

    def append(self, name: str, line: str) -> None:
        """Append a line to a file."""

    def lines(self, name: str) -> Iterator[str]:
        """Yield the lines of a file that was appended to; a kill may have lost the last ones added since ``settle``."""

    def settle(self, name: str, lines: Iterable[bytes], digest: str) -> None:
        """Replace a file that was appended to by these lines, unless it has their SHA-256 already."""


def open_storage(out: Path, url: str = "") -> Storage:
    """Return the storage at ``url``, or at the folder ``out`` if there is no URL."""
    return RemoteStorage(url) if url else LocalStorage(out)


class LocalStorage:
    """Storage in a folder of this machine."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._file: IO[str] | None = None

    @contextmanager
    def keep_others_out(self, folder: str) -> Iterator[None]:
        """Hold a folder as long as the block runs or this process lives. Raises Refusal if another run holds it."""
        path = self._root / folder
        with ExitStack() as stack:
            stack.callback(self._close)
            with _refuse_on_write_error(path):
                path.mkdir(parents=True, exist_ok=True)
                try:
                    stack.enter_context(hold_folder(path))
                except HeldElsewhere:
                    what, hint = "another run is at work here", "wait until it has ended, or choose another --out"
                    raise Refusal(what, hint, Where(str(self._root))) from None
            yield

    def read(self, name: str) -> bytes:
        """Return the bytes of a file."""
        return (self._root / name).read_bytes()

    def write(self, folder: str, files: Iterable[FinishedFile]) -> tuple[Path | str, ...]:
        """Write files, each whole, and return their paths."""
        return output.write_files(self._root / folder, files)

    @contextmanager
    def open_room(self, folder: str) -> Iterator[Path]:
        """Provide a folder in the run's, without what a killed run left there."""
        path = self._root / folder
        rmtree(path, ignore_errors=True)
        with _refuse_on_write_error(path):
            path.mkdir(parents=True)
        try:
            yield path
        finally:
            rmtree(path, ignore_errors=True)

    def put(self, files: Sequence[Path]) -> tuple[Path | str, ...]:
        """Rename files into place, and return their paths."""
        return output.move_files(self._root, files)

    def remove(self, names: Iterable[str]) -> None:
        """Remove files."""
        output.remove_files(self._root, names)

    def remove_folder(self, folder: str, names: Iterable[str]) -> None:
        """Remove files of a folder, then it and those above it as far as they are empty."""
        self.remove(f"{folder}/{name}" for name in names)
        with suppress(OSError):  # the first that is not empty, or not there
            for part in (PurePosixPath(folder), *PurePosixPath(folder).parents[:-1]):
                (self._root / part).rmdir()

    def size(self, name: str) -> int:
        """Return the size of a file in bytes; -1 if there is none."""
        try:
            return (self._root / name).stat().st_size
        except OSError:
            return -1

    def is_same(self, name: str, digest: str) -> bool:
        """Return whether a file has this SHA-256."""
        try:
            with (self._root / name).open("rb") as file:
                return hashlib.file_digest(file, "sha256").hexdigest() == digest
        except OSError:
            return False

    def names(self, folder: str) -> list[str]:
        """Return the names of the files in a folder."""
        try:
            return sorted(os.listdir(self._root / folder))  # noqa: PTH208 # a million paths would take a gigabyte
        except OSError:
            return []

    def append(self, name: str, line: str) -> None:
        """Append a line, and flush it."""
        if self._file is None:
            path = self._root / name
            with _refuse_on_write_error(path):
                path.parent.mkdir(parents=True, exist_ok=True)
                self._file = path.open("a", encoding="utf-8")
        with _refuse_on_write_error(self._root / name):
            self._file.write(line)
            self._file.flush()

    def lines(self, name: str) -> Iterator[str]:
        """Yield the lines of a file that was appended to; nothing if it cannot be read."""
        with suppress(OSError), (self._root / name).open("rb") as file:
            yield from split_lines(file)

    def settle(self, name: str, lines: Iterable[bytes], digest: str) -> None:
        """Replace a file that was appended to by these lines, unless it has their SHA-256."""
        self._close()
        if self.is_same(name, digest):
            return
        folder = PurePosixPath(name).parent
        with self.open_room(f"{folder}/{SETTLING_FOLDER}") as room:
            path = room / PurePosixPath(name).name
            with _refuse_on_write_error(path), path.open("wb") as file:
                file.writelines(lines)
            output.move_files(self._root / folder, (path,))

    def _close(self) -> None:
        if self._file is not None:
            self._file.close()
            self._file = None


@contextmanager
def _refuse_on_write_error(path: Path) -> Iterator[None]:
    """Turn an OSError on writing to ``path`` into a Refusal."""
    try:
        yield
    except OSError as error:
        what = f"it cannot be written: {error.strerror}"
        raise Refusal(what, "choose another folder with --out, or correct this one", Where(str(path))) from None
