"""A function of WeasyPrint to the same function with a few lines changed, if it is exactly the one expected."""

from __future__ import annotations

import inspect
import textwrap
from dataclasses import dataclass
from types import ModuleType
from typing import Any


@dataclass(frozen=True, slots=True)
class Patch:
    """A change to a function: its module, the class it is a method of ("" for none), its name, lines old and new.

    ``old`` must stand in the function's source exactly once, else the function is another than the one mended.
    """

    module: ModuleType
    owner: str
    name: str
    old: str
    new: str

    @property
    def holder(self) -> Any:
        """The module or the class that has the function."""
        return getattr(self.module, self.owner) if self.owner else self.module


def rewritten(patch: Patch) -> str:
    """The source of the function with the change, or "" where it is not the one expected."""
    source = textwrap.dedent(inspect.getsource(getattr(patch.holder, patch.name)))
    return source.replace(patch.old, patch.new) if source.count(patch.old) == 1 else ""


def put(patch: Patch, source: str) -> None:
    """Define the function anew; its globals stay its module's, so that everything else finds it."""
    room: dict[str, Any] = {}
    exec(compile(source, str(patch.module.__file__), "exec"), patch.module.__dict__, room)
    setattr(patch.holder, patch.name, room[patch.name])
