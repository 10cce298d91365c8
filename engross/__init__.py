"""engross: the press for United Nations resolutions.

As a library, it reads documents and makes editions of them; docs/python.md tells more:

>>> import engross
>>> str(engross.Symbol.parse("a/res/77/213"))
'A/RES/77/213'

``read``, ``build``, ``compare`` and ``check`` do what the commands of these names do, with the same options. What they
need is loaded when a name is first used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from engross.grammars.symbol import InvalidSymbol, Symbol
    from engross.model.notice import Notice, Refusal, Severity
    from engross.model.reading import Reading
    from engross.pipeline.build import BuildResult
    from engross.pipeline.python_interface import build, check, compare, read
    from engross.verify.check import FileRow, Finding
    from engross.verify.diff import DiffFigures

__version__ = "0.1.0"
# The module of each name that the library gives (PEP 562).
_HOMES = {
    "BuildResult": "engross.pipeline.build",
    "DiffFigures": "engross.verify.diff",
    "FileRow": "engross.verify.check",
    "Finding": "engross.verify.check",
    "InvalidSymbol": "engross.grammars.symbol",
    "Notice": "engross.model.notice",
    "Reading": "engross.model.reading",
    "Refusal": "engross.model.notice",
    "Severity": "engross.model.notice",
    "Symbol": "engross.grammars.symbol",
    "build": "engross.pipeline.python_interface",
    "check": "engross.pipeline.python_interface",
    "compare": "engross.pipeline.python_interface",
    "read": "engross.pipeline.python_interface",
}
__all__ = [
    "BuildResult",
    "DiffFigures",
    "FileRow",
    "Finding",
    "InvalidSymbol",
    "Notice",
    "Reading",
    "Refusal",
    "Severity",
    "Symbol",
    "__version__",
    "build",
    "check",
    "compare",
    "read",
]


def __getattr__(name: str) -> Any:
    """Return a name of the library, and load what it needs. Raises AttributeError for any other name."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
