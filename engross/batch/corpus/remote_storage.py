"""Storage in a place named by an fsspec URL, where a file is put at once and none can be appended to."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from functools import partial
from itertools import count
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory

from engross.batch.corpus.urls import Unreachable, open_file_system
from engross.model.book import FinishedFile
from engross.model.notice import Refusal
from engross.model.tree import Where

SEGMENT_LINES = 50  # lines that are collected into a segment at least, where files cannot be appended to
SEGMENT_SHARE = 50  # a segment has a fiftieth of the lines before it: a million are 350, and a kill loses 2 % at most
PIECE_BYTES = 1 << 22  # of a file that is uploaded


class RemoteStorage:
    """Storage in a place named by an fsspec URL."""

    def __init__(self, url: str) -> None:
        self._system, self._root = open_file_system(url)
        self._url = url.rstrip("/")
        self._sizes: dict[str, int] | None = None
        self._waiting: list[str] = []
        self._written = 0  # lines that stand in the file and its segments

    def keep_others_out(self, folder: str) -> AbstractContextManager[None]:  # noqa: ARG002
        """Hold nothing."""
        return nullcontext()

    def read(self, name: str) -> bytes:
        """Return the bytes of a file."""
        data: bytes = self._system.cat_file(self._path(name))
        return data

    def write(self, folder: str, files: Iterable[FinishedFile]) -> tuple[Path | str, ...]:
        """Write files, each whole, and return their URLs."""
        return tuple(self._write_file(f"{folder}/{file.name}" if folder else file.name, (file.data,)) for file in files)

    @contextmanager
    def open_room(self, folder: str) -> Iterator[Path]:  # noqa: ARG002
        """Provide a folder for temporary files of this machine."""
        with TemporaryDirectory(prefix="engross-") as room:
            yield Path(room)

    def put(self, files: Sequence[Path]) -> tuple[Path | str, ...]:
        """Upload files piece by piece, and return their URLs."""
        return tuple(self._put_file(path) for path in files)

    def _put_file(self, path: Path) -> str:
        with path.open("rb") as file:
            return self._write_file(path.name, iter(partial(file.read, PIECE_BYTES), b""))

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
        """Collect a line; once they are enough they are written to a segment, a file of their own beside ``name``."""
        self._waiting.append(line)
        if len(self._waiting) >= max(SEGMENT_LINES, self._written // SEGMENT_SHARE):
            self._write_segment(name)

    def lines(self, name: str) -> Iterator[str]:
        """Yield the lines of a file and of its segments."""
        folder, base = _split_name(name)
        self._written = 0
        for file in [base, *(segment for segment in self.names(folder) if segment.startswith(f"{base}."))]:
            with suppress(OSError), self._system.open(self._path(f"{folder}/{file}"), "rb") as opened:
                for line in split_lines(opened):
                    self._written += 1
                    yield line

    def settle(self, name: str, lines: Iterable[bytes], digest: str) -> None:
        """Replace a file by these lines, unless it has their SHA-256, and remove its segments."""
        folder, base = _split_name(name)
        self._waiting.clear()
        if self._hash_file(name) != digest:
            self._write_file(name, lines)
        self.remove(f"{folder}/{segment}" for segment in self.names(folder) if segment.startswith(f"{base}."))

    def _hash_file(self, name: str) -> str:
        """Return the SHA-256 of a file; "" if there is none."""
        try:
            with self._system.open(self._path(name), "rb") as file:
                return hashlib.file_digest(file, "sha256").hexdigest()
        except OSError:
            return ""

    def _write_segment(self, name: str) -> None:
        folder, base = _split_name(name)
        taken = set(self.names(folder))
        free = next(f"{base}.{n:06}" for n in count(1) if f"{base}.{n:06}" not in taken)
        self._write_file(f"{folder}/{free}", ("".join(self._waiting).encode("utf-8"),))
        self._written += len(self._waiting)
        self._waiting.clear()

    def _write_file(self, name: str, pieces: Iterable[bytes]) -> str:
        path = self._path(name)
        try:
            self._system.makedirs(path.rpartition("/")[0], exist_ok=True)
            # Where a file is not put at once, it is written beside its place and renamed when the transaction ends.
            with self._system.transaction, self._system.open(path, "wb") as file:
                for piece in pieces:
                    file.write(piece)
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


def split_lines(file: Iterable[bytes]) -> Iterator[str]:
    """Yield the lines of a binary file, cut at U+000A alone, but no empty ones: messages may have other line breaks."""
    return filter(None, (line.decode("utf-8", errors="replace").removesuffix("\n") for line in file))
