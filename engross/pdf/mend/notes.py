"""Where WeasyPrint loses notes or sets them late.

* lost: #2432's branch keeps a line but never lays out its own notes: with ``footnote-policy: line`` they vanish.
  The line is no longer kept by that branch.
* late: the footnote area overflows by rounding alone (#2502): one note a page. A thousandth of a pixel more.
"""

from __future__ import annotations

from weasyprint import layout
from weasyprint.layout import block

from engross.pdf.mend.patch import Patch

LOST = Patch(
    block,
    "",
    "_linebox_layout",
    "report = not context.in_column and can_break_now and not could_break_before",
    "report = False",
)
LATE = Patch(
    layout,
    "LayoutContext",
    "_update_footnote_area",
    "overflow = last_child_bottom > footnote_area_bottom",
    "overflow = last_child_bottom > footnote_area_bottom + 1e-3",
)
PATCHES = (LOST, LATE)
