"""Laid-out pages to a map: the page of each anchor, and in which block, after how many characters, a page begins."""

from __future__ import annotations

from collections import Counter

from weasyprint.document import Document

from engross.book import PageMap, PageStart
from engross.pdf.boxes import BETWEEN, Box, LineBox, all_boxes, attribute, body_of, repeats, words
from engross.text import fold

BLOCKS = ("p", "h1", "h2", "h3", "h4", "h5", "h6")


def page_map(document: Document, before: int = 0) -> PageMap:
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
        for box in body_of(page):
            if repeats(box, heads):
                again.update(id(inner) for inner in all_boxes(box))
            if id(box) in again:
                continue
            name = attribute(box, "id")
            if box.element_tag in BLOCKS and name and not isinstance(box, LineBox) and _is_block(box):
                if first:
                    starts.append(PageStart(number, name, shown[name]))
                    first = False
                shown[name] += len(fold(_own_words(box)))
    return PageMap(before + len(document.pages), tuple(starts), tuple(sorted(anchors.items())))


def _is_block(box: Box) -> bool:
    return any(isinstance(child, LineBox) for child in getattr(box, "children", ()))


def _own_words(box: Box) -> str:
    """The words of a block as the model spells them: without the number that stands before them."""
    return "".join(_spoken(child) for child in box.children)


def _spoken(box: Box) -> str:
    if attribute(box, "class") in ("num", "sect", BETWEEN):
        return ""
    if hasattr(box, "text"):
        return words(box)
    return "".join(_spoken(child) for child in getattr(box, "children", ()))
