"""What was compiled in a process, kept for the next one: templates, functions of WeasyPrint that are mended.

Python keeps the code of modules in __pycache__, and this keeps other code there, by the same rules: one file a version
of Python, none where Python is told to write none (PYTHONDONTWRITEBYTECODE) or the folder cannot be written. A value is
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

MOST_VALUES = 1000  # values in a file; then it is begun anew


class PersistentCache:
    """Values of one kind, such as marshal can write: code, text, numbers. ``name``: that of their file."""

    def __init__(self, name: str) -> None:
        folder = Path(cache_from_source(__file__)).parent
        self._file, self._is_new = folder / f"{name}.{sys.implementation.cache_tag}.kept", False

    def get_or_make(self, made_of: str, make: Callable[[], Any]) -> Any:
        """What ``make`` gives, or gave when it was called for the same ``made_of``: all that the value depends on."""
        found = self.get(made_of)
        if found is None:
            self.put(made_of, found := make())
        return found

    def get(self, made_of: str) -> Any:
        """The value made of something; None where there is none."""
        return self._values.get(_hash_key(made_of))

    def put(self, made_of: str, value: Any) -> None:
        """Take a value, to be kept."""
        self._values[_hash_key(made_of)] = value
        self._is_new = True

    def write(self) -> None:
        """Keep the values for the next process; nothing is done where there are no new ones."""
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
        found: object = None
        with suppress(OSError, ValueError, EOFError, TypeError):  # not there, or broken
            found = marshal.loads(self._file.read_bytes())  # noqa: S302 # as Python's own files beside it are
        return found if isinstance(found, dict) and len(found) < MOST_VALUES else {}


def _hash_key(made_of: str) -> bytes:
    return sha256(MAGIC_NUMBER + made_of.encode()).digest()
