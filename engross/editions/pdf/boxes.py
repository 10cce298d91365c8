"""Walks through laid-out boxes, and their tags, attributes and text."""

from __future__ import annotations

from collections.abc import Iterator

from engross_weasyprint.document import Page
from engross_weasyprint.formatting_structure.boxes import Box, FootnoteAreaBox, LineBox, MarginBox, TextBox

DIVIDER = "\u2010"  # divides a word at a line's end; the text's own hyphens are U+002D (typeset/marks.py)
BACK_ID = "back"  # the id of the back: index and colophon
FIRST_FOOT_CLASS = "first-foot"  # the class of the codes at the first page's foot
MASTHEAD_CLASS = "masthead"  # the class of the head of the first page
CONTINUED_CLASS = "continued"  # of the heading of a group of the index that goes on from the page before
# What the ids of elements begin with in which engross speaks of a text within it: a redline's list of changes.
EDITORIAL_ID = "editorial-"
ADDED_CLASS = "added"  # of what an edition adds to the text, such as brackets around calls: it is no content
CALL_COMMA_CLASS = "between"  # the class of the comma between two calls: set, but no text of the document


def body_boxes(page: Page, without: str = "") -> Iterator[Box]:
    """Iterate over the boxes of a page's own text: no margin boxes, no notes, no elements of class ``without``."""
    for top in page._page_box.children:
        if not isinstance(top, FootnoteAreaBox | MarginBox):
            yield from all_boxes(top, without)


def footnote_area_boxes(page: Page) -> Iterator[Box]:
    """Iterate over the boxes of a page's footnote area; the area itself comes first, twice."""
    for top in page._page_box.children:
        if isinstance(top, FootnoteAreaBox):
            yield top
            yield from all_boxes(top)


def all_boxes(box: Box, without: str = "") -> Iterator[Box]:
    """Iterate over a box and all boxes below it, parents first, leaving out elements of class ``without``."""
    pending = [box]
    while pending:
        box = pending.pop()
        if without and box_attribute(box, "class") == without:
            continue
        yield box
        if children := getattr(box, "children", ()):
            pending.extend(reversed(children))


def is_repeated_head(box: Box, heads: set[int]) -> bool:
    """Return whether a box is a table head that stood on an earlier page.

    ``heads``: the identities of the elements of heads seen so far; this one is added.
    """
    if box.element_tag != "thead" or box.element is None:
        return False
    is_repeated = id(box.element) in heads
    heads.add(id(box.element))
    return is_repeated


def is_continued_heading(box: Box) -> bool:
    """Return whether a box is a heading of the index that says that a group goes on from the page before."""
    return box.element_tag == "p" and CONTINUED_CLASS in box_attribute(box, "class").split()


def box_text(box: Box) -> str:
    """Return the text below a box without the hyphens that divide words."""
    return "".join(b.text for b in all_boxes(box) if isinstance(b, TextBox)).replace(DIVIDER, "")


def box_tag(box: Box) -> str:
    """Return the tag of a box's element with its pseudo-element: "span::footnote-call"; "" if it has no element."""
    return box.element_tag or "" if box.element is not None else ""


def is_added_text(box: Box) -> bool:
    """Return whether a box is text that an edition adds: a bracket around a call, the head of a column by a cell."""
    return isinstance(box, TextBox) and (box_attribute(box, "class") == ADDED_CLASS or box_tag(box) == "td::before")


def box_attribute(box: Box, name: str) -> str:
    """Return an attribute of a box's element, "" if it has none."""
    return (box.element.get(name) or "") if box.element is not None else ""


__all__ = [
    "ADDED_CLASS",
    "BACK_ID",
    "CALL_COMMA_CLASS",
    "CONTINUED_CLASS",
    "EDITORIAL_ID",
    "FIRST_FOOT_CLASS",
    "MASTHEAD_CLASS",
    "Box",
    "LineBox",
    "TextBox",
    "all_boxes",
    "body_boxes",
    "box_attribute",
    "box_tag",
    "box_text",
    "footnote_area_boxes",
    "is_added_text",
    "is_continued_heading",
    "is_repeated_head",
]
