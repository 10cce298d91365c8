"""Folders, patterns, files and zip archives to the sources in them, each with a name that is its own."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from glob import glob, has_magic
from pathlib import Path, PurePosixPath

from engross.model import Where
from engross.notice import Refusal

SUFFIXES = (".txt", ".xml", ".resolution.yaml")


@dataclass(frozen=True, slots=True)
class Item:
    """A source: its name (the path of its editions' folder under the run's), its file, its member of an archive.

    ``twin``: the file of another source that has the name already; "" for none.
    """

    name: str
    path: Path
    member: str = ""
    twin: str = ""

    @property
    def shown(self) -> str:
        """How the source is called in messages."""
        return f"{self.path}:{self.member}" if self.member else str(self.path)


def items(sources: tuple[str, ...]) -> tuple[Item, ...]:
    """The sources in ``sources``, by name; of two with one name the second is numbered and tells its twin.

    Raises Refusal where a path does not exist or no source is found at all.
    """
    taken: dict[str, str] = {}
    found: list[Item] = []
    seen: set[tuple[Path, str]] = set()
    for item in (item for source in sources for item in _items(source)):
        if (item.path.resolve(), item.member) in seen:
            continue
        seen.add((item.path.resolve(), item.member))
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
    return Item(name, item.path, item.member, taken[item.name] if number > 1 else "")


def _items(source: str) -> Iterator[Item]:
    path = Path(source)
    if not path.exists() and has_magic(source):
        for one in sorted(glob(source, recursive=True)):  # noqa: PTH207 # Path's takes no absolute pattern
            yield from _items(one)
    elif path.is_dir():
        for file in sorted(path.rglob("*")):
            if file.name.lower().endswith(SUFFIXES) and file.is_file() and not _is_edition(file):
                yield Item(_name(PurePosixPath(file.relative_to(path).as_posix())), file)
    elif path.suffix.lower() == ".zip" and path.is_file():
        yield from _members(path)
    elif path.is_file():
        yield Item(_name(PurePosixPath(path.name)), path)
    else:
        raise Refusal(f"there is no file or folder {source}", "look at the name", Where(source))


def _is_edition(file: Path) -> bool:
    """Whether a file is the XML that engross made of another: it stands beside the report of its build."""
    return file.suffix == ".xml" and file.stem == file.parent.name and (file.parent / "report.json").is_file()


def _members(path: Path) -> Iterator[Item]:
    try:
        with zipfile.ZipFile(path) as archive:
            names = sorted(name for name in archive.namelist() if name.lower().endswith(SUFFIXES))
    except (OSError, zipfile.BadZipFile) as error:
        raise Refusal(f"the archive cannot be read: {error}", "look whether it is whole", Where(str(path))) from None
    for name in names:
        yield Item(f"{path.stem}/{_name(PurePosixPath(name))}", path, name)


def _name(path: PurePosixPath) -> str:
    """A relative path without its suffix and without steps upwards, which an archive's members may have."""
    bare = path.with_suffix("")
    bare = bare.with_suffix("") if bare.suffix == ".resolution" and path.suffix.lower() in (".yaml", ".yml") else bare
    parts = [part for part in bare.parts if part not in ("/", "..", ".")]
    return "/".join(parts)


def data_of(item: Item) -> bytes:
    """The bytes of a source. OSError, KeyError or zipfile.BadZipFile where they cannot be had."""
    if not item.member:
        return item.path.read_bytes()
    with zipfile.ZipFile(item.path) as archive:
        return archive.read(item.member)
