"""Find the lines of laid-out pages that have words of a change: a redline has a bar in the margin beside each."""

from __future__ import annotations

from collections.abc import Iterator

from engross_weasyprint.document import Document, Page
from engross_weasyprint.formatting_structure.boxes import MarginBox

from engross.editions.pdf.boxes import EDITORIAL_ID, Box, LineBox, all_boxes, box_attribute

CHANGE_TAGS = ("ins", "del")
APART_PIXELS = 3.0  # CSS pixels between two lines whose bars are not one


def find_changed_lines(document: Document) -> tuple[tuple[tuple[float, float], ...], ...]:
    """Return the stretches of changed lines of each page: top and height, in CSS pixels from the type area's top."""
    return tuple(tuple(_join_lines(page)) for page in document.pages)


def _join_lines(page: Page) -> Iterator[tuple[float, float]]:
    """Yield the stretches of a page, from the top down; lines below each other have one bar."""
    top = page._page_box.content_box_y()
    start = end = float("-inf")
    for line_top, line_end in sorted((line.position_y, line.position_y + line.height) for line in _iter_changed(page)):
        if line_top - end > APART_PIXELS:
            if end > start:
                yield start - top, end - start
            start = line_top
        end = max(end, line_end)
    if end > start:
        yield start - top, end - start


def _iter_changed(page: Page) -> Iterator[LineBox]:
    """Iterate over the changed lines of text and notes, not those of the list of changes."""
    pending: list[Box] = [box for box in page._page_box.children if not isinstance(box, MarginBox)]
    while pending:
        box = pending.pop()
        if isinstance(box, LineBox):
            if any(inner.element_tag in CHANGE_TAGS for inner in all_boxes(box)):
                yield box
        elif not box_attribute(box, "id").startswith(EDITORIAL_ID):
            pending.extend(getattr(box, "children", ()))
