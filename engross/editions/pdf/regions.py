"""Find the regions of laid-out pages: rectangles, in points from the page's foot, and the kind of text in each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from engross_weasyprint.document import Document, Page
from engross_weasyprint.formatting_structure.boxes import MarginBox, TableRowBox

from engross.editions.pdf.boxes import (
    BACK_ID,
    CALL_COMMA_CLASS,
    DIVIDER,
    EDITORIAL_ID,
    FIRST_FOOT_CLASS,
    MASTHEAD_CLASS,
    Box,
    TextBox,
    all_boxes,
    body_boxes,
    box_attribute,
    footnote_area_boxes,
    is_added_text,
    is_repeated_head,
)
from engross.editions.pdf.note_fragments import endnote_boxes, is_reference_to_endnote, note_boxes

MASTHEAD_REGION, BODY_REGION, NOTE_REGION = "masthead", "body", "note"
# No text of the document: a repeated table head, the comma between two calls, what engross says within a text; the
# codes at the first page's foot; the index and colophon on the last page.
NO_TEXT_REGION, FIRST_FOOT_REGION, BACK_REGION = "again", "foot", "behind"
DIVIDED_REGION = "divided"  # the part of a divided word that a line shows: the hyphen at its end is no text
CELL_REGION = "cell"  # of a table: its text is read by itself, whatever stands beside it, over all its pages
SIDE_BOXES = ("@left-", "@right-")  # what the names of margin boxes at the sides of a page begin with
NEAR_POINTS = 0.3  # by which a place may be rounded, pt
POINTS_PER_PIXEL = 0.75  # points in a CSS pixel

CellIndex = tuple[int, int]  # a number of the row that grows from row to row of a document; the column


@dataclass(frozen=True, slots=True)
class PageRegion:
    """A rectangle on a page (from 0): left, bottom, right, top in points; the kind of its text; a note's id."""

    page: int
    kind: str
    box: tuple[float, float, float, float]
    name: str = ""
    number: str = ""  # the number a note begins with
    place: int = 0  # of a note among the elements of the document: cells that go on call it earlier or later
    seat: CellIndex = (0, 0)  # of a cell

    def has_point(self, x: float, y: float) -> bool:
        """Return whether a point is in the rectangle."""
        left, bottom, right, top = self.box
        return left <= x <= right and bottom <= y <= top


@dataclass(frozen=True, slots=True)
class _Seen:
    """What is known of a document's elements; all but the places grows page by page."""

    places: dict[str, int]  # of the elements in the document, by their ids
    heads: set[int] = field(default_factory=set)  # the identities of the elements of table heads
    seats: dict[int, CellIndex] = field(default_factory=dict)  # of cells, by the identity of their element


def find_regions(document: Document) -> tuple[PageRegion, ...]:
    """Return the regions of all pages; of two that overlap on a page, the earlier one has the text."""
    seen = _Seen(number_elements(document.pages[0]))
    return tuple(region for n, page in enumerate(document.pages) for region in _find_page_regions(n, page, seen))


def find_back_region(n: int, page: Page) -> PageRegion:
    """Return the region of index and colophon on page ``n`` (from 0), the body's last."""
    box = next(box for box in page._page_box.children if box_attribute(box, "id") == BACK_ID)
    return PageRegion(n, BACK_REGION, full_width_band(box, page))


def find_side_regions(document: Document) -> Iterator[PageRegion]:
    """Yield the strip of each page that the texts of its side margins stand in: numbers of lines are no text."""
    for n, page in enumerate(document.pages):
        sides = (box for box in page._page_box.children if isinstance(box, MarginBox))
        sides = (box for box in sides if box.at_keyword.startswith(SIDE_BOXES))
        texts = [box for side in sides for box in all_boxes(side) if isinstance(box, TextBox)]
        if texts:
            left = min(box_rectangle(box, page)[0] for box in texts)
            right = max(box_rectangle(box, page)[2] for box in texts)
            yield PageRegion(n, NO_TEXT_REGION, (left, 0.0, right, page.height * POINTS_PER_PIXEL))


def number_elements(page: Page) -> dict[str, int]:
    """Return the place of each element that has an id among the elements of a page's whole document."""
    root = page._page_box.children[0].element
    return {element.get("id", ""): place for place, element in enumerate(root.iter())}


def _find_page_regions(n: int, page: Page, seen: _Seen) -> Iterator[PageRegion]:
    """Iterate over the regions of page ``n`` (from 0)."""
    yield from find_divided_words(n, page)
    yield from find_cells(n, page, seen.seats)
    yield from find_marked_regions(n, page, seen.heads)
    for box in note_boxes(page):
        if is_reference_to_endnote(box):
            yield PageRegion(n, NO_TEXT_REGION, full_width_band(box, page))
        else:
            yield _make_note_region(n, box, page, seen.places[box_attribute(box, "id")])
    for box in endnote_boxes(page):
        yield _make_note_region(n, box, page, seen.places[f"ref-{box_attribute(box, 'id')}"])
    yield make_body_region(n, page)


