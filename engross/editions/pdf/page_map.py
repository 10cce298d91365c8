"""Laid-out pages to a map: the page of each anchor, and in which block, after how many characters, a page begins."""

from __future__ import annotations

from collections import Counter

from weasyprint.document import Document

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
from engross.model.book import PageMap, PageStart
from engross.model.text import fold

BLOCK_TAGS = ("p", "h1", "h2", "h3", "h4", "h5", "h6")


def make_page_map(document: Document, before: int = 0) -> PageMap:
    """The map of a document whose first page is page ``before`` + 1."""
    anchors: dict[str, int] = {}
    starts: list[PageStart] = []
    shown: Counter[str] = Counter()  # characters of each block on the pages so far
    heads: set[int] = set()
    for number, page in enumerate(document.pages, before + 1):
        for anchor in page.anchors:
            anchors.setdefault(anchor, number)
        first = True
        again: set[int] = set()  # the boxes of table heads that stood on an earlier page
        for box in body_boxes(page):
            if is_repeated_head(box, heads):
                again.update(id(inner) for inner in all_boxes(box))
            if id(box) in again:
                continue
            name = box_attribute(box, "id")
            if box.element_tag in BLOCK_TAGS and name and not isinstance(box, LineBox) and _has_lines(box):
                if first:
                    starts.append(PageStart(number, name, shown[name]))
                    first = False
                shown[name] += len(fold(_block_text(box)))
    return PageMap(before + len(document.pages), tuple(starts), tuple(sorted(anchors.items())))


def _has_lines(box: Box) -> bool:
    return any(isinstance(child, LineBox) for child in getattr(box, "children", ()))


def _block_text(box: Box) -> str:
    """The words of a block as the model spells them: without the number that stands before them."""
    return "".join(_text_without_number(child) for child in box.children)


def _text_without_number(box: Box) -> str:
    if box_attribute(box, "class") in ("num", "sect", CALL_COMMA_CLASS):
        return ""
    if hasattr(box, "text"):
        return box_text(box)
    return "".join(_text_without_number(child) for child in getattr(box, "children", ()))
