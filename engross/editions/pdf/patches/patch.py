"""Change lines of a function by rewriting its source, if that is exactly the source expected."""

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
PATCHED_PACKAGES = ("weasyprint", "engross.editions.pdf")  # whose modules may have imported a function that is replaced


@dataclass(frozen=True, slots=True)
class Patch:
    """A change to a function: its module, its class ("" for none), its name, the old text and the new.

    ``old`` must stand exactly once in the function's source, or the patch does not fit. ``names``: modules that the new
    text uses, by the names it uses, to be added to the function's module.
    """

    module: ModuleType
    owner: str
    name: str
    old: str
    new: str
    names: tuple[tuple[str, ModuleType], ...] = ()

    @property
    def holder(self) -> ModuleType | type:
        """The module or class that has the function."""
        return getattr(self.module, self.owner) if self.owner else self.module


def rewrite_sources(patches: Iterable[Patch]) -> dict[tuple[ModuleType, str, str], str]:
    """Return the patched sources of the functions by module, class and name; "" for one that a patch does not fit."""
    sources: dict[tuple[ModuleType, str, str], str] = {}
    for patch in patches:
        key = patch.module, patch.owner, patch.name
        if key not in sources:
            function = _unwrap_property(getattr(patch.holder, patch.name))
            sources[key] = getattr(function, SOURCE_ATTRIBUTE, "") or textwrap.dedent(_read_function_source(function))
        is_found_once = sources[key].count(patch.old) == 1
        sources[key] = sources[key].replace(patch.old, patch.new) if is_found_once else ""
    return sources


def define_patched(patch: Patch, source: str) -> None:
    """Compile the changed function with its module's globals and put it in place of the old one everywhere."""
    namespace: dict[str, FunctionType | property] = {}
    patch.module.__dict__.update(patch.names)
    file = str(patch.module.__file__)
    exec(
        CODE_CACHE.get_or_make(f"{file}\0{source}", lambda: compile(source, file, "exec")),
        patch.module.__dict__,
        namespace,
    )
    patched = namespace[patch.name]
    setattr(_unwrap_property(patched), SOURCE_ATTRIBUTE, source)  # for further patches: the file has the old source
    replace_everywhere(patch.holder, patch.name, patched)


def replace_everywhere(holder: ModuleType | type, name: str, replacement: object) -> None:
    """Replace attribute ``name`` of a module or class, and every import of it under that name in WeasyPrint or here."""
    replaced = getattr(holder, name)
    setattr(holder, name, replacement)
    for module_name, module in tuple(sys.modules.items()):
        if module_name.startswith(PATCHED_PACKAGES) and module.__dict__.get(name) is replaced:
            setattr(module, name, replacement)


def _read_function_source(function: FunctionType) -> str:
    """Return the source of a function: its lines up to the next that is not indented further.

    If these do not parse, return what ``inspect`` finds: it tokenizes the source to find the end, which takes as long
    as the rest of a patch.
    """
    lines = linecache.getlines(function.__code__.co_filename)[function.__code__.co_firstlineno - 1 :]
    indent = len(lines[0]) - len(lines[0].lstrip()) if lines else 0
    start = next((n for n, line in enumerate(lines) if line[indent:].startswith("def ")), len(lines))
    end = next(
        (n for n, line in enumerate(lines) if n > start and line.strip() and _measure_indent(line) <= indent),
        len(lines),
    )
    source = "".join(lines[:end]).rstrip() + "\n"
    return source if CODE_CACHE.get_or_make(source, lambda: _is_whole_function(source)) else inspect.getsource(function)


def _is_whole_function(source: str) -> bool:
    try:
        compile(textwrap.dedent(source), "", "exec", PyCF_ONLY_AST)
    except SyntaxError:
        return False
    return True


def _measure_indent(line: str) -> int:
    """Return the indentation of a line in characters; a closing parenthesis counts as indented, with what it closes."""
    return sys.maxsize if line.lstrip().startswith(")") else len(line) - len(line.lstrip())


def _unwrap_property(function_or_property: FunctionType | property) -> Any:
    """Return the function itself, or the getter of a property."""
    return function_or_property.fget if isinstance(function_or_property, property) else function_or_property
