"""Find the kinds of a table's rows, and which of them stay together on a page.

A side head keeps with its first row and a total with the last row of its group; three rows at least stand below a head
at a page's foot, and at the head of the next page.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

from engross.editions.typeset.tables.columns import ColumnShape
from engross.editions.typeset.tables.grid import (
    PlacedCell,
    bare_text,
    is_blank,
    is_bold,
    latest_text,
    list_notes,
    place_cells,
    text_width,
)
from engross.grammars.figures import is_figure
from engross.model.tree import Cell, Table

EDGE_ROWS = 3  # that stand together at the foot and the head of a page, at least
LONGEST_RUN = 9  # rows that keep together, at most
LONGEST_ROW = 6  # lines of a row that keeps with others, at most
BROKEN_ROW = 16  # lines of a row that is broken where its page ends, at least: a third of a page
MOST_SIDE_HEADS = 0.5  # of the rows of a table
MOST_RULES = 0.5  # of the rows of a table that are totals, or below a rule, if rules structure it
SIDE_HEAD, TOTAL = "side-head", "total"

Row = tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class RowShape:
    """A row: its kind ("side-head", "total" or ""), its lines, whether the row behind it stays on its page, and
    whether a rule stands above it.
    """

    kind: str = ""
    lines: int = 1
    keeps: bool = False
    is_ruled: bool = False

    @property
    def is_long(self) -> bool:
        """Return whether the row is broken where its page ends; others go to the next page."""
        return self.lines >= BROKEN_ROW


def find_row_kinds(table: Table) -> tuple[str, ...]:
    """Return the kind of each row of a table: "side-head", "total" or ""."""
    side_heads, totals = set(_find_side_heads(table)), set(_find_totals(table))
    return tuple(SIDE_HEAD if n in side_heads else TOTAL if n in totals else "" for n in range(len(table.rows)))


def span_side_heads(table: Table, kinds: tuple[str, ...]) -> tuple[Row, ...]:
    """Return the rows of a table, the words of side heads and totals joined to the blank cells behind them."""
    return tuple(_span_row(row) if kind else row for row, kind in zip(table.rows, kinds, strict=True))


def shape_rows(
    table: Table, kinds: tuple[str, ...], columns: tuple[ColumnShape, ...], measure: float
) -> tuple[RowShape, ...]:
    """Return the rows of a table with what keeps together; ``measure``: in em of its type."""
    lines = _count_lines(table, columns, measure)
    rows = [RowShape(kind, count) for kind, count in zip(kinds, lines, strict=True)]
    keeping, ruled = _find_keeping(rows, table), _list_ruled_rows(table, kinds)
    return tuple(replace(row, keeps=n in keeping, is_ruled=n in ruled) for n, row in enumerate(rows))


def _list_ruled_rows(table: Table, kinds: tuple[str, ...]) -> frozenset[int]:
    """Return the rows below the head, but the first, that a rule stands above: those of the source, else totals.

    A grid, with rules between most of its rows, does not say which of them structure.
    """
    body = range(table.heads + 1, len(table.rows))
    ruled = frozenset(table.rules or ()).intersection(body)
    if table.rules and len(ruled) <= MOST_RULES * len(body):
        return ruled
    return frozenset(n for n in body if kinds[n] == TOTAL)


def _find_side_heads(table: Table) -> list[int]:
    """Return the rows that head others: one cell has words, what follows it is blank, the next row has more."""
    filled = [[n for n, cell in enumerate(row) if not is_blank(cell)] for row in table.rows]
    heads = [
        n
        for n, row in enumerate(table.rows[:-1])
        if n >= table.heads
        and len(filled[n]) == 1
        and len(filled[n + 1]) > 0
        and all(cell.rows == 1 for cell in row)
        and (filled[n][0] < len(row) - 1 or row[filled[n][0]].columns > 1)
        and not is_figure(latest_text(row[filled[n][0]].blocks))
    ]
    return heads if len(heads) <= MOST_SIDE_HEADS * (len(table.rows) - table.heads) else []


def _span_row(row: Row) -> Row:
    """Return a row whose first cell with words is wider by the blank cells behind it."""
    at = next(n for n, cell in enumerate(row) if not is_blank(cell))
    end = next((n for n in range(at + 1, len(row)) if not is_blank(row[n]) or row[n].rows > 1), len(row))
    return (*row[:at], replace(row[at], columns=sum(cell.columns for cell in row[at:end])), *row[end:])


def _find_totals(table: Table) -> list[int]:
    """Return the rows of figures that are bold, or that the source rules off above and below, unless most are such."""
    body = range(table.heads, len(table.rows))
    rules = frozenset(table.rules or ())
    ruled_off = [n for n in body if n > table.heads and {n, n + 1} <= rules]
    ruled_off = ruled_off if len(ruled_off) <= MOST_RULES * len(body) else []
    totals = [n for n in body if _has_figures(table.rows[n]) and (n in ruled_off or _is_in_bold(table.rows[n]))]
    return totals if len(totals) <= MOST_RULES * len(body) else []


def _has_figures(row: Row) -> bool:
    """Return whether there are figures behind the first words of a row."""
    cells = [cell for cell in row if not is_blank(cell)]
    return any(is_figure(latest_text(cell.blocks)) for cell in cells[1:])


def _is_in_bold(row: Row) -> bool:
    return all(is_bold(cell) for cell in row if not is_blank(cell))


def _count_lines(table: Table, columns: tuple[ColumnShape, ...], measure: float) -> list[int]:
    """Return the estimated number of lines that each row takes on its page, those of the notes that it calls too."""
    lines = [1] * len(table.rows)
    for placed in place_cells(table):
        lines[placed.row] = max(lines[placed.row], _cell_lines(placed, columns) // placed.cell.rows)
    return [count + _count_note_lines(row, measure) for count, row in zip(lines, table.rows, strict=True)]


def _count_note_lines(row: Row, measure: float) -> int:
    """Return the estimated number of lines of the notes that a row calls."""
    return sum(
        math.ceil(text_width(bare_text(note.blocks)) / measure) for cell in row for note in list_notes(cell.blocks)
    )


def _cell_lines(placed: PlacedCell, columns: tuple[ColumnShape, ...]) -> int:
    spanned = columns[placed.column : placed.column + placed.cell.columns]
    width = sum(column.width for column in spanned) or 1.0
    return sum(max(1, math.ceil(text_width(line) / width)) for line in bare_text(placed.cell.blocks).split("\n"))


def _find_keeping(rows: list[RowShape], table: Table) -> set[int]:
    """Return the rows that the row behind them stays with; runs of them are short, so that a page has room for each."""
    last = len(rows) - 1
    edges = {*range(table.heads, table.heads + EDGE_ROWS - 1), *range(max(table.heads, last - EDGE_ROWS + 1), last)}
    reaching = {n + k for n, row in enumerate(table.rows) for k in range(max(cell.rows for cell in row) - 1)}
    wanted = edges | reaching | {n for n, row in enumerate(rows) if row.kind == SIDE_HEAD}
    wanted |= {n - 1 for n, row in enumerate(rows) if row.kind == TOTAL and n > table.heads}
    keeping: set[int] = set()
    run = 0
    for n in range(last):
        run = run + 1 if n in wanted and max(rows[n].lines, rows[n + 1].lines) <= LONGEST_ROW else 0
        if 0 < run < LONGEST_RUN:
            keeping.add(n)
        elif run:
            run = 0
    return keeping
