"""Cut lines in columns, as layouts keep the tables of a page, into cells.

A table has columns of figures: columns without any, such as a list of sponsors, are no table. Each line is cut where
its columns part; a line without a gap over it, among rows that have one, continues the cells above.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from engross.grammars.figures import FIGURE_CELLS_SHARE, is_figure
from engross.readers.lines.columns import CROSSING_ROWS_SHARE, FEW_ROWS, find_columns
from engross.readers.lines.layout_habits import CLAUSE_END_MARKS
from engross.readers.lines.lines import TEXT_LINE, CellPosition, Line, LineKey
from engross.readers.lines.table_layout import CellLayout, TableFrame

COLUMN_GAP = re.compile(r"\s{3,}")  # between two columns
LEAST_ROWS = 4  # rows with more than one cell: fewer are no table
ROW_GAP_LINES = 4  # blank lines that may stand between two rows
LABEL_ROWS = 3  # rows of one cell that may stand together
LABEL_CHARACTERS = 60  # characters of such a row
MANY_COLUMNS = 60  # columns: a table has fewer
FIRST_CELL_PIECE = 1000  # pieces of a line numbered from here on are cells


@dataclass(frozen=True, slots=True)
class CellPiece:
    """What one line holds of a cell: its span in the line's text, and its span across the page, in characters."""

    start: int
    end: int
    left: int
    right: int


@dataclass(frozen=True, slots=True)
class TableGrid:
    """A table's lines: their indices, the pieces of each, the edges of its columns, its rows, how many are its head."""

    lines: tuple[int, ...]
    cut: tuple[tuple[CellPiece, ...], ...]
    columns: tuple[tuple[int, int], ...]
    rows: tuple[tuple[int, ...], ...]
    heads: int

    def column_span(self, piece: CellPiece) -> tuple[int, int]:
        """Return the first column that a piece reaches into, and how many it does; if none, the nearest column."""
        reached = [n for n, (left, right) in enumerate(self.columns) if piece.left < right and piece.right > left]
        nearest = min(range(len(self.columns)), key=lambda n: abs(self.columns[n][0] - piece.left))
        return (reached[0], reached[-1] - reached[0] + 1) if reached else (nearest, 1)


@dataclass(frozen=True, slots=True)
class ColumnTables:
    """The frames of tables, and by key what replaces the lines of each: its cells the first, nothing the others."""

    frames: tuple[TableFrame, ...]
    replacements: dict[LineKey, tuple[Line, ...]]

    def apply_to(self, lines: list[Line]) -> list[Line]:
        """Return lines with those of tables cut into cells, row by row."""
        return [cell for line in lines for cell in self.replacements.get(line.key, (line,))]


def find_column_tables(lines: list[Line]) -> ColumnTables:
    """Return the tables in columns among lines; one that goes on behind furniture continues the frame before."""
    texts = [n for n, line in enumerate(lines) if line.kind == TEXT_LINE and line.calls is None]
    cut = {n: _split_at_gaps(lines[n]) for n in texts}
    spans = (_trim_prose(lines, span, cut) for span in _find_table_spans(lines, texts, cut))
    grids = [grid for span in spans if span and (grid := _build_grid(lines, span, cut))]
    replacements: dict[LineKey, tuple[Line, ...]] = {}
    frames: list[TableFrame] = []
    last_end = 0
    for grid in grids:
        goes_on = bool(frames) and all(line.kind != TEXT_LINE for line in lines[last_end : grid.lines[0]])
        goes_on = goes_on and frames[-1].width == len(grid.columns)
        rows_before = len(frames[-1].rows) if goes_on else 0
        frame, cells = _build_frame_and_cells(lines, grid, (len(frames) - goes_on, rows_before))
        frames[-1:] = (
            [TableFrame((*frames[-1].rows, *frame.rows), frames[-1].heads)] if goes_on else [*frames[-1:], frame]
        )
        replacements |= {lines[n].key: () for n in grid.lines} | {lines[grid.lines[0]].key: tuple(cells)}
        last_end = grid.lines[-1] + 1
    return ColumnTables(tuple(frames), replacements)


