"""Laid-out boxes, as the other modules of this stage ask for them."""

from __future__ import annotations

from collections.abc import Iterator

from weasyprint.document import Page
from weasyprint.formatting_structure.boxes import Box, FootnoteAreaBox, LineBox, MarginBox, TextBox

DIVIDER = "\u2010"  # divides a word at a line's end; the text's own hyphens are U+002D (typeset/marks.py)
BACK = "back"  # the id of what is bound behind the text: index and colophon
FIRST_FOOT = "first-foot"  # the class of the codes at the first page's foot
BETWEEN = "between"  # the class of the comma between two calls: set, but no text of the document


def body_of(page: Page, without: str = "") -> Iterator[Box]:
    """The boxes of a page's own text: no margin boxes, no notes, no elements of class ``without``."""
    for top in page._page_box.children:
        if not isinstance(top, FootnoteAreaBox | MarginBox):
            yield from all_boxes(top, without)


def notes_of(page: Page) -> Iterator[Box]:
    """The boxes of a page's notes, the area first."""
    for top in page._page_box.children:
        if isinstance(top, FootnoteAreaBox):
            yield top
            yield from all_boxes(top)


def all_boxes(box: Box, without: str = "") -> Iterator[Box]:
    """A box and all boxes below it, parents first; elements of class ``without`` and what is in them left out."""
    left = [box]
    while left:
        box = left.pop()
        if without and attribute(box, "class") == without:
            continue
        yield box
        left.extend(reversed(getattr(box, "children", ())))


def repeats(box: Box, heads: set[int]) -> bool:
    """Whether a box is a table's head that stood before; ``heads`` collects the elements of those seen."""
    if box.element_tag != "thead" or box.element is None:
        return False
    again = id(box.element) in heads
    heads.add(id(box.element))
    return again


def words(box: Box) -> str:
    """The text below a box, without the hyphens that divide words."""
    return "".join(b.text for b in all_boxes(box) if isinstance(b, TextBox)).replace(DIVIDER, "")


def tag(box: Box) -> str:
    """The tag of a box's element with its pseudo-element: "span::footnote-call"; "" for none."""
    return box.element_tag or "" if box.element is not None else ""


def attribute(box: Box, name: str) -> str:
    """An attribute of a box's element, "" where it has none."""
    return (box.element.get(name) or "") if box.element is not None else ""


__all__ = [
    "BACK",
    "BETWEEN",
    "FIRST_FOOT",
    "Box",
    "LineBox",
    "TextBox",
    "all_boxes",
    "attribute",
    "body_of",
    "notes_of",
    "repeats",
    "tag",
    "words",
]
