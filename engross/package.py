"""Bytes to files: each written beside its place and then renamed, so that no half file ever stands there."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from engross.data import File
from engross.model import Where
from engross.notice import Refusal

OTHERWISE = "choose another with --out DIR"
ROOM = "free some room there, or choose a folder on another disk with --out DIR"
ANOTHER_FILE = "a file stands where the folder should be: move it away, or choose another with --out DIR"
HINTS = {
    errno.EACCES: "choose another with --out DIR, or mend its permissions",
    errno.EPERM: "choose another with --out DIR, or mend its permissions",
    errno.EROFS: "nothing can be written on that disk: choose another with --out DIR",
    errno.ENOSPC: ROOM,
    errno.EDQUOT: ROOM,
    errno.EFBIG: ROOM,
    errno.ENAMETOOLONG: "choose one with a shorter name with --out DIR",
    errno.ENOTDIR: ANOTHER_FILE,
    errno.EEXIST: ANOTHER_FILE,
    errno.EISDIR: "a folder stands where an edition should be: move it away, or choose another with --out DIR",
    errno.ELOOP: "its links lead in a circle: choose another with --out DIR",
    errno.ENOENT: "it has gone meanwhile, or a link there leads nowhere: choose another with --out DIR",
    errno.EMFILE: "too many files are open: close other programs, or raise the limit with ulimit -n",
    errno.ENFILE: "too many files are open: close other programs, or raise the limit with ulimit -n",
}


def write(folder: Path, files: Iterable[File]) -> tuple[Path, ...]:
    """Write ``files`` into ``folder`` (made if need be); their paths, in order.

    Raises Refusal where the folder cannot be written; then none of the files has changed, and no folder was made.
    """
    wanted = [(folder / f".{file.name}.{os.getpid()}.part", folder / file.name, file.data) for file in files]
    made: list[Path] = []
    try:
        made += (path for path in (folder, *folder.parents) if not path.exists())
        folder.mkdir(parents=True, exist_ok=True)
        for part, final, data in wanted:
            part.write_bytes(data)
            _no_folder(final)
        for part, final, _ in wanted:
            part.replace(final)
    except OSError as error:
        what = f"the folder {folder} cannot be written: {error.strerror}"
        raise Refusal(what, HINTS.get(error.errno or 0, OTHERWISE), Where(str(folder))) from None
    finally:
        _tidy([part for part, _, _ in wanted], made)
    return tuple(final for _, final, _ in wanted)


def _no_folder(path: Path) -> None:
    if path.is_dir():
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))


def _tidy(parts: list[Path], made: list[Path]) -> None:
    """Take away what an interrupted writing leaves: parts, and folders made for it that stay empty."""
    for part in parts:
        with suppress(OSError):
            part.unlink()
    for path in made:
        with suppress(OSError):
            path.rmdir()


def remove(folder: Path, names: Iterable[str]) -> None:
    """Take away editions of an earlier build that this build refuses to put out."""
    for name in names:
        with suppress(OSError):
            (folder / name).unlink()
