"""WeasyPrint 70.0 loaded in half the time: what it reads anew at each start, and imports and does not use.

* It reads the declarations of Pango's and HarfBuzz's functions, 450 lines of C, with a parser written in Python. They
  stand in ``engross.editions.pdf.ffi_declarations`` as cffi writes them when it has read them (out-of-line, ABI
  mode); what is called through them is also called faster.
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

from engross.editions.persistent_cache import PersistentCache

CODE_CACHE = PersistentCache("early")
LAZY_IMPORT_LINE = "from engross.editions.pdf.fast_import import LazyImport"
# By module, lines as they are and as they are to be.
SOURCE_CHANGES = {
    "weasyprint.pdf.fonts": (
        ("from fontTools import subset\n", f"{LAZY_IMPORT_LINE}; subset = LazyImport('fontTools.subset')\n"),
        (
            "from fontTools.varLib.instancer import instantiateVariableFont\n",
            "instantiateVariableFont = LazyImport('fontTools.varLib.instancer', 'instantiateVariableFont')\n",
        ),
    ),
    "weasyprint.html": (
        (
            "PH_STYLESHEET = CSS(string=PH)\n",
            f"{LAZY_IMPORT_LINE}; PH_STYLESHEET = LazyImport('weasyprint', 'CSS', string=PH)\n",
        ),
    ),
}
# The declarations are taken for those of WeasyPrint by their hash.
FFI_MODULE, CDEF_START, CDEF_END = "weasyprint.text.ffi", "ffi.cdef('''", "''')\n"
FFI_CREATION, FFI_IMPORT = "ffi = cffi.FFI()\n", "from engross.editions.pdf.ffi_declarations import ffi\n"


class LazyImport:
    """A module, something in it, or what that makes of ``words``: imported, and made, when it is used."""

    def __init__(self, module: str, name: str = "", **words: object) -> None:
        self._module, self._name, self._words = module, name, words

    @cached_property
    def _real(self) -> Any:
        module = import_module(self._module)
        found: Any = getattr(module, self._name) if self._name else module
        return found(**self._words) if self._words else found

    def __getattr__(self, name: str) -> Any:
        return getattr(self._real, name)

    def __call__(self, *words: object, **more: object) -> Any:
        """Call what it stands for."""
        function = self._real
        return function(*words, **more)


def change_source(name: str, source: str) -> str:
    """The source of a module of WeasyPrint with its changes made; the same where it is not the one expected."""
    if name == FFI_MODULE:
        return _replace_declarations(source)
    after = source
    for old, new in SOURCE_CHANGES[name]:
        if after.count(old) != 1:
            return source
        after = after.replace(old, new)
    return after


def extract_declarations(source: str) -> str:
    """The declarations in the source of weasyprint.text.ffi; "" where they are not where they were."""
    if source.count(CDEF_START) != 1 or source.count(FFI_CREATION) != 1:
        return ""
    return source.partition(CDEF_START)[2].partition(CDEF_END)[0]


def _replace_declarations(source: str) -> str:
    from engross.editions.pdf import ffi_declarations

    said = extract_declarations(source)
    if sha256(said.encode()).hexdigest() != ffi_declarations.SOURCE or ffi_declarations.ffi is None:
        return source
    blank = "\n" * said.count("\n")
    return source.replace(FFI_CREATION, FFI_IMPORT).replace(f"{CDEF_START}{said}{CDEF_END}", f"{blank}\n")


class _ChangingLoader(SourceFileLoader):
    """A loader of a module's source, changed."""

    def get_code(self, fullname: str) -> CodeType | None:
        """The code of the source as it is changed, never that which Python keeps of the one on the disk."""
        source = self.get_source(fullname) or ""
        after = change_source(fullname, source)
        if after == source:
            return super().get_code(fullname)
        code: CodeType = CODE_CACHE.get_or_make(
            f"{self.path}\0{after}", lambda: self.source_to_code(after.encode(), self.path)
        )
        CODE_CACHE.write()
        return code


class _ChangingFinder(MetaPathFinder):
    """Finds the modules that are changed."""

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """Where one of the modules is, and by what it is to be loaded."""
        if fullname != FFI_MODULE and fullname not in SOURCE_CHANGES:
            return None
        spec = PathFinder.find_spec(fullname, path, target)
        if spec and type(spec.loader) is SourceFileLoader:
            spec.loader = _ChangingLoader(fullname, spec.loader.path)
        return spec


if "weasyprint" not in sys.modules:
    sys.meta_path.insert(0, _ChangingFinder())
