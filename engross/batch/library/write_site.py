"""Write the files of a site: what has not changed is left as it is, what is gone is removed, nothing is half there.

``.library.json`` in the site has the key of each file: the hash of all that it was made of. A file whose key has stayed
is not made again. While a site is made, and after it was broken off, the file says that the folder is a library's.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path, PurePosixPath
from shutil import copyfile

from engross.batch.corpus.journal import hash_bytes
from engross.batch.library.frame import Page
from engross.model.book import FinishedFile
from engross.model.notice import Refusal
from engross.model.tree import Where
from engross.pipeline import output

KEYS_NAME = ".library.json"
UNFINISHED = {KEYS_NAME: ""}  # among the keys of a site that is not finished
BETWEEN = "|"  # the key of a page and the paths of what it brings along
NOT_OURS_HINT = "choose an empty folder with --out, or the one of an earlier library"


class SiteWriter:
    """The files of a site as they are written; ``house``: the hash of what every page depends on."""

    def __init__(self, out: Path, house: str) -> None:
        self.made = 0
        self._out, self._house = out, house
        self._former = _read_keys(out)
        self._keys: dict[str, str] = {}
        self._write_keys(self._former | UNFINISHED)
        self._former.pop(KEYS_NAME, None)

    @property
    def count(self) -> int:
        """The number of files of the site."""
        return len(self._keys)

    def add_page(self, page: Page, render: Callable[[Page], tuple[bytes, Mapping[str, bytes]]]) -> None:
        """Add a page; it is made unless it stands there with the same values, and so does all that it brings along.

        ``render`` returns the page, and the files that it needs beside it by their paths.
        """
        source = repr((page.template, sorted(page.values.items())))
        key = hash_bytes(f"{self._house}\0{source}".encode("utf-8", "surrogatepass"))
        former, *brought = self._former.get(page.path, "").split(BETWEEN)
        if former == key and all((self._out / path).is_file() for path in (page.path, *brought)):
            self._keys[page.path] = self._former[page.path]
            self._keys |= {path: self._former[path] for path in brought if path in self._former}
            return
        data, files = render(page)
        for path, content in files.items():
            self.add_bytes(path, content)
        self._write(page.path, data)
        self._keys[page.path] = BETWEEN.join((key, *files))

    def add_bytes(self, path: str, data: bytes) -> None:
        """Add a file with these bytes."""
        if self._needs_writing(path, hash_bytes(data)):
            self._write(path, data)

    def _write(self, path: str, data: bytes) -> None:
        name = PurePosixPath(path)
        with suppress(OSError):  # what writes the file tells why it cannot be written
            (self._out / name.parent).mkdir(parents=True, exist_ok=True)
        output.write_files(self._out / name.parent, (FinishedFile(name.name, data),))
        self.made += 1

    def add_file(self, path: str, source: Path, key: str) -> None:
        """Add a finished file: the same one under a second name where the disk can do that, else a copy."""
        if not self._needs_writing(path, key):
            return
        target = self._out / path
        target.parent.mkdir(parents=True, exist_ok=True)
        part = target.with_name(f".{target.name}.{os.getpid()}.part")
        part.unlink(missing_ok=True)
        try:
            os.link(source, part)
        except OSError:
            copyfile(source, part)
        part.replace(target)
        part.unlink(missing_ok=True)  # where both were one file already, replacing does nothing
        self.made += 1

    def _needs_writing(self, path: str, key: str) -> bool:
        """Note the key of a file; return whether it is to be written: it is new, other, or gone."""
        is_added = self._keys.get(path) == key
        self._keys[path] = key
        return not is_added and (self._former.get(path) != key or not (self._out / path).is_file())

    def finish(self) -> int:
        """Remove what is gone and write the keys; return how many files were removed."""
        gone = sorted(self._former.keys() - self._keys.keys())
        for path in gone:
            _remove_file(self._out, path)
        self._write_keys(self._keys)
        return len(gone)

    def break_off(self) -> None:
        """Note what may have been written, so that the next making writes it again, or removes it."""
        unsure = {path: "" for path, key in self._keys.items() if self._former.get(path) != key}
        self._write_keys(self._former | unsure | UNFINISHED)

    def _write_keys(self, keys: Mapping[str, str]) -> None:
        data = json.dumps(dict(sorted(keys.items())), ensure_ascii=False, indent=0).encode("utf-8", "surrogatepass")
        output.write_files(self._out, (FinishedFile(KEYS_NAME, data),))


def _read_keys(out: Path) -> dict[str, str]:
    """Return the keys of the site that stands in a folder. Raises Refusal if other things stand there."""
    data = _read_bytes(out / KEYS_NAME)
    try:
        values = json.loads(data) if data else {}
        if isinstance(values, dict) and all(
            isinstance(item, str) and _is_inside(path) for path, item in values.items()
        ):
            found = values
        else:
            found = {}
    except ValueError:
        found = {}
    if not found and out.is_dir() and any(out.iterdir()):
        raise Refusal("the folder is not empty, and no library", NOT_OURS_HINT, Where(str(out)))
    return found


def _is_inside(path: str) -> bool:
    """Return whether a path leads to a file below the site: the file of keys may have been changed by others."""
    parts = PurePosixPath(path).parts
    return bool(parts) and ".." not in parts and not PurePosixPath(path).is_absolute()


def _read_bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        return b""


def _remove_file(out: Path, path: str) -> None:
    """Remove a file, and the folders above it as far as they are empty."""
    output.remove_files(out, (path,))
    with suppress(OSError):  # the first that is not empty, or not there
        for folder in PurePosixPath(path).parents[:-1]:
            (out / folder).rmdir()
