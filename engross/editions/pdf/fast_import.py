"""Load WeasyPrint 70.0 in half the time by changing the source of three of its modules as they are imported.

* WeasyPrint parses the declarations of Pango's and HarfBuzz's functions, 450 lines of C, at each start, with a parser
  written in Python. ``engross.editions.pdf.ffi_declarations`` holds them as cffi writes them once parsed (out-of-line,
  ABI mode); calls through them are faster, too.
* It imports fontTools' subsetter and instancer, for variable fonts and old HarfBuzz, and parses a style sheet for the
  attributes of old HTML. These are imported and parsed on first use.

A change is made only if the source has the expected text, and keeps the numbers of its lines; otherwise the module is
loaded unchanged. Import this module before WeasyPrint; if WeasyPrint is loaded already, nothing is changed.
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
# By module: source text and its replacement.
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
# The declarations are compared with those that were parsed beforehand by their hash.
FFI_MODULE, CDEF_START, CDEF_END = "weasyprint.text.ffi", "ffi.cdef('''", "''')\n"
FFI_CREATION, FFI_IMPORT = "ffi = cffi.FFI()\n", "from engross.editions.pdf.ffi_declarations import ffi\n"


class LazyImport:
    """A stand-in for a module, a name in it, or the result of calling that with ``words``; made on first use."""

    def __init__(self, module: str, name: str = "", **words: object) -> None:
        self._module, self._name, self._words = module, name, words

    @cached_property
    def _real(self) -> Any:
        module = import_module(self._module)
        target: Any = getattr(module, self._name) if self._name else module
        return target(**self._words) if self._words else target

    def __getattr__(self, name: str) -> Any:
        return getattr(self._real, name)

    def __call__(self, *words: object, **more: object) -> Any:
        """Call the object it stands for."""
        function = self._real
        return function(*words, **more)


def change_source(name: str, source: str) -> str:
    """Return the source of a module of WeasyPrint with its changes made; unchanged if it is not the expected one."""
    if name == FFI_MODULE:
        return _replace_declarations(source)
    changed = source
    for old, new in SOURCE_CHANGES[name]:
        if changed.count(old) != 1:
            return source
        changed = changed.replace(old, new)
    return changed


def extract_declarations(source: str) -> str:
    """Return the C declarations in the source of weasyprint.text.ffi; "" if they are not found in their place."""
    if source.count(CDEF_START) != 1 or source.count(FFI_CREATION) != 1:
        return ""
    return source.partition(CDEF_START)[2].partition(CDEF_END)[0]


def _replace_declarations(source: str) -> str:
    from engross.editions.pdf import ffi_declarations

    declarations = extract_declarations(source)
    if sha256(declarations.encode()).hexdigest() != ffi_declarations.SOURCE or ffi_declarations.ffi is None:
        return source
    blank_lines = "\n" * declarations.count("\n")
    return source.replace(FFI_CREATION, FFI_IMPORT).replace(f"{CDEF_START}{declarations}{CDEF_END}", f"{blank_lines}\n")


class _ChangingLoader(SourceFileLoader):
    """A loader that changes a module's source."""

    def get_code(self, fullname: str) -> CodeType | None:
        """Return the code of the changed source, never the bytecode that Python keeps of the source on disk."""
        source = self.get_source(fullname) or ""
        changed = change_source(fullname, source)
        if changed == source:
            return super().get_code(fullname)
        code: CodeType = CODE_CACHE.get_or_make(
            f"{self.path}\0{changed}", lambda: self.source_to_code(changed.encode(), self.path)
        )
        CODE_CACHE.write()
        return code


class _ChangingFinder(MetaPathFinder):
    """A finder of the modules whose source is changed."""

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """Return the spec of a module to be changed, with our loader; None for every other module."""
        if fullname != FFI_MODULE and fullname not in SOURCE_CHANGES:
            return None
        spec = PathFinder.find_spec(fullname, path, target)
        if spec and type(spec.loader) is SourceFileLoader:
            spec.loader = _ChangingLoader(fullname, spec.loader.path)
        return spec


if "weasyprint" not in sys.modules:
    sys.meta_path.insert(0, _ChangingFinder())
