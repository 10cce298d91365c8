"""Find the private copies of the pinned releases, and make them if there are none.

The folder of the copies is named by a hash of all that they are made from, so that another series, release, Python or
cffi gets another. It stands in the environment; where that cannot be written to, in the user's cache; where that cannot
be either, in a temporary folder of this process.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

import _cffi_backend

SERIES_FOLDER = Path(__file__).parent / "series"
PACKAGES = ("pydyf", "weasyprint")  # each behind those that it imports
PREFIX = "engross_"


def find_copies() -> Path | None:
    """Return the folder of the private copies; None if there is none."""
    return next(filter(Path.is_dir, _candidates()), None)


def find_or_make_copies() -> Path:
    """Return the folder of the private copies, made if there is none. Raises Refusal if the series does not fit."""
    if folder := find_copies():
        return folder
    from engross.editions.engine.make_copies import write_copies

    return write_copies(_candidates())


def name_copies() -> str:
    """Return the name of the copies' folder: the hash of the series, of the code that applies it, Python and cffi."""
    digest = sha256(f"{sys.implementation.cache_tag} {_cffi_backend.__version__}".encode())
    for path in (*sorted(SERIES_FOLDER.rglob("*.*")), *sorted(Path(__file__).parent.glob("*.py"))):
        digest.update(f"\0{path.name}\0".encode() + path.read_bytes())
    return digest.hexdigest()[:20]


def _candidates() -> Iterator[Path]:
    """Yield where the copies may be: in the environment, then in the user's cache (XDG base directories)."""
    name = name_copies()
    yield Path(sys.prefix) / "share" / "engross" / "engine" / name
    with suppress(RuntimeError):  # a user without a home
        yield Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "engross" / "engine" / name
