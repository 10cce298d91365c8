"""Find the regions of one language on pages that show two, and audit the calls of both.

All text of the other language is no text there: so each language is read back, and compared, as if it stood alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from engross_weasyprint.document import Document, Page

from engross.editions.pdf.boxes import Box, all_boxes, body_boxes, box_attribute
from engross.editions.pdf.note_fragments import find_note_fragments, note_boxes
from engross.editions.pdf.regions import (
    MASTHEAD_REGION,
    NO_TEXT_REGION,
    NOTE_REGION,
    POINTS_PER_PIXEL,
    CellIndex,
    PageRegion,
    box_rectangle,
    find_cells,
    find_divided_words,
    find_marked_regions,
    full_width_band,
    make_body_region,
)
from engross.model.notice import Code, Notice, make_notice
from engross.model.tree import NOWHERE, Where

SIDE_ATTRIBUTE, PAIR_CLASS, HEAD_CLASS, CALL_CLASS = "data-side", "pair", "languages", "pair-call"
Rectangle = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class SideText:
    """A language on the pages: its name in the markup, and the place of each of its notes among its own, by id."""

    name: str
    notes: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class _Seen:
    """The heads and cells of tables on the pages so far, by the identity of their elements."""

    heads: set[int] = field(default_factory=set)
    seats: dict[int, CellIndex] = field(default_factory=dict)


def find_side_regions(document: Document, side: SideText) -> tuple[PageRegion, ...]:
    """Return the regions of one language's text on all pages; of two that overlap, the earlier has the text."""
    seen = _Seen()
    return tuple(region for n, page in enumerate(document.pages) for region in _find_page_regions(n, page, side, seen))


def _find_page_regions(n: int, page: Page, side: SideText, seen: _Seen) -> Iterator[PageRegion]:
    yield from find_divided_words(n, page)
    yield from _find_columns(n, page, side)
    yield from find_cells(n, page, seen.seats, PAIR_CLASS)
    yield from find_marked_regions(n, page, seen.heads)
    yield from _find_notes(n, page, side)
    yield make_body_region(n, page)


def _find_columns(n: int, page: Page, side: SideText) -> Iterator[PageRegion]:
    """Yield what is no text of a language: the names of the languages, the other's cells; and its own masthead."""
    for box in body_boxes(page):
        classes = box_attribute(box, "class").split()
        if box.element_tag == "tr" and HEAD_CLASS in classes:
            yield PageRegion(n, NO_TEXT_REGION, full_width_band(box, page))
        elif box.element_tag == "tr" and PAIR_CLASS in classes:
            for cell, rectangle in _spread_cells(box, page):
                yield from _mark_side(n, cell, rectangle, side)
        elif box.element_tag == "div" and box_attribute(box, SIDE_ATTRIBUTE):
            yield from _mark_side(n, box, full_width_band(box, page), side)


def _mark_side(n: int, box: Box, rectangle: Rectangle, side: SideText) -> Iterator[PageRegion]:
    if box_attribute(box, SIDE_ATTRIBUTE) != side.name:
        yield PageRegion(n, NO_TEXT_REGION, rectangle)
    elif any(inner.element_tag == "header" for inner in all_boxes(box)):
        yield PageRegion(n, MASTHEAD_REGION, rectangle)


def _spread_cells(row: Box, page: Page) -> Iterator[tuple[Box, Rectangle]]:
    """Yield the cells of a row, each with its rectangle, outward to the edge of the page: marks may hang there."""
    left_to_right = sorted(row.children, key=lambda cell: cell.position_x)
    for place, cell in enumerate(left_to_right):
        left, bottom, right, top = box_rectangle(cell, page, around=0)
        if place == 0:
            left = 0.0
        if place == len(left_to_right) - 1:
            right = page.width * POINTS_PER_PIXEL
        yield cell, (left, bottom, right, top)


def _find_notes(n: int, page: Page, side: SideText) -> Iterator[PageRegion]:
    """Yield the notes of a language at the foot of a page, and as no text those of the other."""
    for note in note_boxes(page):
        parts = [box for box in all_boxes(note) if box_attribute(box, SIDE_ATTRIBUTE) and box.element_tag == "span"]
        for box, rectangle in _spread_parts(note, _drop_lines(parts), page):
            name, number = box_attribute(box, "data-note") or box_attribute(box, "id"), box_attribute(box, "data-n")
            if name in side.notes:
                yield PageRegion(n, NOTE_REGION, rectangle, name, number, side.notes[name])
            else:
                yield PageRegion(n, NO_TEXT_REGION, rectangle)


def _drop_lines(parts: list[Box]) -> list[Box]:
    """Return the outermost box of each element: those in it are of the same."""
    by_element = {id(box.element): box for box in reversed(parts)}
    return list(reversed(by_element.values()))


def _spread_parts(note: Box, parts: list[Box], page: Page) -> Iterator[tuple[Box, Rectangle]]:
    """Yield the languages of a note, each with its rectangle: side by side, one over the other, or one alone."""
    if not parts:
        yield note, full_width_band(note, page)
        return
    if len(parts) == 1 or parts[1].position_y > parts[0].position_y + parts[0].margin_height() - 1:
        yield from ((part, full_width_band(part, page)) for part in parts)
        return
    _, bottom, _, top = full_width_band(note, page)
    left, right = sorted(parts, key=lambda part: part.position_x)
    middle = (right.position_x - 1) * POINTS_PER_PIXEL  # the number of the right one stands at its edge
    yield left, (0.0, bottom, middle, top)
    yield right, (middle, bottom, page.width * POINTS_PER_PIXEL, top)


def audit_guest_calls(document: Document, places: Mapping[str, Where]) -> tuple[Notice, ...]:
    """Return a notice for each call of the second language that is on another page than the note that it leads to.

    ``places``: the place in the source of each such note, by the id of the note that holds it.
    """
    begins = {fragment.name: fragment.page for fragment in reversed(find_note_fragments(document))}
    calls = {
        (box_attribute(box, "href").removeprefix("#"), box_attribute(box, "title"), number): None
        for number, page in enumerate(document.pages, 1)
        for box in body_boxes(page)
        if box_attribute(box, "class") == CALL_CLASS
    }
    return tuple(
        make_notice(Code.NOTE_APART, places.get(name, NOWHERE), call=label, page=number, note=begins[name])
        for name, label, number in calls
        if begins.get(name, number) != number
    )
