"""Find how a table is set, from its cells: kinds of rows and columns, widths, what keeps together. The look is CSS.

Booktabs' manner (Chicago ch. 3, Bringhurst 4.4): rules only where they structure. A form, which has blanks to fill in,
keeps a rule under each row.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace

from engross.editions.typeset.tables.columns import (
    MANY_COLUMNS,
    ColumnShape,
    find_table_measure,
    shape_columns,
)
from engross.editions.typeset.tables.grid import PlacedCell, bare_text, is_blank, latest_text, list_notes, place_cells
from engross.editions.typeset.tables.rows import RowShape, find_row_kinds, shape_rows, span_side_heads
from engross.grammars.figures import count_tail, is_figure
from engross.model.tree import Cell, Table

FORM_SHARE = 0.5  # of the rows of a table without a head that have a blank, at least, if it is a form
WHOLE_ROWS, WHOLE_LINES = 12, 16  # a table of no more rows and lines is not broken
FRAME_LINES = 30  # a frame of no more lines is not broken
FULL_KINDS = ("box", "form", "wide")  # that take the full measure
PANEL_ROWS = 36  # a table of so many rows or more, if it is narrow, is set in two panels
PANEL_SHARE = 0.47  # of the measure that a table takes at most, if it is set in two panels
PANEL_LINES = 1.1  # lines of a row on an average, at most, in panels: a few long names may be broken
ROUNDING = 0.01  # em by which widths may add up to more
PANEL_GAP = 2.9  # em between two panels
WIDE_SHARE = 0.8  # of the measure that a table needs, at least, if it is set to the full measure
PHONE_WIDTH = 25.0  # em of a table's type on a telephone of 390 px
PHONE_COLUMN = 6.0  # em that the words of a column may be pressed to there


@dataclass(frozen=True, slots=True)
class CellShape:
    """How a cell is set. ``is_figure``: on the digits of its column, ``tail`` half digits short of the longest behind
    the units. ``label``: the words of the column's head, for a page too narrow for columns; "" for none. ``is_stub``:
    whether it begins in the first column.
    """

    cell: Cell
    is_figure: bool = False
    tail: int = 0
    label: str = ""
    is_stub: bool = False


@dataclass(frozen=True, slots=True)
class TableShape:
    """How a table is set: ``kinds`` name it for the style sheets; its columns; its rows, each with its cells.

    ``width``: what it needs, in em of its type; 0 for the full measure.
    """

    kinds: tuple[str, ...]
    width: float
    columns: tuple[ColumnShape, ...]
    rows: tuple[tuple[RowShape, tuple[CellShape, ...]], ...]


def shape_table(table: Table, line: float) -> TableShape:
    """Return how a table is set; ``line``: the measure in em of the text."""
    measure = find_table_measure(line)
    row_kinds = find_row_kinds(table)
    spanned = replace(table, rows=span_side_heads(table, row_kinds))
    columns = _shape_panel(spanned, measure) or shape_columns(spanned, measure)
    rows = shape_rows(spanned, row_kinds, columns, measure)
    kinds = tuple(_name_kinds(spanned, columns, rows, measure))
    width = sum(column.width for column in columns)
    if "panels" in kinds:
        width = 2 * width + PANEL_GAP
    return TableShape(
        kinds,
        0.0 if any(kind in FULL_KINDS for kind in kinds) else round(width, 1),
        columns,
        tuple(zip(rows, _shape_cells(spanned, columns), strict=True)),
    )


def _shape_panel(table: Table, measure: float) -> tuple[ColumnShape, ...]:
    """Return the columns of a long table that a few cells of two lines make narrow enough for two panels, else ()."""
    if len(table.rows) < PANEL_ROWS or not _is_plain(table):
        return ()
    columns = shape_columns(table, PANEL_SHARE * measure)
    kinds = ("",) * len(table.rows)
    lines = sum(row.lines for row in shape_rows(table, kinds, columns, measure))
    is_narrow = sum(column.width for column in columns) <= PANEL_SHARE * measure + ROUNDING
    is_pressed = any(column.is_tight for column in columns) or lines > PANEL_LINES * len(table.rows)
    return columns if is_narrow and not is_pressed else ()


def _shape_cells(table: Table, columns: tuple[ColumnShape, ...]) -> list[tuple[CellShape, ...]]:
    """Return the cells of each row."""
    labels: dict[int, list[str]] = defaultdict(list)
    rows: list[list[CellShape]] = [[] for _ in table.rows]
    for placed in place_cells(table):
        if placed.row < table.heads:
            for n in range(placed.column, placed.column + placed.cell.columns):
                labels[n] += bare_text(placed.cell.blocks).split("\n") if placed.cell.blocks else []
        rows[placed.row].append(_shape_cell(placed, table, columns, labels))
    return [tuple(row) for row in rows]


def _shape_cell(
    placed: PlacedCell, table: Table, columns: tuple[ColumnShape, ...], labels: dict[int, list[str]]
) -> CellShape:
    """Return a cell; a head stands over the digits of its column as the figures do."""
    column, is_head = columns[placed.column], placed.row < table.heads
    is_stub = placed.column == 0
    if placed.cell.columns > 1:
        return CellShape(placed.cell, is_stub=is_stub)
    text = latest_text(placed.cell.blocks)
    is_set_by_digit = column.is_figures and (is_head or is_figure(text))
    tail = column.tail - count_tail(text, column.is_decimal) if is_set_by_digit and not is_head else 0
    label = " ".join(labels[placed.column]) if not is_head and placed.column else ""
    return CellShape(placed.cell, is_set_by_digit, tail, label, is_stub)


def _name_kinds(
    table: Table, columns: tuple[ColumnShape, ...], rows: tuple[RowShape, ...], measure: float
) -> Iterator[str]:
    """Yield the kinds of a table: "form", "box", "panels" or "wide"; "dense"; "tight"; "unruled"; "whole"; "cards"."""
    width = sum(column.width for column in columns)
    is_frame = len(columns) == 1 and len(rows) <= WHOLE_ROWS
    if is_frame:
        yield "box"
    elif _is_form(table):
        yield "form"
    elif len(rows) >= PANEL_ROWS and width <= PANEL_SHARE * measure + ROUNDING and _is_plain(table):
        yield "panels"
    elif width >= WIDE_SHARE * measure:
        yield "wide"
    if len(columns) >= MANY_COLUMNS:
        yield "dense"
    if any(column.is_tight for column in columns):
        yield "tight"
    if table.rules == () and not table.heads:
        yield "unruled"
    if len(rows) <= WHOLE_ROWS and sum(row.lines for row in rows) <= (FRAME_LINES if is_frame else WHOLE_LINES):
        yield "whole"
    if table.heads and len(columns) > 2 and sum(min(c.width, PHONE_COLUMN) for c in columns) > PHONE_WIDTH:
        yield "cards"


def _is_form(table: Table) -> bool:
    """Return whether a table has blanks to fill in."""
    return not table.heads and sum(any(map(is_blank, row)) for row in table.rows) >= FORM_SHARE * len(table.rows)


def _is_plain(table: Table) -> bool:
    """Return whether no cell of a table reaches down or calls a note."""
    return all(cell.rows == 1 and not list_notes(cell.blocks) for row in table.rows for cell in row)
