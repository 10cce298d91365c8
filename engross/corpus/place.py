"""Where sources lie and editions go: folders of this machine, or any place that an fsspec URL names (s3, http, …).

A file is there whole or not at all: here it is renamed into its place, an object store puts it at once.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from itertools import count
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any, Protocol

from engross import package
from engross.data import File
from engross.model import Where
from engross.notice import Refusal

if TYPE_CHECKING:
    from typing import IO

URL = re.compile(r"[a-z][a-z0-9+.-]+(://|::)")
SEGMENT = 50  # lines that are put together where a file cannot grow


class Unreachable(OSError):
    """A place that could not be reached, which may be otherwise the next time: no fault of the document."""


def is_url(text: str) -> bool:
    """Whether a source or a place is named by a URL (also a chained one: zip://::s3://bucket/old.zip)."""
    return URL.match(text) is not None


def system(url: str) -> tuple[Any, str]:
    """The file system of a URL and the path there. Raises Refusal where fsspec or what it needs is not installed."""
    try:
        from fsspec.core import url_to_fs

        found: tuple[Any, str] = url_to_fs(url)
    except (ImportError, ValueError) as error:
        hint = "install engross[cluster] and what fsspec needs for such a place, s3fs for s3://"
        raise Refusal(f"{url} cannot be opened: {error}", hint, Where(url)) from None
    return found


class Place(Protocol):
    """A folder of a run; names are relative to it, with "/" between their parts."""

    def read(self, name: str) -> bytes:
        """The bytes of a file. OSError where there is none."""

    def write(self, folder: str, files: Iterable[File]) -> tuple[Path | str, ...]:
        """Write files, each whole; where they are. Raises Refusal where that cannot be."""

    def remove(self, names: Iterable[str]) -> None:
        """Take files away, where they are there."""

    def size(self, name: str) -> int:
        """The size of a file in bytes; -1 where there is none."""

    def names(self, folder: str) -> list[str]:
        """The names of the files in a folder."""

    def append(self, name: str, line: str) -> None:
        """Add a line to a file that grows."""

    def lines(self, name: str) -> Iterator[str]:
        """The lines of a file that grew; of those added since ``settle`` a kill may have cost the last."""

    def settle(self, name: str, data: bytes) -> None:
        """Let a file that grew have these bytes."""


def place(out: Path, url: str = "") -> Place:
    """The place of a run: a URL, or where there is none a folder."""
    return Remote(url) if url else Local(out)


class Local:
    """A folder of this machine."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._file: IO[str] | None = None

    def read(self, name: str) -> bytes:
        """The bytes of a file."""
        return (self._root / name).read_bytes()

    def write(self, folder: str, files: Iterable[File]) -> tuple[Path | str, ...]:
        """Write files, each whole."""
        return package.write(self._root / folder, files)

    def remove(self, names: Iterable[str]) -> None:
        """Take files away."""
        package.remove(self._root, names)

    def size(self, name: str) -> int:
        """The size of a file; -1 for none."""
        try:
            return (self._root / name).stat().st_size
        except OSError:
            return -1

    def names(self, folder: str) -> list[str]:
        """The names of the files in a folder."""
        return sorted(path.name for path in (self._root / folder).glob("*"))

    def append(self, name: str, line: str) -> None:
        """Add a line."""
        if self._file is None:
            path = self._root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            self._file = path.open("a", encoding="utf-8")
        self._file.write(line)
        self._file.flush()

    def lines(self, name: str) -> Iterator[str]:
        """The lines of a file that grew."""
        with suppress(OSError):
            yield from self.read(name).decode("utf-8", errors="replace").splitlines()

    def settle(self, name: str, data: bytes) -> None:
        """Let a file that grew have these bytes."""
        if self._file is not None:
            self._file.close()
            self._file = None
        path = self._root / name
        if not path.is_file() or path.read_bytes() != data:
            package.write(path.parent, (File(path.name, data),))


class Remote:
    """A place that an fsspec URL names."""

    def __init__(self, url: str) -> None:
        self._system, self._root = system(url)
        self._url = url.rstrip("/")
        self._sizes: dict[str, int] | None = None
        self._waiting: list[str] = []

    def read(self, name: str) -> bytes:
        """The bytes of a file."""
        data: bytes = self._system.cat_file(self._path(name))
        return data

    def write(self, folder: str, files: Iterable[File]) -> tuple[Path | str, ...]:
        """Write files, each whole."""
        return tuple(self._put(f"{folder}/{file.name}" if folder else file.name, file.data) for file in files)

    def remove(self, names: Iterable[str]) -> None:
        """Take files away."""
        for name in names:
            with suppress(OSError):
                self._system.rm_file(self._path(name))

    def size(self, name: str) -> int:
        """The size of a file; -1 for none."""
        if self._sizes is None:  # one listing for all
            self._system.invalidate_cache()
            try:
                found = self._system.find(self._path(""), detail=True)
            except OSError:
                found = {}
            self._sizes = {path: int(about["size"]) for path, about in found.items()}
        return self._sizes.get(self._path(name), -1)

    def names(self, folder: str) -> list[str]:
        """The names of the files in a folder."""
        self._system.invalidate_cache()
        try:
            return sorted(PurePosixPath(path).name for path in self._system.ls(self._path(folder), detail=False))
        except OSError:
            return []

    def append(self, name: str, line: str) -> None:
        """Add a line."""
        self._waiting.append(line)
        if len(self._waiting) >= SEGMENT:
            self._flush(name)

    def lines(self, name: str) -> Iterator[str]:
        """The lines of a file that grew."""
        folder, base = _split(name)
        for one in [base, *(found for found in self.names(folder) if found.startswith(f"{base}."))]:
            with suppress(OSError):
                yield from self.read(f"{folder}/{one}").decode("utf-8", errors="replace").splitlines()

    def settle(self, name: str, data: bytes) -> None:
        """Let a file that grew have these bytes."""
        folder, base = _split(name)
        self._waiting.clear()
        try:
            same = self.read(name) == data
        except OSError:
            same = False
        if not same:
            self._put(name, data)
        self.remove(f"{folder}/{one}" for one in self.names(folder) if one.startswith(f"{base}."))

    def _flush(self, name: str) -> None:
        folder, base = _split(name)
        taken = set(self.names(folder))
        free = next(f"{base}.{n:06}" for n in count(1) if f"{base}.{n:06}" not in taken)
        self._put(f"{folder}/{free}", "".join(self._waiting).encode("utf-8"))
        self._waiting.clear()

    def _put(self, name: str, data: bytes) -> str:
        path = self._path(name)
        try:
            self._system.makedirs(path.rpartition("/")[0], exist_ok=True)
            # A file that is not put at once is written beside its place and renamed when the transaction ends.
            with self._system.transaction, self._system.open(path, "wb") as file:
                file.write(data)
        except NotImplementedError:
            what = f"nothing can be written to {self._url}"
            raise Refusal(what, "choose a place with --out that can be written to", Where(self._url)) from None
        except Exception as error:
            raise Unreachable(f"{self._url}/{name} cannot be written: {error!r}") from error
        return f"{self._url}/{name}"

    def _path(self, name: str) -> str:
        return f"{self._root}/{name}" if name else str(self._root)


def _split(name: str) -> tuple[str, str]:
    folder, _, base = name.rpartition("/")
    return folder, base
