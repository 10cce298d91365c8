"""Folders, patterns, files, zip archives and URLs to the sources in them, each with a name that is its own.

What cannot be looked into is a source too, with the reason: one bad archive does not end a run.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass, replace
from glob import glob, has_magic
from pathlib import Path, PurePosixPath
from typing import Any

from engross.corpus.archive import member_names, read_member
from engross.corpus.names import folder_name, set_apart
from engross.corpus.place import Unreachable, is_url, system
from engross.edition_name import edition_name, spell_name
from engross.limits import SOURCE_BYTES
from engross.load import load_file
from engross.model import Where
from engross.notice import Refusal

SUFFIXES = (".txt", ".xml", ".resolution.yaml", ".docx")
OPEN = "~$"  # what the name of the file begins with that Word keeps beside a document that is open
ARCHIVE = ".zip"
BACKSLASH = "\\"  # what Windows parts paths with, and some of its archives


@dataclass(frozen=True, slots=True)
class Item:
    """A source: its name (the path of its editions' folder under the run's), its file, its member of an archive.

    ``twin``: the file of another source that has the name already; "" for none. ``url``: where it lies, if that is no
    folder of this machine; ``path`` is its last part then. ``fault``: why it cannot be looked into; "" where it can.
    """

    name: str
    path: Path
    member: str = ""
    twin: str = ""
    url: str = ""
    fault: str = ""

    @property
    def shown(self) -> str:
        """How the source is called in messages."""
        return spell_name(self.url or (f"{self.path}:{self.member}" if self.member else str(self.path)))

    @property
    def file(self) -> str:
        """A name for a copy of its file, with the ending that says what it is."""
        path = PurePosixPath(self.member or self.path.name)
        return f"{edition_name(path.stem)}{spell_name(path.suffix)}"


def items(sources: tuple[str, ...]) -> tuple[Item, ...]:
    """The sources in ``sources``, by name; of two with one name the second is numbered and tells its twin.

    Raises Refusal where a path does not exist or no source is found at all.
    """
    found = {
        (item.url or os.path.realpath(item.path), item.member): item for source in sources for item in _items(source)
    }
    if not found:
        what = f"no source in {', '.join(map(spell_name, sources))}"
        raise Refusal(what, f"name files ending in {' or '.join(SUFFIXES)}, folders with some, or zip archives")
    return tuple(sorted(_named(tuple(found.values())), key=lambda item: item.name))


def _named(found: tuple[Item, ...]) -> Iterator[Item]:
    """The same sources, each with a name of its own."""
    first: dict[str, Item] = {}
    for item, name in zip(found, set_apart([item.name for item in found]), strict=True):
        twin = first.setdefault(item.name, item)
        yield replace(item, name=name, twin="" if twin is item else twin.shown)


def _items(source: str) -> Iterator[Item]:
    path = Path(source)
    kind = "url" if is_url(source) else _kind(path)
    if kind == "url":
        yield from _far(source)
    elif not kind and has_magic(source):
        yield from _matching(source)
    elif kind == "folder":
        yield from _inside(path)
    elif kind == "file":
        yield from _members(path) if path.suffix.lower() == ARCHIVE else (_single(path),)
    elif kind:
        raise Refusal(f"{spell_name(source)} is {kind}", "name files, folders or archives", Where(spell_name(source)))
    else:
        what = f"there is no file or folder {spell_name(source)}"
        raise Refusal(what, "look at the name", Where(spell_name(source)))


def _kind(path: Path) -> str:
    """What stands at a path: "file", "folder", another thing in words, "" for nothing that can be looked at."""
    try:
        mode = path.stat().st_mode
    except (OSError, ValueError):  # ValueError: a name that no file can have
        return ""
    if stat.S_ISREG(mode):
        return "file"
    return "folder" if stat.S_ISDIR(mode) else "a pipe or a device"


def _single(path: Path, base: Path | None = None) -> Item:
    """A file as a source, named below a folder or by itself."""
    return Item(folder_name(PurePosixPath((path.relative_to(base) if base else Path(path.name)).as_posix())), path)


def _inside(folder: Path) -> Iterator[Item]:
    """The sources below a folder; a folder below it that cannot be read is a source with that fault."""
    faults: list[OSError] = []
    walked = os.walk(folder, onerror=faults.append)
    files = sorted(Path(place, name) for place, _, names in walked for name in names if name.lower().endswith(SUFFIXES))
    for file in files:
        if _kind(file) == "file" and not _left_out(file):
            yield _single(file, folder)
    for error in faults:
        path = Path(error.filename)
        yield replace(_single(path, folder), fault=f"the folder cannot be read: {error.strerror}")


def _matching(pattern: str) -> Iterator[Item]:
    """What a pattern matches, named below the folder that all matches lie in."""
    parts = Path(pattern).parts
    base = Path(*parts[: next(n for n, part in enumerate(parts) if has_magic(part))])
    for one in map(Path, sorted(glob(pattern, recursive=True))):  # noqa: PTH207 # Path's takes no absolute pattern
        if _kind(one) == "file" and one.suffix.lower() != ARCHIVE:
            yield _single(one, base)
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
    except Exception as error:  # noqa: BLE001 # what each kind of place raises is its library's own
        raise Refusal(f"{url} cannot be read: {error}", "look at the address", Where(url)) from None
    for path in sorted(map(str, found)):
        if path.lower().endswith(SUFFIXES):
            name = folder_name(PurePosixPath(path.removeprefix(root)))
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
    """The sources in an archive, or the archive itself with its fault."""
    name = edition_name(path.stem)
    try:
        members = member_names(path, SUFFIXES)
    except Refusal as refusal:
        yield Item(name, path, fault=str(refusal))
        return
    for member in members:
        yield Item(f"{name}/{folder_name(PurePosixPath(member.replace(BACKSLASH, '/')))}", path, member)


def data_of(item: Item) -> bytes:
    """The bytes of a source. Raises Refusal, or Unreachable where a later run may have them."""
    if item.url:
        return _brought(item.url)
    if item.member:
        return read_member(item.path, item.member, Where(item.shown))
    return load_file(item.path)


def _brought(url: str) -> bytes:
    """The bytes of a file elsewhere."""
    files, path = system(url)
    try:
        with files.open(path, "rb") as file:
            data: bytes = file.read(SOURCE_BYTES + 1)
    except Exception as error:
        raise Unreachable(f"{url} cannot be read: {error!r}") from error
    if len(data) > SOURCE_BYTES:
        raise Refusal(f"it has more than {SOURCE_BYTES} bytes", "no resolution is that large", Where(url))
    return data
