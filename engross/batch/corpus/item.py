"""Find the sources in folders, patterns, files, zip archives and URLs, and give each a unique name.

What cannot be read into is a source too, with the reason as its fault: one bad archive does not end a run.
"""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from glob import glob, has_magic
from pathlib import Path, PurePath, PurePosixPath
from typing import Any, TypeVar

from engross.batch.corpus.archive import member_names, read_member
from engross.batch.corpus.names import make_folder_name, make_names_unique
from engross.batch.corpus.urls import Unreachable, is_url, open_file_system
from engross.grammars.edition_name import make_edition_name, spell_name
from engross.grammars.symbol import parse
from engross.model.limits import SOURCE_BYTES
from engross.model.notice import Refusal
from engross.model.tree import Where
from engross.readers.load_file import load_file

SOURCE_SUFFIXES = (".txt", ".xml", ".pdf", ".resolution.yaml", ".resolution.json", ".rtf", ".odt", ".docx")
SOURCE_ENDINGS = f"{', '.join(SOURCE_SUFFIXES[:-1])} and {SOURCE_SUFFIXES[-1]}"  # in words
OPEN_FILE_START = "~$"  # start of the name of the file that Word keeps beside an open document
ARCHIVE_SUFFIX = ".zip"
EDITION_SUFFIXES = (".xml", ".pdf", ".docx")  # of editions that could be sources
PathName = TypeVar("PathName", bound=PurePath)
BACKSLASH = "\\"  # separates parts of paths on Windows, and in some archives made there


@dataclass(frozen=True, slots=True)
class Item:
    """A source: its name, which no other of the run has, its file, its member of an archive.

    ``url``: where the file is, if not on
    this machine; ``path`` is then its last part. ``fault``: why it cannot be read into; "" if it can.
    """

    name: str
    path: Path
    member: str = ""
    url: str = ""
    fault: str = ""

    @property
    def display_name(self) -> str:
        """The name of the source in messages."""
        return spell_name(self.url or (f"{self.path}:{self.member}" if self.member else str(self.path)))

    @property
    def file(self) -> str:
        """A name for a copy of the source's file, with the ending that tells its format."""
        path = PurePosixPath(self.member or self.path.name)
        return f"{make_edition_name(path.stem)}{spell_name(path.suffix)}"


def find_items(sources: tuple[str, ...]) -> tuple[Item, ...]:
    """Return the sources in ``sources``, by name; if two have one name, the second gets a number.

    Raises Refusal if a path does not exist or no source is found at all.
    """
    items = {
        (item.url or os.path.realpath(item.path), item.member): item
        for source in sources
        for item in _items_of_source(source)
    }
    if not items:
        what = f"no source in {', '.join(map(spell_name, sources))}"
        raise Refusal(what, f"name files ending in {SOURCE_ENDINGS}, folders with some, or zip archives")
    return tuple(sorted(_name_apart(tuple(items.values())), key=lambda item: item.name))


def refuse_overwriting(items: Iterable[Item], path: Path) -> None:
    """Raise Refusal if a source would be overwritten by a file of this path, or by one that is named after it."""
    named_after = re.compile(rf"{re.escape(path.stem)}(?:\.[a-z]{{2,3}})?(?:\.\d+)?\.(?:pdf|epub|json|votes\.csv)")
    for item in items:
        source = Path(os.path.realpath(item.path))
        place = path.parent / source.name
        if not item.url and named_after.fullmatch(source.name) and place.exists() and place.samefile(source):
            where = Where(spell_name(str(item.path)))
            raise Refusal("this source would be overwritten", "choose another name or folder with --out", where)


def _name_apart(found: tuple[Item, ...]) -> Iterator[Item]:
    """Yield the same sources, each with a unique name."""
    for item, name in zip(found, make_names_unique([item.name for item in found]), strict=True):
        yield replace(item, name=name)


def _items_of_source(source: str) -> Iterator[Item]:
    path = Path(source)
    kind = "url" if is_url(source) else _kind_of_path(path)
    if kind == "url":
        yield from _items_at_url(source)
    elif not kind and has_magic(source):
        yield from _items_of_pattern(source)
    elif kind == "folder":
        yield from _items_in_folder(path)
    elif kind == "file":
        yield from _items_in_archive(path) if path.suffix.lower() == ARCHIVE_SUFFIX else (_make_file_item(path),)
    elif kind:
        raise Refusal(f"{spell_name(source)} is {kind}", "name files, folders or archives", Where(spell_name(source)))
    else:
        raise Refusal(f"there is no file or folder {spell_name(source)}", _advise_on_absence(source))


def _advise_on_absence(source: str) -> str:
    try:
        parse(source)
    except ValueError:
        return "check the name"
    return "it is a symbol, and documents are not fetched by their symbols: name a file, a folder or an address"


def _kind_of_path(path: Path) -> str:
    """Return what is at a path: "file", "folder", another thing in words; "" if nothing is there or readable."""
    try:
        mode = path.stat().st_mode
    except (OSError, ValueError):  # ValueError: a name that no file can have
        return ""
    if stat.S_ISREG(mode):
        return "file"
    return "folder" if stat.S_ISDIR(mode) else "a pipe or a device"