def _split_at_gaps(line: Line) -> tuple[CellPiece, ...]:
    """Split a line into cells at its wide gaps."""
    edges = [0, *(n for gap in COLUMN_GAP.finditer(line.text) for n in gap.span()), len(line.text)]
    return tuple(
        CellPiece(a, b, line.indent + a, line.indent + b) for a, b in zip(edges[::2], edges[1::2], strict=True)
    )


PiecesByLine = dict[int, tuple[CellPiece, ...]]


def _find_table_spans(lines: list[Line], texts: list[int], cut: PiecesByLine) -> Iterator[list[int]]:
    """Yield spans of lines of cells that stand together on a page, with the rows of one cell between them."""
    span: list[int] = []
    between: list[int] = []
    labels: list[int] = []
    for before, n in zip([-1, *texts], texts, strict=False):
        is_apart = before >= 0 and (lines[n].gap > ROW_GAP_LINES or lines[n].page != lines[before].page)
        if span and (is_apart or len(labels) > LABEL_ROWS or not all(_is_label(lines[m]) for m in labels)):
            yield _extend_span(lines, texts, span)
            span, between, labels = [], [], []
        if len(cut[n]) > 1:
            span += [*between, n]
            between, labels = [], []
        elif span:
            between.append(n)
            labels += [n] if lines[n].gap else []
    if span:
        yield _extend_span(lines, texts, span)


def _extend_span(lines: list[Line], texts: list[int], span: list[int]) -> list[int]:
    """Return a span with the line over it, and those under it that no gap parts from it."""
    first, last = bisect_left(texts, span[0]), bisect_left(texts, span[-1])
    if first and lines[texts[first - 1]].indent and _is_directly_below(lines, (texts[first - 1], span[0])):
        span = [texts[first - 1], *span]
    end, gaps = last, sum(lines[n].gap > 0 for n in span)
    while (
        2 * gaps > len(span) + end - last
        and end + 1 < len(texts)
        and _is_directly_below(lines, (texts[end], texts[end + 1]))
    ):
        end += 1
    return [*span, *texts[last + 1 : end + 1]]


def _trim_prose(lines: list[Line], span: list[int], cut: PiecesByLine) -> list[int]:
    """Return a span without paragraphs at its edges: rows that end with a mark and have no figures."""
    rows = list(_group_rows(lines, span, cut))
    while rows and _is_prose(lines, rows[0], cut):
        rows.pop(0)
    while rows and _is_prose(lines, rows[-1], cut):
        rows.pop()
    return [n for row in rows for n in row]


def _is_prose(lines: list[Line], row: tuple[int, ...], cut: PiecesByLine) -> bool:
    behind = [lines[n].text[piece.start : piece.end] for n in row for piece in cut[n][1:]]
    return lines[row[-1]].text.endswith(CLAUSE_END_MARKS) and not any(map(is_figure, behind))


def _is_directly_below(lines: list[Line], pair: tuple[int, int]) -> bool:
    """Return whether the second line of a pair follows the first on its page without a gap."""
    before, line = (lines[n] for n in pair)
    return not line.gap and line.page == before.page


def _has_gapped_rows(lines: list[Line], span: list[int]) -> bool:
    """Return whether gaps stand before most lines of a span."""
    return sum(lines[n].gap > 0 for n in span) > len(span) / 2


def _is_label(line: Line) -> bool:
    return len(line.text) <= LABEL_CHARACTERS and not line.text.endswith(CLAUSE_END_MARKS)


def _build_grid(lines: list[Line], span: list[int], cut: PiecesByLine) -> TableGrid | None:
    """Return the table of a span of lines, or None if it has few rows, no columns, or no figures in any."""
    cell_rows = [cut[n] for n in span if len(cut[n]) > 1]
    columns = find_columns([[(piece.left, piece.right) for piece in row] for row in cell_rows])
    if (
        len(cell_rows) < FEW_ROWS
        or not 2 <= len(columns) < MANY_COLUMNS
        or sum(len(row) > len(columns) for row in cell_rows) > CROSSING_ROWS_SHARE * len(cell_rows)
    ):
        return None
    rows = tuple(_group_rows(lines, span, cut))
    grid = TableGrid(tuple(span), tuple(cut[n] for n in span), columns, rows, 0)
    figures = {n: [is_figure(lines[n].text[piece.start : piece.end]) for piece in cut[n]] for n in span}
    cells: dict[int, list[bool]] = {}
    for n in span:
        for piece, flag in zip(cut[n], figures[n], strict=True):
            if len(cut[n]) > 1:
                cells.setdefault(grid.column_span(piece)[0], []).append(flag)
    figure_columns = [
        column for column, flags in cells.items() if column and sum(flags) >= FIGURE_CELLS_SHARE * len(flags)
    ]
    has_figure_rows = sum(any(figures[n][1:]) for n in span) >= FEW_ROWS
    if not any(len(cells[column]) >= LEAST_ROWS - 1 or has_figure_rows for column in figure_columns):
        return None
    return replace(grid, heads=_count_head_rows(rows, figures))


