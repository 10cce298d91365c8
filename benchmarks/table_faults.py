"""What a typesetter would mark in the tables of laid-out pages; ``benchmarks.pages`` counts it by language.

A table is followed over pages and columns by its element: each box of it is a piece.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from engross_weasyprint.document import Page
from engross_weasyprint.formatting_structure.boxes import (
    LineBox,
    TableBox,
    TableCellBox,
    TableRowBox,
    TextBox,
)

from engross.editions.pdf.boxes import Box, all_boxes, box_attribute

ROWS = 3  # below a head at a page's foot, and at the head of the next page, at least
SMALL = 0.3  # of the type area: a table no higher should not be broken
AIR = 40.0  # px that a column leaves blank beside a first column whose words take two lines
BOLD = 600  # the least weight of bold type


@dataclass(frozen=True)
class Piece:
    """A piece of a table on a page (from 1): its name, its rows without the head, and its place among the pieces."""

    page: int
    name: str
    table: Box
    rows: tuple[Box, ...]
    area_height: float
    is_first: bool
    is_last: bool


def heads_above_few_rows(pages: Sequence[Page]) -> Iterator[str]:
    """Yield the pieces of tables that go on but have fewer than three rows below their head."""
    for piece in _list_pieces(pages):
        if not piece.is_last and len(piece.rows) < ROWS and not _is_one_row_high(piece):
            yield f"page {piece.page}: {piece.name}, {len(piece.rows)} rows"


def broken_small_tables(pages: Sequence[Page]) -> Iterator[str]:
    """Yield the tables in several pieces that together take less than a third of a page."""
    by_name: dict[str, list[Piece]] = defaultdict(list)
    for piece in _list_pieces(pages):
        by_name[piece.name].append(piece)
    for name, pieces in by_name.items():
        height = sum(row.height for piece in pieces for row in piece.rows)
        if len({piece.page for piece in pieces}) > 1 and height < SMALL * pieces[0].area_height:
            yield f"page {pieces[0].page}: {name}"


def torn_totals(pages: Sequence[Page]) -> Iterator[str]:
    """Yield the pieces that begin with a row in bold type with figures, torn from what it sums up."""
    for piece in _list_pieces(pages):
        if not piece.is_first and piece.rows and _is_total(piece.rows[0]) and not all(map(_is_total, piece.rows)):
            yield f"page {piece.page}: {piece.name}, {_text(piece.rows[0])}"


def stranded_side_heads(pages: Sequence[Page]) -> Iterator[str]:
    """Yield the pieces that go on but end with a row that has words in one cell only, unlike the row before it."""
    for piece in _list_pieces(pages):
        if not piece.is_last and len(piece.rows) > 1:
            before, last = (sum(bool(_text(cell).strip()) for cell in row.children) for row in piece.rows[-2:])
            if last == 1 < before and not _is_total(piece.rows[-1]):
                yield f"page {piece.page}: {piece.name}, {_text(piece.rows[-1])}"


def wrapped_stubs(pages: Sequence[Page]) -> Iterator[str]:
    """Yield the rows whose first cell takes several lines while another column is blank by AIR in every row."""
    for piece in _list_pieces(pages):
        cells = [cell for row in all_boxes(piece.table) if isinstance(row, TableRowBox) for cell in row.children]
        air: dict[int, float] = {}
        for cell in cells:
            if isinstance(cell, TableCellBox) and cell.colspan == 1 and cell.grid_x:
                air[cell.grid_x] = min(air.get(cell.grid_x, cell.width), cell.width - _longest_line(cell))
        if max(air.values(), default=0.0) < AIR:
            continue
        for row in piece.rows:
            first = row.children[0] if row.children else None
            if isinstance(first, TableCellBox) and first.grid_x == 0 and _has_wrapped_paragraph(first):
                yield f"page {piece.page}: {piece.name}, {_text(first)}"


def _list_pieces(pages: Sequence[Page]) -> list[Piece]:
    """Return the pieces of all tables that stand in no other, in the order of the pages."""
    found: dict[int, list[tuple[int, Box, float]]] = defaultdict(list)
    for n, page in enumerate(pages, 1):
        inner: set[int] = set()
        for box in all_boxes(page._page_box):
            if isinstance(box, TableBox) and box.element is not None and id(box) not in inner:
                inner |= {id(below) for below in all_boxes(box)}
                found[id(box.element)].append((n, box, page._page_box.height))
    return [
        Piece(n, box_attribute(box, "id"), box, _body_rows(box), area, k == 0, k == len(pieces) - 1)
        for pieces in found.values()
        for k, (n, box, area) in enumerate(pieces)
    ]


def _body_rows(table: Box) -> tuple[Box, ...]:
    groups = (group for group in table.children if group.element_tag != "thead")
    return tuple(row for group in groups for row in group.children)


def _is_one_row_high(piece: Piece) -> bool:
    """Return whether rows of a piece are so high that three have no room on a page."""
    return any(row.height > piece.area_height / ROWS for row in piece.rows)


def _is_total(row: Box) -> bool:
    texts = [box for box in all_boxes(row) if isinstance(box, TextBox) and box.text.strip()]
    has_figures = any(map(str.isdecimal, "".join(box.text for box in texts)))
    return len(texts) > 1 and has_figures and all(box.style["font_weight"] >= BOLD for box in texts)


def _longest_line(cell: Box) -> float:
    lines = (box for box in all_boxes(cell) if isinstance(box, LineBox))
    return max((sum(b.width for b in all_boxes(line) if isinstance(b, TextBox)) for line in lines), default=0.0)


def _has_wrapped_paragraph(cell: Box) -> bool:
    return any(sum(isinstance(child, LineBox) for child in getattr(box, "children", ())) > 1 for box in all_boxes(cell))


def _text(box: Box) -> str:
    return "".join(inner.text for inner in all_boxes(box) if isinstance(inner, TextBox))
