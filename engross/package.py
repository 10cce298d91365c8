"""Bytes to files: each written beside its place and then renamed, so that no half file ever stands there."""

from __future__ import annotations

import os
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from engross.data import File
from engross.model import Where
from engross.notice import Refusal


def write(folder: Path, files: Iterable[File]) -> tuple[Path, ...]:
    """Write ``files`` into ``folder`` (made if need be); their paths, in order.

    Raises Refusal where the folder cannot be written; then none of the files has changed.
    """
    parts: list[tuple[Path, Path]] = []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for file in files:
            part = folder / f".{file.name}.{os.getpid()}.part"
            parts.append((part, folder / file.name))
            part.write_bytes(file.data)
        for part, final in parts:
            part.replace(final)
    except OSError as error:
        for part, _ in parts:
            with suppress(OSError):
                part.unlink()
        what = f"the folder {folder} cannot be written: {error.strerror}"
        raise Refusal(what, "choose another with --out DIR, or mend its permissions", Where(str(folder))) from None
    return tuple(final for _, final in parts)


def remove(folder: Path, names: Iterable[str]) -> None:
    """Take away editions of an earlier build that this build refuses to put out."""
    for name in names:
        with suppress(OSError):
            (folder / name).unlink()
