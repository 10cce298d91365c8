"""A function of WeasyPrint to the same function with a few lines changed, if it is exactly the one expected."""

from __future__ import annotations

import inspect
import linecache
import sys
import textwrap
from ast import PyCF_ONLY_AST
from collections.abc import Iterable
from dataclasses import dataclass
from types import FunctionType, ModuleType
from typing import Any

from engross.editions.persistent_cache import PersistentCache

SOURCE_ATTRIBUTE = "mended_source"
CODE_CACHE = PersistentCache("mends")
PATCHED_PACKAGES = ("weasyprint", "engross.editions.pdf")  # whose modules ask for WeasyPrint's functions


@dataclass(frozen=True, slots=True)
class Patch:
    """A change to a function: its module, the class it is a method of ("" for none), its name, lines old and new.

    ``old`` must stand in the function's source exactly once, else the function is another than the one mended.
    ``names`` are modules that the new lines ask for and the function's module does not know.
    """

    module: ModuleType
    owner: str
    name: str
    old: str
    new: str
    names: tuple[tuple[str, ModuleType], ...] = ()

    @property
    def holder(self) -> ModuleType | type:
        """The module or the class that has the function."""
        return getattr(self.module, self.owner) if self.owner else self.module


def rewrite_sources(patches: Iterable[Patch]) -> dict[tuple[ModuleType, str, str], str]:
    """The sources of the functions with all changes made, by module, class and name; "" where one is unexpected."""
    sources: dict[tuple[ModuleType, str, str], str] = {}
    for patch in patches:
        key = patch.module, patch.owner, patch.name
        if key not in sources:
            found = _unwrap_property(getattr(patch.holder, patch.name))
            sources[key] = getattr(found, SOURCE_ATTRIBUTE, "") or textwrap.dedent(_read_function_source(found))
        fits = sources[key].count(patch.old) == 1
        sources[key] = sources[key].replace(patch.old, patch.new) if fits else ""
    return sources


def define_patched(patch: Patch, source: str) -> None:
    """Define the function anew, with its module's globals, wherever it is asked for by its name."""
    room: dict[str, FunctionType | property] = {}
    patch.module.__dict__.update(patch.names)
    file = str(patch.module.__file__)
    exec(
        CODE_CACHE.get_or_make(f"{file}\0{source}", lambda: compile(source, file, "exec")), patch.module.__dict__, room
    )
    after = room[patch.name]
    setattr(_unwrap_property(after), SOURCE_ATTRIBUTE, source)  # a function defined here may be mended once more
    replace_everywhere(patch.holder, patch.name, after)


def replace_everywhere(holder: ModuleType | type, name: str, after: object) -> None:
    """Put a function in a module's or class's place, wherever WeasyPrint's modules or ours have it so named."""
    before = getattr(holder, name)
    setattr(holder, name, after)
    for where, module in tuple(sys.modules.items()):
        if where.startswith(PATCHED_PACKAGES) and module.__dict__.get(name) is before:
            setattr(module, name, after)


def _read_function_source(function: FunctionType) -> str:
    """The source of a function: its lines up to the next that is not further in, or as Python finds them.

    Python reads it word by word to find its end, which takes as long as all the rest of a mend.
    """
    lines = linecache.getlines(function.__code__.co_filename)[function.__code__.co_firstlineno - 1 :]
    depth = len(lines[0]) - len(lines[0].lstrip()) if lines else 0
    start = next((n for n, line in enumerate(lines) if line[depth:].startswith("def ")), len(lines))
    end = next(
        (n for n, line in enumerate(lines) if n > start and line.strip() and _measure_indent(line) <= depth), len(lines)
    )
    found = "".join(lines[:end]).rstrip() + "\n"
    return found if CODE_CACHE.get_or_make(found, lambda: _is_whole_function(found)) else inspect.getsource(function)


def _is_whole_function(found: str) -> bool:
    try:
        compile(textwrap.dedent(found), "", "exec", PyCF_ONLY_AST)
    except SyntaxError:
        return False
    return True


def _measure_indent(line: str) -> int:
    """How far in a line is; a parenthesis that closes goes with what it closes."""
    return sys.maxsize if line.lstrip().startswith(")") else len(line) - len(line.lstrip())


def _unwrap_property(found: FunctionType | property) -> Any:
    """The function itself, of a property too."""
    return found.fget if isinstance(found, property) else found
