"""Hold a folder for one process; the system releases it when the process ends, however it ends."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from errno import EACCES, EAGAIN
from pathlib import Path

with suppress(ImportError):  # Windows does not have it; nothing is held there
    import fcntl


class HeldElsewhere(Exception):
    """Another process holds the folder."""


@contextmanager
def hold_folder(path: Path) -> Iterator[None]:
    """Hold a folder while the block runs. Raises HeldElsewhere, or OSError if there is no such folder."""
    if "fcntl" not in globals():
        yield
        return
    descriptor = os.open(path, os.O_RDONLY)
    try:
        _lock_file(descriptor)
        yield
    finally:
        os.close(descriptor)


def _lock_file(descriptor: int) -> None:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        if error.errno in (EAGAIN, EACCES):
            raise HeldElsewhere from None
        # On a file system without locks nothing is held.
