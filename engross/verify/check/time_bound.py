"""Bound the time that a checker may take for an e-book: that of a session has ten times the files of a resolution."""

from __future__ import annotations

import zipfile
from math import ceil
from pathlib import Path

FILES = 50  # of an e-book, for which a checker has its time once; Ace took 145 s of the processor for 369


def find_time_bound(path: Path, seconds: int) -> int:
    """Return the seconds for an EPUB: ``seconds`` for each fifty files in it; once for what is no ZIP archive."""
    try:
        with zipfile.ZipFile(path) as archive:
            return seconds * max(1, ceil(len(archive.namelist()) / FILES))
    except (OSError, zipfile.BadZipFile):
        return seconds