def _make_file_item(path: Path, base: Path | None = None) -> Item:
    """Make a file a source, named by its path below ``base``, or by its own name."""
    return Item(make_folder_name(PurePosixPath((path.relative_to(base) if base else Path(path.name)).as_posix())), path)


def _items_in_folder(folder: Path) -> Iterator[Item]:
    """Yield the sources below a folder; a folder below it that cannot be read is a source with that fault."""
    faults: list[OSError] = []
    walked = os.walk(folder, onerror=faults.append)
    files = sorted(
        Path(place, name) for place, _, names in walked for name in names if name.lower().endswith(SOURCE_SUFFIXES)
    )
    for file in files:
        if _kind_of_path(file) == "file" and not _is_left_out(file):
            yield _make_file_item(file, folder)
    for error in faults:
        path = Path(error.filename)
        yield replace(_make_file_item(path, folder), fault=f"the folder cannot be read: {error.strerror}")


def _items_of_pattern(pattern: str) -> Iterator[Item]:
    """Yield the sources that a pattern matches, named below the folder that holds all matches."""
    parts = Path(pattern).parts
    base = Path(*parts[: next(n for n, part in enumerate(parts) if has_magic(part))])
    for match in map(Path, sorted(glob(pattern, recursive=True))):  # noqa: PTH207 # Path's takes no absolute pattern
        if _kind_of_path(match) == "file" and match.suffix.lower() != ARCHIVE_SUFFIX:
            yield _make_file_item(match, base)
        elif not (match.is_dir() and "**" in parts):  # its files match as well
            yield from _items_of_source(str(match))


def _items_at_url(url: str) -> Iterator[Item]:
    """Yield the sources at a URL: a file, an archive, the matches of a pattern, or all below a folder."""
    if url.lower().endswith(".zip"):
        url = f"zip://::{url}"
    system, root = open_file_system(url)
    try:
        if has_magic(root):
            paths = system.glob(root)
            root = root[: root.index(next(part for part in root.split("/") if has_magic(part)))]
        elif not root or system.isdir(root):
            paths = system.find(root)
        else:
            paths, root = [root], root.rpartition("/")[0]
    except Exception as error:  # noqa: BLE001 # each kind of place raises exceptions of its own library
        raise Refusal(f"{url} cannot be read: {error}", "check the address", Where(url)) from None
    files = set(map(PurePosixPath, paths))
    for path in sorted(map(str, paths)):
        if path.lower().endswith(SOURCE_SUFFIXES) and not _is_edition(PurePosixPath(path), files.__contains__):
            name = make_folder_name(PurePosixPath(path.removeprefix(root)))
            yield Item(name, Path(PurePosixPath(path).name), url=_file_url(system, path, url))


def _file_url(system: Any, path: str, url: str) -> str:
    """Return the URL of one file in a file system that ``url`` has opened."""
    if "::" in url:
        return f"zip://{path}::{url.partition('::')[2]}"
    address: str = system.unstrip_protocol(path)
    return address


def _is_left_out(file: Path) -> bool:
    """Return whether a file is no source: an edition, or Word's note that a document is open."""
    return file.name.startswith(OPEN_FILE_START) or _is_edition(file, Path.is_file)


def _is_edition(file: PathName, is_there: Callable[[PathName], bool]) -> bool:
    """Return whether a file is XML, a PDF or Word that engross made: it stands beside the report of its build."""
    is_named_so = file.suffix in EDITION_SUFFIXES and file.stem == file.parent.name
    return is_named_so and is_there(file.parent / "report.json")


def _items_in_archive(path: Path) -> Iterator[Item]:
    """Yield the sources in an archive, or the archive itself with its fault."""
    name = make_edition_name(path.stem)
    try:
        members = member_names(path, SOURCE_SUFFIXES)
    except Refusal as refusal:
        yield Item(name, path, fault=str(refusal))
        return
    for member in members:
        yield Item(f"{name}/{make_folder_name(PurePosixPath(member.replace(BACKSLASH, '/')))}", path, member)


def read_item(item: Item) -> bytes:
    """Return the bytes of a source. Raises Refusal, or Unreachable if a later run may get them."""
    if item.url:
        return _fetch_bytes(item.url)
    if item.member:
        return read_member(item.path, item.member, Where(item.display_name))
    return load_file(item.path)


def _fetch_bytes(url: str) -> bytes:
    """Return the bytes of a file at a URL. Raises Unreachable if they cannot be read, Refusal if they are too many."""
    system, path = open_file_system(url)
    try:
        with system.open(path, "rb") as file:
            data: bytes = file.read(SOURCE_BYTES + 1)
    except Exception as error:
        raise Unreachable(f"{url} cannot be read: {error!r}") from error
    if len(data) > SOURCE_BYTES:
        raise Refusal(f"it has more than {SOURCE_BYTES} bytes", "no resolution is that large", Where(url))
    return data
