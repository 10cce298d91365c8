"""Folders, patterns, files, zip archives and URLs to the sources in them, each with a name that is its own.

Archives are not trusted: names lead nowhere out of the run's folder, and a member larger than LARGEST is refused
before it is unpacked, whatever its entry in the archive says.
"""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from glob import glob, has_magic
from pathlib import Path, PurePosixPath
from typing import Any

from engross.corpus.place import Unreachable, is_url, system
from engross.model import Where
from engross.notice import Refusal

SUFFIXES = (".txt", ".xml", ".resolution.yaml", ".docx")
OPEN = "~$"  # what the name of the file begins with that Word keeps beside a document that is open
LARGEST = 50_000_000  # bytes of a source in an archive or elsewhere; the largest official file has 1.5 million
NAMELESS = "source"  # what a source is called whose name is nothing but steps


@dataclass(frozen=True, slots=True)
class Item:
    """A source: its name (the path of its editions' folder under the run's), its file, its member of an archive.

    ``twin``: the file of another source that has the name already; "" for none. ``url``: where it lies, if that is no
    folder of this machine; ``path`` is its last part then.
    """

    name: str
    path: Path
    member: str = ""
    twin: str = ""
    url: str = ""

    @property
    def shown(self) -> str:
        """How the source is called in messages."""
        return self.url or (f"{self.path}:{self.member}" if self.member else str(self.path))

    @property
    def file(self) -> str:
        """The name of its file."""
        return PurePosixPath(self.member).name if self.member else self.path.name


def items(sources: tuple[str, ...]) -> tuple[Item, ...]:
    """The sources in ``sources``, by name; of two with one name the second is numbered and tells its twin.

    Raises Refusal where a path does not exist or no source is found at all.
    """
    taken: dict[str, str] = {}
    found: list[Item] = []
    seen: set[tuple[str, str]] = set()
    for item in (item for source in sources for item in _items(source)):
        place = (item.url or str(item.path.resolve()), item.member)
        if place not in seen:
            seen.add(place)
            found.append(_named(item, taken))
    if not found:
        what = f"no source in {', '.join(sources)}"
        raise Refusal(what, f"name files ending in {' or '.join(SUFFIXES)}, folders with some, or zip archives")
    return tuple(sorted(found, key=lambda item: item.name))


def _named(item: Item, taken: dict[str, str]) -> Item:
    name, number = item.name, 1
    while name in taken:
        number += 1
        name = f"{item.name}-{number}"
    taken[name] = item.shown
    return replace(item, name=name, twin=taken[item.name] if number > 1 else "")


def _items(source: str) -> Iterator[Item]:
    path = Path(source)
    if is_url(source):
        yield from _far(source)
    elif not path.exists() and has_magic(source):
        yield from _matching(source)
    elif path.is_dir():
        yield from _inside(path)
    elif path.suffix.lower() == ".zip" and path.is_file():
        yield from _members(path)
    elif path.is_file():
        yield Item(_name(PurePosixPath(path.name)), path)
    else:
        raise Refusal(f"there is no file or folder {source}", "look at the name", Where(source))


def _inside(folder: Path) -> Iterator[Item]:
    for file in sorted(folder.rglob("*")):
        if file.name.lower().endswith(SUFFIXES) and file.is_file() and not _left_out(file):
            yield Item(_name(PurePosixPath(file.relative_to(folder).as_posix())), file)


def _matching(pattern: str) -> Iterator[Item]:
    """What a pattern matches, named below the folder that all matches lie in."""
    parts = Path(pattern).parts
    base = Path(*parts[: next(n for n, part in enumerate(parts) if has_magic(part))])
    for one in map(Path, sorted(glob(pattern, recursive=True))):  # noqa: PTH207 # Path's takes no absolute pattern
        if one.is_file() and one.suffix.lower() != ".zip":
            yield Item(_name(PurePosixPath(one.relative_to(base).as_posix())), one)
        elif not (one.is_dir() and "**" in parts):  # its files match as well
            yield from _items(str(one))


