"""Keep values from process to process: words of languages, compiled templates, stamps of fonts.

Python keeps the code of modules in __pycache__, and this keeps other values there by the same rules: one file for a
version of Python, none if Python must write none (PYTHONDONTWRITEBYTECODE) or the folder cannot be written. A value is
found by the hash of all that it was made of, so that none is ever out of date.
"""

from __future__ import annotations

import marshal
import os
import sys
from collections.abc import Callable
from contextlib import suppress
from functools import cached_property
from hashlib import sha256
from importlib.util import MAGIC_NUMBER, cache_from_source
from pathlib import Path
from typing import Any

MOST_VALUES = 1000  # a file with so many values is discarded


class PersistentCache:
    """A cache of values that marshal can write: code, text, numbers. ``name``: that of its file."""

    def __init__(self, name: str) -> None:
        folder = Path(cache_from_source(__file__)).parent
        self._file, self._is_new = folder / f"{name}.{sys.implementation.cache_tag}.kept", False

    def get_or_make(self, made_of: str, make: Callable[[], Any]) -> Any:
        """Return the value for ``made_of``, all that it depends on; if there is none, make it and keep it."""
        value = self.get(made_of)
        if value is None:
            self.put(made_of, value := make())
        return value

    def get(self, made_of: str) -> Any:
        """Return the value made of something; None if there is none."""
        return self._values.get(_hash_key(made_of))

    def put(self, made_of: str, value: Any) -> None:
        """Keep a value, to be written to the file by ``write``."""
        self._values[_hash_key(made_of)] = value
        self._is_new = True

    def write(self) -> None:
        """Write the values for the next process, if any is new; a file that cannot be written is let be."""
        if not self._is_new or sys.dont_write_bytecode:
            return
        self._is_new = False
        part = self._file.with_name(f".{self._file.name}.{os.getpid()}.part")
        with suppress(OSError):
            part.parent.mkdir(exist_ok=True)
            part.write_bytes(marshal.dumps(self._values))
            part.replace(self._file)

    @cached_property
    def _values(self) -> dict[bytes, Any]:
        content: object = None
        with suppress(OSError, ValueError, EOFError, TypeError):  # not there, or broken
            content = marshal.loads(self._file.read_bytes())  # noqa: S302 # as Python's own files beside it are
        return content if isinstance(content, dict) and len(content) < MOST_VALUES else {}


def _hash_key(made_of: str) -> bytes:
    return sha256(MAGIC_NUMBER + made_of.encode()).digest()
