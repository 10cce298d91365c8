"""Read a file whole, or refuse it in words."""

from __future__ import annotations

from pathlib import Path

from engross.model.notice import Refusal
from engross.model.tree import Where


def read_file(path: Path, hint: str) -> bytes:
    """Return the bytes of a file. Raises Refusal, with ``hint`` for what to do, if it cannot be read."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise Refusal(f"it cannot be read: {error.strerror}", hint, Where(str(path))) from None
