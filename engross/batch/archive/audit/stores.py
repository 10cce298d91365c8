"""Read the files of what is audited, by their paths in it: from a folder, or out of a tar archive with one folder."""

from __future__ import annotations

import os
import tarfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO, Protocol, Self
from weakref import finalize

from engross.model.notice import Refusal
from engross.model.tree import Where

DISK_HINT = "look at the disk and at its permissions"
DAMAGED_HINT = "take another copy of it: what is left of this one proves nothing"
NO_FILE = "it is neither a file nor a folder"
LONGEST_EXTENSION = 1 << 20  # bytes of a header that gives a member a longer name; Linux allows 4,096 in a path
EXTENSIONS = frozenset(
    {tarfile.XHDTYPE, tarfile.XGLTYPE, tarfile.SOLARIS_XHDTYPE, tarfile.GNUTYPE_LONGNAME, tarfile.GNUTYPE_LONGLINK}
)


class FileStore(Protocol):
    """The files of a package; paths are relative to it, with "/" between their parts."""

    @property
    def path(self) -> Path:
        """Where it is on this machine."""

    def list_paths(self) -> Iterator[str]:
        """Yield the path of all that is no folder."""

    def open(self, path: str) -> IO[bytes]:
        """Open a file to be read. Raises OSError, also for what is no file."""


class FolderStore:
    """The files below a folder. A link is listed, and never followed."""

    def __init__(self, path: Path) -> None:
        self._path = path

    @property
    def path(self) -> Path:
        """The folder."""
        return self._path

    def list_paths(self) -> Iterator[str]:
        """Yield the paths of files and links. Raises OSError for a folder that cannot be read."""

        def refuse(error: OSError) -> None:
            raise error

        for top, folders, names in os.walk(self._path, onerror=refuse):
            folders.sort()
            below = Path(top).relative_to(self._path).as_posix()
            start = "" if below == "." else f"{below}/"
            links = [name for name in folders if Path(top, name).is_symlink()]
            yield from (f"{start}{name}" for name in sorted((*names, *links)))

    def open(self, path: str) -> IO[bytes]:
        """Open a file; a link is none, wherever it leads."""
        place = self._path / path
        if any(
            each.is_symlink()
            for each in (place, *place.parents)
            if each != self._path and each.is_relative_to(self._path)
        ):
            raise OSError(0, "it is a link")
        if not place.exists():
            raise FileNotFoundError(2, "there is no such file")
        if not place.is_file():  # a pipe would be waited for without end
            raise OSError(0, NO_FILE)
        return place.open("rb")


class _CheckedMember(tarfile.TarInfo):
    """A member whose header has been looked at before what it announces is read into memory, or passed over."""

    @classmethod
    def frombuf(cls, buf: bytes | bytearray, encoding: str, errors: str) -> Self:
        """Return the member that a header names. Raises ReadError for a size that would lead back, or fill memory."""
        member = super().frombuf(buf, encoding, errors)
        if member.size < 0:  # Python before 3.13.6 reads round and round (CVE-2025-8194)
            raise tarfile.ReadError(f"a member of {member.size} bytes")
        if member.type in EXTENSIONS and member.size > LONGEST_EXTENSION:
            raise tarfile.ReadError(f"a name of {member.size} bytes")
        return member


class TarStore:
    """The files of a tar archive below the one folder at its top. Raises Refusal if it is damaged, or has no such.

    Raises OSError if it cannot be opened.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        path.open("rb").close()  # to tell what cannot be read from what is damaged
        try:
            self._archive = tarfile.open(path, "r:", tarinfo=_CheckedMember)  # noqa: SIM115 # as long as the store is
            finalize(self, self._archive.close)
            members = self._archive.getmembers()
        except (tarfile.TarError, OSError, ValueError, EOFError) as error:
            raise Refusal(f"the archive is damaged: {error}", DAMAGED_HINT, Where(str(path))) from None
        if any(member.issparse() for member in members):  # a small archive may have members of terabytes
            raise Refusal("the archive has members with holes", DAMAGED_HINT, Where(str(path)))
        tops = {member.name.split("/", 1)[0] for member in members}
        if len(tops) != 1:
            what = f"{len(tops)} folders stand at the top of the archive, and it should be one"
            raise Refusal(what, DAMAGED_HINT, Where(str(path)))
        (top,) = tops
        self._members = _name_members((member for member in members if not member.isdir()), path, top)

    @property
    def path(self) -> Path:
        """The archive."""
        return self._path

    def list_paths(self) -> Iterator[str]:
        """Yield the paths of its members."""
        yield from self._members

    def open(self, path: str) -> IO[bytes]:
        """Open a member; a hard link is the file that stands in the archive before it, a symbolic link is none."""
        member = self._members.get(path)
        if member is None:
            raise FileNotFoundError(2, "there is no such file")
        if member.issym():
            raise OSError(0, "it is a link")
        try:
            file = self._archive.extractfile(member)
        except (KeyError, RecursionError):
            raise OSError(0, "it is a link to nothing in the archive") from None
        if file is None:
            raise OSError(0, NO_FILE)
        return file


def _name_members(members: Iterable[tarfile.TarInfo], archive: Path, top: str) -> dict[str, tarfile.TarInfo]:
    """Return members by their paths below the top folder. Raises Refusal for two of one path: which counts is open."""
    named: dict[str, tarfile.TarInfo] = {}
    for member in members:
        if named.setdefault(name := member.name.removeprefix(f"{top}/"), member) is not member:
            raise Refusal(f"the archive has {name} twice", DAMAGED_HINT, Where(str(archive)))
    return named