def _count_head_rows(rows: tuple[tuple[int, ...], ...], figures: dict[int, list[bool]]) -> int:
    """Return how many rows stand over the first that has figures, or only one cell."""
    return next((n for n, row in enumerate(rows) if _is_first_body_row([figures[m] for m in row])), 0)


def _is_first_body_row(row: list[list[bool]]) -> bool:
    return any(any(flags[1:]) for flags in row) or (len(row) == 1 and len(row[0]) < 2)


def _group_rows(lines: list[Line], span: list[int], cut: PiecesByLine) -> Iterator[tuple[int, ...]]:
    """Yield the rows of a span: a line without a gap belongs to the row above, if most lines have gaps.

    If not, a single cell that begins with a small letter does.
    """
    is_gapped = _has_gapped_rows(lines, span)
    row: list[int] = []
    for n in span:
        is_lower_cell = len(cut[n]) == 1 and lines[n].text[:1].islower()
        if row and not (not lines[n].gap if is_gapped else is_lower_cell):
            yield tuple(row)
            row = []
        row.append(n)
    yield tuple(row)


def _build_frame_and_cells(
    lines: list[Line], grid: TableGrid, numbers: tuple[int, int]
) -> tuple[TableFrame, list[Line]]:
    """Return the frame of a grid, and its lines cut into cells. ``numbers``: of the table, and of its first row."""
    table, first = numbers
    rows: list[tuple[tuple[int, CellLayout], ...]] = []
    out: list[Line] = []
    pieces = dict(zip(grid.lines, grid.cut, strict=True))
    for row in grid.rows:
        placed: dict[int, list[tuple[int, CellPiece]]] = {}
        for line in row:
            for piece in pieces[line]:
                placed.setdefault(grid.column_span(piece)[0], []).append((line, piece))
        slots = tuple(
            (n, _align_figures(slot, lines, placed.get(n, ()) if n else ()))
            for n, slot in _make_cell_layouts(grid, placed)
        )
        rows.append(slots)
        for column, _ in slots:
            out += _cut_cell_lines(
                lines, placed.get(column, []), CellPosition(table, first + len(rows) - 1, column, begins=True)
            )
    return TableFrame(tuple(rows), grid.heads), out


def _make_cell_layouts(
    grid: TableGrid, placed: dict[int, list[tuple[int, CellPiece]]]
) -> Iterator[tuple[int, CellLayout]]:
    """Yield the cells of a row from left to right, each with its column; columns without words have an empty one."""
    column = 0
    while column < len(grid.columns):
        end = max((sum(grid.column_span(piece)) for _, piece in placed.get(column, [])), default=column + 1)
        stop = min(end, *(other for other in placed if other > column), len(grid.columns))
        yield column, CellLayout(stop - column)
        column = stop


def _align_figures(slot: CellLayout, lines: list[Line], pieces: Iterable[tuple[int, CellPiece]]) -> CellLayout:
    """Align a cell to the right if all its pieces are figures."""
    words = [lines[n].text[piece.start : piece.end] for n, piece in pieces]
    return replace(slot, align="right") if words and all(map(is_figure, words)) else slot


def _cut_cell_lines(lines: list[Line], pieces: list[tuple[int, CellPiece]], spot: CellPosition) -> Iterator[Line]:
    """Yield the lines of one cell, each a piece of a source line."""
    for count, (n, piece) in enumerate(pieces):
        words = lines[n].text[piece.start : piece.end]
        position = replace(spot, begins=count == 0)
        yield replace(
            lines[n],
            text=words,
            piece=lines[n].piece + FIRST_CELL_PIECE * (piece.start + 1),
            begins=count == 0,
            spot=position,
        )
