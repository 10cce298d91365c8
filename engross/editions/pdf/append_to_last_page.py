"""What is bound behind a body to the room that the body's last page has left: a short handout saves a sheet.

Both are laid out already, so nothing is laid out again: the boxes of the one are moved onto the page of the other.
"""

from __future__ import annotations

from collections.abc import Sequence

from weasyprint.document import Page

from engross.editions.pdf.boxes import BACK_ID, Box, all_boxes, box_attribute
from engross.editions.pdf.note_fragments import footnote_areas

GAP_PROPERTY = "__gap_behind"  # what style sheets call --gap-behind: CSS pixels between the text and what follows it


def append_back_page(body: Sequence[Page], back: Sequence[Page]) -> tuple[Page, ...] | None:
    """The body's pages with the whole of ``back`` on the last of them; None where the room is too small for it."""
    if len(back) != 1:
        return None
    last, piece = body[-1], _find_back_box(back[0])
    if piece is None:
        return None
    top = _find_text_end(last) + sum(token.value for token in piece.style[GAP_PROPERTY] if token.type == "dimension")
    if top + piece.margin_height() > _find_room_end(last):
        return None
    piece.translate(last._page_box.content_box_x() - piece.position_x, top - piece.position_y)
    boxes = last._page_box.children
    whole = last._page_box.copy_with_children([boxes[0], piece, *boxes[1:]])
    return (*body[:-1], Page(whole))


def _find_back_box(page: Page) -> Box | None:
    """The box of what is bound behind, on a page of its own."""
    boxes = (box for top in page._page_box.children for box in all_boxes(top))
    return next((box for box in boxes if box_attribute(box, "id") == BACK_ID), None)


def _find_text_end(page: Page) -> float:
    """Where the text of a page ends, in pixels from the top; what stands outside its measure does not count."""
    root = page._page_box.children[0]
    ends = [float(box.position_y + box.margin_height()) for box in root.children]
    return max(ends, default=float(page._page_box.content_box_y()))


def _find_room_end(page: Page) -> float:
    """Where the room for text ends: at the notes of the page, else at its foot margin."""
    foot: float = page._page_box.content_box_y() + page._page_box.height
    return min((float(area.position_y) for area in footnote_areas(page)), default=foot)
