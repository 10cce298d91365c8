"""Write files: each beside its place first and then renamed, so that no half file ever stands there."""

from __future__ import annotations

import errno
import os
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from engross.model.book import FinishedFile
from engross.model.notice import Refusal
from engross.model.tree import Where

PART = re.compile(r"\.(.+)\.\d+\.part", re.DOTALL)  # a file on its way to its name: that, and who writes it
DEFAULT_HINT = "choose another with --out DIR"
FREE_SPACE_HINT = "free some space there, or choose a folder on another disk with --out DIR"
FILE_IN_THE_WAY_HINT = "a file stands where the folder should be: move it away, or choose another with --out DIR"
HINT_BY_ERRNO = {
    errno.EACCES: "choose another with --out DIR, or correct its permissions",
    errno.EPERM: "choose another with --out DIR, or correct its permissions",
    errno.EROFS: "nothing can be written on that disk: choose another with --out DIR",
    errno.ENOSPC: FREE_SPACE_HINT,
    errno.EDQUOT: FREE_SPACE_HINT,
    errno.EFBIG: FREE_SPACE_HINT,
    errno.ENAMETOOLONG: "choose one with a shorter name with --out DIR",
    errno.ENOTDIR: FILE_IN_THE_WAY_HINT,
    errno.EEXIST: FILE_IN_THE_WAY_HINT,
    errno.EISDIR: "a folder stands where an edition should be: move it away, or choose another with --out DIR",
    errno.ELOOP: "its links lead in a circle: choose another with --out DIR",
    errno.ENOENT: "it has disappeared, or a link there leads nowhere: choose another with --out DIR",
    errno.EMFILE: "too many files are open: close other programs, or raise the limit with ulimit -n",
    errno.ENFILE: "too many files are open: close other programs, or raise the limit with ulimit -n",
}


def write_files(folder: Path, files: Iterable[FinishedFile]) -> tuple[Path, ...]:
    """Write ``files`` into ``folder``, which is made if need be, and return their paths in order.

    Raises Refusal if the folder cannot be written; then none of the files has changed, and no folder was made.
    """
    targets = [(folder / f".{file.name}.{os.getpid()}.part", folder / file.name, file.data) for file in files]
    made_folders: list[Path] = []
    try:
        with refuse_on_error(folder):
            made_folders += (path for path in (folder, *folder.parents) if not path.exists())
            folder.mkdir(parents=True, exist_ok=True)
            for part, _, data in targets:
                part.write_bytes(data)
            _replace_files([(part, final) for part, final, _ in targets])
    finally:
        _remove_leftovers([part for part, _, _ in targets], made_folders)
    return tuple(final for _, final, _ in targets)


def check_place(path: Path) -> None:
    """Raise Refusal if a file cannot be written at ``path``, before the work for it is done; nothing is left there."""
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    made_folders = [folder for folder in path.parents if not folder.exists()]
    try:
        with refuse_on_error(path.parent):
            path.parent.mkdir(parents=True, exist_ok=True)
            _check_no_folder(path)
            part.write_bytes(b"")
    finally:
        _remove_leftovers([part], made_folders)


def move_files(folder: Path, files: Iterable[Path]) -> tuple[Path, ...]:
    """Rename files into a folder on the same disk, and return their paths in order. Raises Refusal if it cannot be."""
    targets = [(file, folder / file.name) for file in files]
    with refuse_on_error(folder):
        _replace_files(targets)
    return tuple(final for _, final in targets)


def _replace_files(targets: Sequence[tuple[Path, Path]]) -> None:
    """Rename each file to the second path, unless a folder stands at any of these. Raises OSError and Refusal."""
    for _, final in targets:
        _check_no_folder(final)
    for part, final in targets:
        part.replace(final)


def remove_parts(folder: Path, is_ours: Callable[[str], bool]) -> None:
    """Remove what killed processes left of writing files into a folder; ``is_ours``: whether they write such a name."""
    for path in folder.iterdir() if folder.is_dir() else ():
        if (found := PART.fullmatch(path.name)) and is_ours(found[1]) and path.is_file():
            path.unlink()


@contextmanager
def refuse_on_error(place: Path) -> Iterator[None]:
    """Turn an OSError on writing at a place, a folder or a file, into a Refusal."""
    try:
        yield
    except OSError as error:
        what = f"it cannot be written: {error.strerror or error}"
        raise Refusal(what, HINT_BY_ERRNO.get(error.errno or 0, DEFAULT_HINT), Where(str(place))) from None


def _check_no_folder(path: Path) -> None:
    if path.is_dir():
        what = f"it cannot be written: {os.strerror(errno.EISDIR)}"
        raise Refusal(what, HINT_BY_ERRNO[errno.EISDIR], Where(str(path)))


def _remove_leftovers(parts: list[Path], folders: list[Path]) -> None:
    """Remove what an interrupted write leaves: the parts, and the folders made for it that are empty."""
    for part in parts:
        with suppress(OSError):
            part.unlink()
    for path in folders:
        with suppress(OSError):
            path.rmdir()


def remove_files(folder: Path, names: Iterable[str]) -> None:
    """Remove editions of an earlier build that this build does not write; a name without a file is passed over."""
    for name in names:
        with suppress(OSError):
            (folder / name).unlink()
