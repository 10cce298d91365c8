"""Lay out the items of a flex container once instead of twice.

WeasyPrint lays an item out to find its height and again at its place. For an item of text the second layout gives the
same lines at another place: they are moved there instead, unless they do not all fit on the page, or more than the
item's place and height has changed in between.
"""

from __future__ import annotations

from math import inf

from engross_weasyprint.formatting_structure import boxes
from engross_weasyprint.layout import LayoutContext

TEXT_BOXES = (boxes.LineBox, boxes.InlineBox, boxes.TextBox)
SPACING_FIELDS = tuple(
    f"{kind}_{side}" for kind in ("margin", "padding") for side in ("top", "right", "bottom", "left")
)


def keep_item(item: boxes.Box, laid: boxes.Box, resume_at: object, next_page: dict[str, str | None]) -> None:
    """Keep the layout that an item was measured by, if it is only text and complete."""
    is_complete_block = type(item) is boxes.BlockBox and type(laid) is boxes.BlockBox and resume_at is None
    if is_complete_block and item.style["position"] == "static" and (item.min_height, item.max_height) == (0, inf):
        inner_boxes = (box for box in laid.descendants() if box is not laid)
        if all(type(box) in TEXT_BOXES and box.is_in_normal_flow() and box.footnote is None for box in inner_boxes):
            item.measured = laid, next_page, (item.position_x, item.position_y, item.width)


def move_item(
    context: LayoutContext, item: boxes.Box, bottom_space: float
) -> tuple[boxes.Box, None, dict[str, str | None]] | None:
    """Move the kept box of an item to its place; return it with the further results of a layout, as the layout would.

    Return None if it was not kept, would have to be broken, or has other widths, margins or padding than when measured.
    """
    measured = item.__dict__.pop("measured", None)
    if measured is None:
        return None
    laid, next_page, (left, top, width) = measured
    if item.width != width or any(getattr(item, side) != getattr(laid, side) for side in SPACING_FIELDS):
        return None
    laid.translate(item.position_x - left, item.position_y - top)
    laid.height = item.height
    bottom = max((line.position_y + line.height for line in laid.children), default=laid.position_y)
    bottom = max(bottom, laid.position_y + laid.margin_height())
    if context.overflows_page(bottom_space, bottom):
        return None
    return laid, None, next_page
