"""Laid-out pages to regions: the rectangles of a page, in points from its foot, and what text stands in each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from weasyprint.document import Document, Page
from weasyprint.formatting_structure.boxes import TableRowBox

from engross.pdf.boxes import BACK, BETWEEN, DIVIDER, FIRST_FOOT, Box, TextBox, attribute, body_of, notes_of, repeats
from engross.pdf.pieces import note_boxes

MAST, BODY, NOTE = "masthead", "body", "note"
# No text of the document: a table's head, repeated on a later page, and the comma between two calls; the codes at the
# first page's foot; what is bound behind it.
AGAIN, FOOT, BEHIND = "again", "foot", "behind"
DIVIDED = "divided"  # what a line shows of a word that goes on in the next one: a hyphen at its end is no text
CELL = "cell"  # of a table: its text is read by itself, whatever stands beside it and on however many pages it is
POINT = 0.75  # points in a CSS pixel

Seat = tuple[int, int]  # of a cell: a number of its row that grows from row to row of a document, its own in the row


@dataclass(frozen=True, slots=True)
class Region:
    """A rectangle on a page (counted from 0): left, bottom, right, top in points; what it holds; a note's name."""

    page: int
    kind: str
    box: tuple[float, float, float, float]
    name: str = ""
    number: str = ""  # the number a note begins with
    seat: Seat = (0, 0)  # a cell's

    def holds(self, x: float, y: float) -> bool:
        """Whether a point is in the rectangle."""
        left, bottom, right, top = self.box
        return left <= x <= right and bottom <= y <= top


def regions(document: Document) -> tuple[Region, ...]:
    """Masthead, body and notes of each page; a region earlier in the list goes before one that it overlaps."""
    heads: set[int] = set()
    seats: dict[int, Seat] = {}
    return tuple(region for n, page in enumerate(document.pages) for region in _regions(n, page, heads, seats))


def _regions(n: int, page: Page, heads: set[int], seats: dict[int, Seat]) -> Iterator[Region]:
    """The regions of a page; ``heads`` are the heads of tables seen so far, ``seats`` those of cells by element."""
    yield from _divided(n, page)
    yield from _cells(n, page, seats)
    for box in body_of(page):
        if repeats(box, heads):
            yield Region(n, AGAIN, _band(box, page))
        if box.element_tag == "footer" and attribute(box, "class") == FIRST_FOOT:
            yield Region(n, FOOT, _rectangle(box, page))
        if attribute(box, "id") == BACK:
            yield Region(n, BEHIND, _band(box, page))
        if box.element_tag == "header" and attribute(box, "class") == "masthead":
            yield Region(n, MAST, _band(box, page))
        if box.element_tag == "span" and attribute(box, "class") == BETWEEN:
            yield Region(n, AGAIN, _origin(box, page))
    for box in note_boxes(page):
        yield Region(n, NOTE, _band(box, page), attribute(box, "id"), attribute(box, "data-n"))
    yield Region(n, BODY, (0.0, 0.0, page.width * POINT, page.height * POINT))


def _divided(n: int, page: Page) -> Iterator[Region]:
    """Each text box that ends with a divider."""
    for box in (*body_of(page), *notes_of(page)):
        if isinstance(box, TextBox) and box.text.endswith(DIVIDER):
            yield Region(n, DIVIDED, _rectangle(box, page))


def _cells(n: int, page: Page, seats: dict[int, Seat]) -> Iterator[Region]:
    """Each cell of a page's tables, outer ones first. One that goes on from the page before has the seat it had."""
    for row in (*body_of(page), *notes_of(page)):
        if isinstance(row, TableRowBox):
            number = len(seats) + 1
            for column, cell in enumerate(row.children):
                seat = seats.setdefault(id(cell.element), (number, column))
                yield Region(n, CELL, _rectangle(cell, page, around=0), seat=seat)


def _origin(box: Box, page: Page) -> tuple[float, float, float, float]:
    """The left half of a box: where the first character begins, and none behind it."""
    left, bottom, _, top = _rectangle(box, page)
    return left, bottom, (box.position_x + box.margin_width() / 2) * POINT, top


def _band(box: Box, page: Page) -> tuple[float, float, float, float]:
    """The rectangle of a box from edge to edge of the page: a mark at a line's start or end may stand outside."""
    _, bottom, _, top = _rectangle(box, page)
    return 0.0, bottom, page.width * POINT, top


def _rectangle(box: Box, page: Page, around: float = 1) -> tuple[float, float, float, float]:
    """The rectangle of a box, with so many pixels more to its left and right."""
    left, top = box.position_x - around, box.position_y
    right, bottom = left + box.margin_width() + 2 * around, top + box.margin_height()
    return left * POINT, (page.height - bottom) * POINT, right * POINT, (page.height - top) * POINT