def _far(url: str) -> Iterator[Item]:
    """What lies at a URL: a file, an archive, what a pattern matches, or all sources below a folder."""
    if url.lower().endswith(".zip"):
        url = f"zip://::{url}"
    files, root = system(url)
    try:
        if has_magic(root):
            found = files.glob(root)
            root = root[: root.index(next(part for part in root.split("/") if has_magic(part)))]
        elif not root or files.isdir(root):
            found = files.find(root)
        else:
            found, root = [root], root.rpartition("/")[0]
    except OSError as error:
        raise Refusal(f"{url} cannot be read: {error}", "look at the address", Where(url)) from None
    for path in sorted(map(str, found)):
        if path.lower().endswith(SUFFIXES):
            name = _name(PurePosixPath(path.removeprefix(root)))
            yield Item(name, Path(PurePosixPath(path).name), url=_address(files, path, url))


def _address(files: Any, path: str, url: str) -> str:
    """The URL of one file of a file system that ``url`` has opened."""
    if "::" in url:
        return f"zip://{path}::{url.partition('::')[2]}"
    address: str = files.unstrip_protocol(path)
    return address


def _left_out(file: Path) -> bool:
    """Whether a file is no source: an edition, or Word's note that a document is open."""
    return file.name.startswith(OPEN) or _is_edition(file)


def _is_edition(file: Path) -> bool:
    """Whether a file is the XML that engross made of another: it stands beside the report of its build."""
    return file.suffix == ".xml" and file.stem == file.parent.name and (file.parent / "report.json").is_file()


def _members(path: Path) -> Iterator[Item]:
    try:
        with zipfile.ZipFile(path) as archive:
            names = sorted({name for name in archive.namelist() if name.lower().endswith(SUFFIXES)})
    except (OSError, zipfile.BadZipFile) as error:
        raise Refusal(f"the archive cannot be read: {error}", "look whether it is whole", Where(str(path))) from None
    for name in names:
        yield Item(f"{path.stem}/{_name(PurePosixPath(name))}", path, name)


def _name(path: PurePosixPath) -> str:
    """A relative path without its suffix and without steps upwards, which an archive's members may have."""
    name = path.name[: -len(path.suffix)] if path.suffix else path.name
    name = name.removesuffix(".resolution") if path.suffix.lower() in (".yaml", ".yml") else name
    return "/".join(part for part in (*path.parent.parts, name) if part.strip("./\\")) or NAMELESS


def data_of(item: Item) -> bytes:
    """The bytes of a source. OSError where they cannot be had; Refusal where an archive is not to be trusted."""
    if item.url:
        return _brought(item.url)
    if not item.member:
        return item.path.read_bytes()
    try:
        with zipfile.ZipFile(item.path) as archive, archive.open(item.member) as file:
            unpacked = file.read(LARGEST + 1)
    except (zipfile.BadZipFile, zlib.error, EOFError, KeyError, NotImplementedError, RuntimeError) as error:
        hint = "look whether the archive is whole and without a password"
        raise Refusal(f"it cannot be unpacked: {error}", hint, Where(item.shown)) from None
    if len(unpacked) > LARGEST:
        raise Refusal(f"it unpacks to more than {LARGEST} bytes", "no resolution is that large", Where(item.shown))
    return unpacked


def _brought(url: str) -> bytes:
    """The bytes of a file elsewhere."""
    files, path = system(url)
    try:
        with files.open(path, "rb") as file:
            data: bytes = file.read(LARGEST + 1)
    except Exception as error:
        raise Unreachable(f"{url} cannot be read: {error!r}") from error
    if len(data) > LARGEST:
        raise Refusal(f"it has more than {LARGEST} bytes", "no resolution is that large", Where(url))
    return data
