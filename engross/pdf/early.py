"""WeasyPrint 70.0 loaded in half the time: what it reads anew at each start, and imports and does not use.

* It reads the declarations of Pango's and HarfBuzz's functions, 450 lines of C, with a parser written in Python. They
  stand in ``engross.pdf.declared`` as cffi writes them when it has read them (out-of-line, ABI mode); what is called
  through them is also called faster.
* It imports fontTools' subsetter and instancer, for variable fonts and old HarfBuzz, and parses a style sheet for the
  attributes of old HTML. They come when they are asked for.

Each change is made to exactly the source that it expects, line by line, so that lines keep their numbers; another
source is loaded as it is. To be imported before WeasyPrint is; where that was loaded already, nothing is changed.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from functools import cached_property
from hashlib import sha256
from importlib import import_module
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder, SourceFileLoader
from types import CodeType, ModuleType
from typing import Any

from engross.kept import Kept

CODE = Kept("early")
LATE = "from engross.pdf.early import Late"
# By module, lines as they are and as they are to be.
CHANGES = {
    "weasyprint.pdf.fonts": (
        ("from fontTools import subset\n", f"{LATE}; subset = Late('fontTools.subset')\n"),
        (
            "from fontTools.varLib.instancer import instantiateVariableFont\n",
            "instantiateVariableFont = Late('fontTools.varLib.instancer', 'instantiateVariableFont')\n",
        ),
    ),
    "weasyprint.html": (
        ("PH_STYLESHEET = CSS(string=PH)\n", f"{LATE}; PH_STYLESHEET = Late('weasyprint', 'CSS', string=PH)\n"),
    ),
}
# The declarations are taken for those of WeasyPrint by their hash.
FFI, START, END = "weasyprint.text.ffi", "ffi.cdef('''", "''')\n"
MADE, DECLARED = "ffi = cffi.FFI()\n", "from engross.pdf.declared import ffi\n"


class Late:
    """A module, something in it, or what that makes of ``words``: imported, and made, when it is used."""

    def __init__(self, module: str, name: str = "", **words: Any) -> None:
        self._module, self._name, self._words = module, name, words

    @cached_property
    def _real(self) -> Any:
        module = import_module(self._module)
        found: Any = getattr(module, self._name) if self._name else module
        return found(**self._words) if self._words else found

    def __getattr__(self, name: str) -> Any:
        return getattr(self._real, name)

    def __call__(self, *words: Any, **more: Any) -> Any:
        """Call what it stands for."""
        function: Any = self._real
        return function(*words, **more)


def changed(name: str, source: str) -> str:
    """The source of a module of WeasyPrint with its changes made; the same where it is not the one expected."""
    if name == FFI:
        return _with_declarations(source)
    after = source
    for old, new in CHANGES[name]:
        if after.count(old) != 1:
            return source
        after = after.replace(old, new)
    return after


def declarations(source: str) -> str:
    """The declarations in the source of weasyprint.text.ffi; "" where they are not where they were."""
    if source.count(START) != 1 or source.count(MADE) != 1:
        return ""
    return source.partition(START)[2].partition(END)[0]


def _with_declarations(source: str) -> str:
    from engross.pdf import declared

    said = declarations(source)
    if sha256(said.encode()).hexdigest() != declared.SOURCE or declared.ffi is None:
        return source
    blank = "\n" * said.count("\n")
    return source.replace(MADE, DECLARED).replace(f"{START}{said}{END}", f"{blank}\n")


class _Loader(SourceFileLoader):
    """A loader of a module's source, changed."""

    def get_code(self, fullname: str) -> CodeType | None:
        """The code of the source as it is changed, never that which Python keeps of the one on the disk."""
        source = self.get_source(fullname) or ""
        after = changed(fullname, source)
        if after == source:
            return super().get_code(fullname)
        code: CodeType = CODE.of(f"{self.path}\0{after}", lambda: self.source_to_code(after.encode(), self.path))
        CODE.write()
        return code


class _Finder(MetaPathFinder):
    """Finds the modules that are changed."""

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """Where one of the modules is, and by what it is to be loaded."""
        if fullname != FFI and fullname not in CHANGES:
            return None
        spec = PathFinder.find_spec(fullname, path, target)
        if spec and type(spec.loader) is SourceFileLoader:
            spec.loader = _Loader(fullname, spec.loader.path)
        return spec


if "weasyprint" not in sys.modules:
    sys.meta_path.insert(0, _Finder())