def _make_note_region(n: int, box: Box, page: Page, place: int) -> PageRegion:
    name, number = box_attribute(box, "id"), box_attribute(box, "data-n")
    return PageRegion(n, NOTE_REGION, full_width_band(box, page), name, number, place)


def find_marked_regions(n: int, page: Page, heads: set[int]) -> Iterator[PageRegion]:
    """Yield what elements set apart on a page: masthead, codes at its foot, commas between calls, repeated heads."""
    for box in body_boxes(page):
        if is_repeated_head(box, heads):
            yield PageRegion(n, NO_TEXT_REGION, box_rectangle(box, page))
        if box.element_tag == "footer" and box_attribute(box, "class") == FIRST_FOOT_CLASS:
            yield PageRegion(n, FIRST_FOOT_REGION, box_rectangle(box, page))
        if box_attribute(box, "id").startswith(EDITORIAL_ID):
            yield PageRegion(n, NO_TEXT_REGION, box_rectangle(box, page))
        if box.element_tag == "header" and box_attribute(box, "class") == MASTHEAD_CLASS:
            yield PageRegion(n, MASTHEAD_REGION, full_width_band(box, page))
        if box.element_tag == "span" and box_attribute(box, "class") == CALL_COMMA_CLASS:
            yield PageRegion(n, NO_TEXT_REGION, _left_half(box, page))
        if is_added_text(box):
            yield PageRegion(n, NO_TEXT_REGION, _added_rectangle(box, page))


def make_body_region(n: int, page: Page) -> PageRegion:
    """Return the region of all that is in no other: the whole page."""
    return PageRegion(n, BODY_REGION, (0.0, 0.0, page.width * POINTS_PER_PIXEL, page.height * POINTS_PER_PIXEL))


def find_divided_words(n: int, page: Page) -> Iterator[PageRegion]:
    """Yield a region for each text box that ends with a dividing hyphen."""
    for box in (*body_boxes(page), *footnote_area_boxes(page)):
        if isinstance(box, TextBox) and box.text.endswith(DIVIDER):
            yield PageRegion(n, DIVIDED_REGION, box_rectangle(box, page))


def find_cells(n: int, page: Page, seats: dict[int, CellIndex], without: str = "") -> Iterator[PageRegion]:
    """Yield a region for each table cell of a page, outer cells first; one that goes on over pages keeps its index.

    ``without``: a class of rows whose cells are none of the document.
    """
    for row in (*body_boxes(page), *footnote_area_boxes(page)):
        if isinstance(row, TableRowBox) and not (without and without in box_attribute(row, "class").split()):
            number = len(seats) + 1
            for column, cell in enumerate(row.children):
                seat = seats.setdefault(id(cell.element), (number, column))
                yield PageRegion(n, CELL_REGION, box_rectangle(cell, page, around=0), seat=seat)


def _left_half(box: Box, page: Page) -> tuple[float, float, float, float]:
    """Return the left half of a box, in points: the first character begins there, and none behind it."""
    left, bottom, _, top = box_rectangle(box, page)
    return left, bottom, (box.position_x + box.margin_width() / 2) * POINTS_PER_PIXEL, top


def _added_rectangle(box: Box, page: Page) -> tuple[float, float, float, float]:
    """Return where the characters of a box begin, in points: what follows begins at its right edge."""
    left, bottom, right, top = box_rectangle(box, page, around=0)
    return left - NEAR_POINTS, bottom, right - NEAR_POINTS, top


def full_width_band(box: Box, page: Page) -> tuple[float, float, float, float]:
    """Return the band of a box from edge to edge of the page, in points: marks may hang at a line's start or end."""
    _, bottom, _, top = box_rectangle(box, page)
    return 0.0, bottom, page.width * POINTS_PER_PIXEL, top


def box_rectangle(box: Box, page: Page, around: float = 1) -> tuple[float, float, float, float]:
    """Return the rectangle of a box in points, ``around`` CSS pixels wider on its left and right."""
    left, top = box.position_x - around, box.position_y
    right, bottom = left + box.margin_width() + 2 * around, top + box.margin_height()
    return (
        left * POINTS_PER_PIXEL,
        (page.height - bottom) * POINTS_PER_PIXEL,
        right * POINTS_PER_PIXEL,
        (page.height - top) * POINTS_PER_PIXEL,
    )
