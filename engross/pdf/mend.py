"""WeasyPrint 70.0 mended where it loses notes; the only module that reaches into it.

Each mend is guarded by the version and by the exact source it changes: anything else is left as it is, and the
edition says so (PLAIN_LINES). The patches as we would send them upstream lie in docs/upstream.

* notes-lost: WeasyPrint #2432's branch keeps a line but never lays out its own notes: with ``footnote-policy: line``
  they vanish. The line is no longer kept by that branch.
* notes-late: the footnote area overflows by rounding alone (#2502): one note a page. A thousandth of a pixel more.
"""

from __future__ import annotations

import inspect
import textwrap
from dataclasses import dataclass
from functools import cache
from types import ModuleType

import weasyprint
from weasyprint import layout
from weasyprint.layout import LayoutContext, block

VERSION = "70.0"


@dataclass(frozen=True, slots=True)
class Mend:
    """A change to a function: its name, the exact source it has, the source it gets."""

    name: str
    old: str
    new: str


LOST = Mend(
    "_linebox_layout",
    "report = not context.in_column and can_break_now and not could_break_before",
    "report = False",
)
LATE = Mend(
    "_update_footnote_area",
    "overflow = last_child_bottom > footnote_area_bottom",
    "overflow = last_child_bottom > footnote_area_bottom + 1e-3",
)


@cache
def mend() -> str:
    """Mend WeasyPrint, once a process; the version found where it is another than the one mended, else ""."""
    if weasyprint.__version__ != VERSION:
        return str(weasyprint.__version__)
    lost = _rewritten(block._linebox_layout, LOST)
    late = _rewritten(LayoutContext._update_footnote_area, LATE)
    if not lost or not late:
        return f"{VERSION} (changed)"
    _compile(lost, block, LOST.name)
    LayoutContext._update_footnote_area = _compile(late, layout, LATE.name)
    return ""


def _rewritten(function: object, change: Mend) -> str:
    """The function's source with the change, or "" where the source is not the one expected."""
    source = textwrap.dedent(inspect.getsource(function))  # type: ignore[arg-type]
    return source.replace(change.old, change.new) if source.count(change.old) == 1 else ""


def _compile(source: str, module: ModuleType, name: str) -> object:
    """Define a function anew inside its own module, so that its globals stay the module's."""
    exec(compile(source, str(module.__file__), "exec"), module.__dict__)
    return module.__dict__[name]
