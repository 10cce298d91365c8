"""Bytes to files: each written beside its place and then renamed, so that no half file ever stands there."""

from __future__ import annotations

import os
from collections.abc import Iterable
from contextlib import suppress
from errno import EISDIR
from pathlib import Path

from engross.data import File
from engross.model import Where
from engross.notice import Refusal


def write(folder: Path, files: Iterable[File]) -> tuple[Path, ...]:
    """Write ``files`` into ``folder`` (made if need be); their paths, in order.

    Raises Refusal where the folder cannot be written; then none of the files has changed, and no folder was made.
    """
    wanted = [(folder / f".{file.name}.{os.getpid()}.part", folder / file.name, file.data) for file in files]
    made = [path for path in (folder, *folder.parents) if not path.exists()]
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for part, final, data in wanted:
            part.write_bytes(data)
            _no_folder(final)
        for part, final, _ in wanted:
            part.replace(final)
    except OSError as error:
        what = f"the folder {folder} cannot be written: {error.strerror}"
        raise Refusal(what, "choose another with --out DIR, or mend its permissions", Where(str(folder))) from None
    finally:
        _tidy([part for part, _, _ in wanted], made)
    return tuple(final for _, final, _ in wanted)


def _no_folder(path: Path) -> None:
    if path.is_dir():
        raise IsADirectoryError(EISDIR, os.strerror(EISDIR))


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
