"""Leave room for the cells of a table row that calls footnotes: find where it will end before they are laid out.

The terms are WeasyPrint's: this module is sent upstream as ``layout/footnote_rows.py``.
"""

from __future__ import annotations

from math import inf
from typing import TYPE_CHECKING

from engross_weasyprint.formatting_structure import boxes
from engross_weasyprint.layout import block, percent

if TYPE_CHECKING:
    from engross.editions.pdf.patches.footnote_split import SplitContext


def begin_row(context: SplitContext, table: boxes.TableBox, row: boxes.TableRowBox, bottom_space: float | None) -> None:
    """Find where a row will end, so that a footnote called from one of its cells leaves room for the others.

    ``bottom_space``: what the page keeps free below the row; None if the row is resumed from the page before.
    """
    context.split.row = row if is_calling(context, row) else None
    if bottom_space is None or context.split.row is None:
        return
    waiting, context.footnotes = context.footnotes, []
    heights = [_cell_height(context, table, cell.deepcopy()) for cell in row.children if cell.rowspan == 1]
    context.footnotes = waiting
    context.split.floor = row.position_y + max(heights, default=0) + bottom_space


def is_calling(context: SplitContext, box: boxes.Box) -> bool:
    """Return whether a box calls footnotes that are on no page yet."""
    return any(call.footnote in context.footnotes for call in box.descendants() if call.footnote)


def end_row(context: SplitContext, forced: bool) -> None:
    """Forget the row. ``forced``: whether it was broken because nothing stands above it on the page."""
    context.split.row, context.split.floor = None, -inf
    context.split.crowded |= forced


def _cell_height(context: SplitContext, table: boxes.TableBox, cell: boxes.TableCellBox) -> float:
    """Return the border height of a table cell on an infinitely high page."""
    percent.resolve_percentages(cell, table)
    widths = table.column_widths[cell.grid_x :][: cell.colspan]
    gaps = 0 if table.style["border_collapse"] == "collapse" else table.style["border_spacing"][0] * (len(widths) - 1)
    cell.margin_top = cell.margin_left = cell.width = cell.position_x = cell.position_y = 0
    cell.width, cell.height = sum(widths) + gaps - cell.border_width(), "auto"
    page_is_empty, discard = True, False
    laid_out, *_ = block.block_container_layout(
        context, cell, -inf, None, page_is_empty, [], [], None, None, None, discard, None
    )
    return float(laid_out.border_height())
