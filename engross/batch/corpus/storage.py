"""Read sources and write editions in folders of this machine or in places named by an fsspec URL (s3, http, …).

A file appears whole or not at all: here it is renamed into place; an object store puts it at once.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager, nullcontext, suppress
from itertools import count
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Protocol

from engross.batch.corpus.lock import HeldElsewhere, hold_folder
from engross.batch.corpus.urls import Unreachable, open_file_system
from engross.model.book import FinishedFile
from engross.model.notice import Refusal
from engross.model.tree import Where
from engross.pipeline import output

if TYPE_CHECKING:
    from typing import IO

SEGMENT_LINES = 50  # lines collected into one file in places where files cannot be appended to


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

    def settle(self, name: str, data: bytes) -> None:
        """Replace a file that was appended to by these bytes."""


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
        return sorted(path.name for path in (self._root / folder).glob("*"))

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
        with suppress(OSError):
            yield from _split_lines(self.read(name))

    def settle(self, name: str, data: bytes) -> None:
        """Replace a file that was appended to by these bytes, unless it has them."""
        self._close()
        path = self._root / name
        if not self.is_same(name, hashlib.sha256(data).hexdigest()):
            output.write_files(path.parent, (FinishedFile(path.name, data),))

    def _close(self) -> None:
        if self._file is not None:
            self._file.close()
            self._file = None


class RemoteStorage:
    """Storage in a place named by an fsspec URL."""

    def __init__(self, url: str) -> None:
        self._system, self._root = open_file_system(url)
        self._url = url.rstrip("/")
        self._sizes: dict[str, int] | None = None
        self._waiting: list[str] = []

    def keep_others_out(self, folder: str) -> AbstractContextManager[None]:  # noqa: ARG002
        """Hold nothing."""
        return nullcontext()

    def read(self, name: str) -> bytes:
        """Return the bytes of a file."""
        data: bytes = self._system.cat_file(self._path(name))
        return data

    def write(self, folder: str, files: Iterable[FinishedFile]) -> tuple[Path | str, ...]:
        """Write files, each whole, and return their URLs."""
        return tuple(self._write_file(f"{folder}/{file.name}" if folder else file.name, file.data) for file in files)

    def remove(self, names: Iterable[str]) -> None:
        """Remove files."""
        for name in names:
            with suppress(OSError):
                self._system.rm_file(self._path(name))

    def remove_folder(self, folder: str, names: Iterable[str]) -> None:
        """Remove files of a folder, and the folder if it is empty and the place has folders."""
        self.remove(f"{folder}/{name}" for name in names)
        with suppress(OSError, NotImplementedError):
            self._system.rmdir(self._path(folder))

    def size(self, name: str) -> int:
        """Return the size of a file in bytes, from one listing of the whole place; -1 if there is none."""
        if self._sizes is None:
            self._system.invalidate_cache()
            try:
                listing = self._system.find(self._path(""), detail=True)
            except OSError:
                listing = {}
            self._sizes = {path: int(info["size"]) for path, info in listing.items()}
        return self._sizes.get(self._path(name), -1)

    def is_same(self, name: str, digest: str) -> bool:  # noqa: ARG002
        """Return whether a file exists and is not empty."""
        return self.size(name) > 0

    def names(self, folder: str) -> list[str]:
        """Return the names of the files in a folder."""
        self._system.invalidate_cache()
        try:
            return sorted(PurePosixPath(path).name for path in self._system.ls(self._path(folder), detail=False))
        except OSError:
            return []

    def append(self, name: str, line: str) -> None:
        """Collect a line; every ``SEGMENT_LINES`` lines are written to a file of their own beside ``name``."""
        self._waiting.append(line)
        if len(self._waiting) >= SEGMENT_LINES:
            self._write_segment(name)

    def lines(self, name: str) -> Iterator[str]:
        """Yield the lines of a file and of its segments."""
        folder, base = _split_name(name)
        for file in [base, *(segment for segment in self.names(folder) if segment.startswith(f"{base}."))]:
            with suppress(OSError):
                yield from _split_lines(self.read(f"{folder}/{file}"))

    def settle(self, name: str, data: bytes) -> None:
        """Replace a file by these bytes, unless it has them, and remove its segments."""
        folder, base = _split_name(name)
        self._waiting.clear()
        try:
            is_same = self.read(name) == data
        except OSError:
            is_same = False
        if not is_same:
            self._write_file(name, data)
        self.remove(f"{folder}/{segment}" for segment in self.names(folder) if segment.startswith(f"{base}."))

    def _write_segment(self, name: str) -> None:
        folder, base = _split_name(name)
        taken = set(self.names(folder))
        free = next(f"{base}.{n:06}" for n in count(1) if f"{base}.{n:06}" not in taken)
        self._write_file(f"{folder}/{free}", "".join(self._waiting).encode("utf-8"))
        self._waiting.clear()

    def _write_file(self, name: str, data: bytes) -> str:
        path = self._path(name)
        try:
            self._system.makedirs(path.rpartition("/")[0], exist_ok=True)
            # Where a file is not put at once, it is written beside its place and renamed when the transaction ends.
            with self._system.transaction, self._system.open(path, "wb") as file:
                file.write(data)
        except NotImplementedError:
            what = f"nothing can be written to {self._url}"
            raise Refusal(what, "choose a writable place with --out", Where(self._url)) from None
        except Exception as error:
            raise Unreachable(f"{self._url}/{name} cannot be written: {error!r}") from error
        return f"{self._url}/{name}"

    def _path(self, name: str) -> str:
        return f"{self._root}/{name}" if name else str(self._root)


def _split_name(name: str) -> tuple[str, str]:
    folder, _, base = name.rpartition("/")
    return folder, base


def _split_lines(data: bytes) -> Iterator[str]:
    """Split a file at U+000A alone, dropping empty lines: messages may contain other line breaks."""
    return filter(None, data.decode("utf-8", errors="replace").split("\n"))


@contextmanager
def _refuse_on_write_error(path: Path) -> Iterator[None]:
    """Turn an OSError on writing to ``path`` into a Refusal."""
    try:
        yield
    except OSError as error:
        what = f"it cannot be written: {error.strerror}"
        raise Refusal(what, "choose another folder with --out, or correct this one", Where(str(path))) from None
