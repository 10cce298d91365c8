"""Map laid-out pages: the page of each anchor; the block, and the place in its text, at which each page begins."""

from __future__ import annotations

from collections import Counter

from engross_weasyprint.document import Document

from engross.editions.pdf.boxes import (
    CALL_COMMA_CLASS,
    Box,
    LineBox,
    all_boxes,
    body_boxes,
    box_attribute,
    box_text,
    is_repeated_head,
)
from engross.editions.pdf.regions import POINTS_PER_PIXEL
from engross.model.book import PageMap, PageStart
from engross.model.text import fold

BLOCK_TAGS = ("p", "h1", "h2", "h3", "h4", "h5", "h6")


def make_page_map(document: Document, before: int = 0) -> PageMap:
    """Return the map of a document whose first page is page ``before`` + 1."""
    anchors: dict[str, int] = {}
    starts: list[PageStart] = []
    shown: Counter[str] = Counter()  # characters of each block on the pages so far
    heads: set[int] = set()
    for number, page in enumerate(document.pages, before + 1):
        for anchor in page.anchors:
            anchors.setdefault(anchor, number)
        is_page_start = True
        repeated: set[int] = set()  # the boxes in table heads that stood on an earlier page, by identity
        for box in body_boxes(page):
            if is_repeated_head(box, heads):
                repeated.update(id(inner) for inner in all_boxes(box))
            if id(box) in repeated:
                continue
            name = box_attribute(box, "id")
            if box.element_tag in BLOCK_TAGS and name and not isinstance(box, LineBox) and _has_lines(box):
                if is_page_start:
                    starts.append(PageStart(number, name, shown[name]))
                    is_page_start = False
                shown[name] += len(fold(_block_text(box)))
    return PageMap(before + len(document.pages), tuple(starts), tuple(sorted(anchors.items())))


def find_anchor_heights(document: Document) -> dict[str, float]:
    """Return the height of each anchor on its first page, in pt from the foot."""
    return {name: height for page in reversed(find_page_heights(document)) for name, height in page.items()}


def find_page_heights(document: Document) -> tuple[dict[str, float], ...]:
    """Return the heights of the anchors of each page, in pt from its foot; what goes on from a page has one on each."""
    return tuple(
        {name: (page.height - box[1]) * POINTS_PER_PIXEL for name, box in page.anchors.items()}
        for page in document.pages
    )


def _has_lines(box: Box) -> bool:
    return any(isinstance(child, LineBox) for child in getattr(box, "children", ()))


def _block_text(box: Box) -> str:
    """Return the text of a block as the model has it: without the number before it."""
    return "".join(_text_without_number(child) for child in box.children)


def _text_without_number(box: Box) -> str:
    if box_attribute(box, "class") in ("num", "sect", CALL_COMMA_CLASS):
        return ""
    if hasattr(box, "text"):
        return box_text(box)
    return "".join(_text_without_number(child) for child in getattr(box, "children", ()))
