"""Move index and colophon onto the body's last page if they have room there: a short handout saves a sheet.

Both are laid out already and nothing is laid out again: the boxes of the back are moved onto the page of the body.
"""

from __future__ import annotations

from collections.abc import Sequence

from weasyprint.document import Page

from engross.editions.pdf.boxes import BACK_ID, Box, all_boxes, box_attribute
from engross.editions.pdf.note_fragments import footnote_areas

GAP_PROPERTY = "__gap_behind"  # --gap-behind in style sheets: the CSS pixels between the text and the back


def append_back_page(body: Sequence[Page], back: Sequence[Page]) -> tuple[Page, ...] | None:
    """Return the body's pages with all of ``back`` on the last; None if it has several pages or too little room."""
    if len(back) != 1:
        return None
    last_page, back_box = body[-1], _find_back_box(back[0])
    if back_box is None:
        return None
    top = _find_text_end(last_page) + sum(
        token.value for token in back_box.style[GAP_PROPERTY] if token.type == "dimension"
    )
    if top + back_box.margin_height() > _find_room_end(last_page):
        return None
    back_box.translate(last_page._page_box.content_box_x() - back_box.position_x, top - back_box.position_y)
    boxes = last_page._page_box.children
    page_box = last_page._page_box.copy_with_children([boxes[0], back_box, *boxes[1:]])
    return (*body[:-1], Page(page_box))


def _find_back_box(page: Page) -> Box | None:
    """Return the box of the back on its page; None if there is none."""
    boxes = (box for top in page._page_box.children for box in all_boxes(top))
    return next((box for box in boxes if box_attribute(box, "id") == BACK_ID), None)


def _find_text_end(page: Page) -> float:
    """Return where the text of a page ends, in CSS pixels from the top; boxes outside the measure do not count."""
    root = page._page_box.children[0]
    ends = [float(box.position_y + box.margin_height()) for box in root.children]
    return max(ends, default=float(page._page_box.content_box_y()))


def _find_room_end(page: Page) -> float:
    """Return where the room for text ends, in CSS pixels from the top: at the page's notes, else at its foot margin."""
    foot: float = page._page_box.content_box_y() + page._page_box.height
    return min((float(area.position_y) for area in footnote_areas(page)), default=foot)
