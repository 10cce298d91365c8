"""A folder held by one process: the system lets go of it when the process ends, however it ends."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from errno import EACCES, EAGAIN
from pathlib import Path

with suppress(ImportError):  # there is none on Windows, where nothing is held
    import fcntl


class HeldElsewhere(Exception):
    """Another process holds the folder."""


@contextmanager
def hold_folder(path: Path) -> Iterator[None]:
    """Hold a folder while the block runs. Raises HeldElsewhere; OSError where there is no such folder."""
    if "fcntl" not in globals():
        yield
        return
    opened = os.open(path, os.O_RDONLY)
    try:
        _lock_file(opened)
        yield
    finally:
        os.close(opened)


def _lock_file(opened: int) -> None:
    try:
        fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        if error.errno in (EAGAIN, EACCES):
            raise HeldElsewhere from None
        # A file system without locks has to do without.
