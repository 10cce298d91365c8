"""Read the bytes of a file: only a regular file is opened, and no more than SOURCE_BYTES bytes of it are read."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from engross.grammars.edition_name import spell_name
from engross.model.limits import MB, SOURCE_BYTES
from engross.model.notice import Refusal
from engross.model.tree import Where

SPECIAL_FILES = {
    stat.S_IFIFO: "a named pipe",
    stat.S_IFCHR: "a device",
    stat.S_IFBLK: "a device",
    stat.S_IFSOCK: "a socket",
}
# The file is checked again once it is open: another may have replaced it, and if that is a pipe, it must not block us.
OPEN_FLAGS = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOCTTY", 0) | getattr(os, "O_BINARY", 0)

FileStamp = tuple[int, ...]


def load_file(path: Path) -> bytes:
    """Return the bytes of the file at ``path``.

    Raises Refusal if there is none, it is no regular file, has more than SOURCE_BYTES bytes or cannot be read.
    """
    where = Where(spell_name(path.name))
    try:
        _check_kind(os.stat(path), path, where)  # noqa: PTH116 # as Path.stat, but raises ValueError for an invalid name
        descriptor = os.open(path, OPEN_FLAGS)
        with open(descriptor, "rb") as file:  # noqa: PTH123 # a number is no path
            status = os.fstat(descriptor)
            _check_kind(status, path, where)
            data = file.read(SOURCE_BYTES + 1) if status.st_size else b""  # files of /proc, of size 0, are no source
    except (FileNotFoundError, NotADirectoryError, ValueError):  # ValueError: a name with U+0000 in it
        raise Refusal(f"there is no file {path}", "check the name and the folder") from None
    except OSError as error:
        raise Refusal(f"the file cannot be read: {error.strerror}", _advise_on_error(error), where) from None
    return check_size(data, where)


def check_size(data: bytes, where: Where) -> bytes:
    """Return ``data``. Raises Refusal if it is more than SOURCE_BYTES bytes."""
    if len(data) > SOURCE_BYTES:
        raise _make_size_refusal(where)
    return data


def stamp_file(path: Path) -> FileStamp:
    """Return what changes with every change of the file at ``path``; () where there is none."""
    try:
        status = path.stat()
    except (OSError, ValueError):  # ValueError: a name with U+0000 in it
        return ()
    return status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns, status.st_ctime_ns


def _check_kind(status: os.stat_result, path: Path, where: Where) -> None:
    """Refuse what is no regular file, or is too large."""
    kind = stat.S_IFMT(status.st_mode)
    if kind == stat.S_IFDIR:
        raise Refusal(f"{path} is a folder", "name a file in it")
    if kind != stat.S_IFREG:
        what = SPECIAL_FILES.get(kind, "no file")
        raise Refusal(f"{path} is {what}", "write its output into a file, and name that file")
    if status.st_size > SOURCE_BYTES:
        raise _make_size_refusal(where)


def _make_size_refusal(where: Where) -> Refusal:
    what = f"the file has more than {SOURCE_BYTES // MB} MB, which is the most that engross reads"
    return Refusal(what, "give the document alone, without pictures, or in parts", where)


def _advise_on_error(error: OSError) -> str:
    return "look at its permissions" if isinstance(error, PermissionError) else "copy it to another place and name that"
