"""Lines in columns, as layouts keep the tables of a page, to lines of cells.

A table has columns of figures: what stands in columns without any, such as a list of sponsors, is none. Each line is
cut where its columns part; a line without a gap over it, among rows that have one, goes on with the cells above.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Protocol

from engross.readers.lines.columns import CROSSING_ROWS_SHARE, FEW_ROWS, find_columns
from engross.readers.lines.lines import TEXT_LINE, CellPosition, Line, LineKey
from engross.readers.lines.paragraphs import COMMAS, PARAGRAPH_END_MARKS
from engross.readers.lines.table_layout import CellLayout, TableFrame

COLUMN_GAP = re.compile(r"\s{3,}")  # between two columns
FIGURE_WORDS = re.compile(r"[(]?[-–—+]?\s?[$€£]?\s?\d[\d .,\u00a0\u202f]*\s?[%)]*|[-–—]+|\.{2,}|…")
LEAST_ROWS = 4  # with more than one cell: fewer are no table
FIGURE_CELLS_SHARE = 0.6  # of the cells of a column of figures
ROW_GAP_LINES = 4  # blank lines that may stand between two rows
LABEL_ROWS = 3  # rows of one cell that may stand together
LABEL_CHARACTERS = 60  # characters of such a row
MANY_COLUMNS = 60  # columns: a table has fewer
FIRST_CELL_PIECE = 1000  # the pieces of a line from here on are cells


@dataclass(frozen=True, slots=True)
class CellPiece:
    """What stands in one cell of a line: from where to where in its text, from where to where in the columns."""

    start: int
    end: int
    left: int
    right: int


@dataclass(frozen=True, slots=True)
class TableGrid:
    """A table's lines: where they stand among all, the pieces of each, the edges of its columns, its rows of lines."""

    lines: tuple[int, ...]
    cut: tuple[tuple[CellPiece, ...], ...]
    columns: tuple[tuple[int, int], ...]
    rows: tuple[tuple[int, ...], ...]
    heads: int

    def column_span(self, piece: CellPiece) -> tuple[int, int]:
        """The first column that a piece reaches into, and how many it does."""
        met = [n for n, (left, right) in enumerate(self.columns) if piece.left < right and piece.right > left]
        near = min(range(len(self.columns)), key=lambda n: abs(self.columns[n][0] - piece.left))
        return (met[0], met[-1] - met[0] + 1) if met else (near, 1)


@dataclass(frozen=True, slots=True)
class ColumnTables:
    """The frames of tables, and what stands for the lines of each, by their keys: its cells for the first."""

    frames: tuple[TableFrame, ...]
    replacements: dict[LineKey, tuple[Line, ...]]

    def apply_to(self, lines: list[Line]) -> list[Line]:
        """Lines with those of tables cut into cells, row by row."""
        return [cell for line in lines for cell in self.replacements.get(line.key, (line,))]


def find_column_tables(lines: list[Line]) -> ColumnTables:
    """The tables among lines."""
    texts = [n for n, line in enumerate(lines) if line.kind == TEXT_LINE and line.calls is None]
    cut = {n: _split_at_gaps(lines[n]) for n in texts}
    spans = (_trim_prose(lines, span, cut) for span in _find_table_spans(lines, texts, cut))
    found = [grid for span in spans if span and (grid := _build_grid(lines, span, cut))]
    instead: dict[LineKey, tuple[Line, ...]] = {}
    frames: list[TableFrame] = []
    done = 0
    for grid in found:
        goes_on = bool(frames) and all(line.kind != TEXT_LINE for line in lines[done : grid.lines[0]])
        goes_on = goes_on and frames[-1].width == len(grid.columns)
        before = len(frames[-1].rows) if goes_on else 0
        frame, cells = _build_frame_and_cells(lines, grid, (len(frames) - goes_on, before))
        frames[-1:] = (
            [TableFrame((*frames[-1].rows, *frame.rows), frames[-1].heads)] if goes_on else [*frames[-1:], frame]
        )
        instead |= {lines[n].key: () for n in grid.lines} | {lines[grid.lines[0]].key: tuple(cells)}
        done = grid.lines[-1] + 1
    return ColumnTables(tuple(frames), instead)


def _split_at_gaps(line: Line) -> tuple[CellPiece, ...]:
    """A line's cells: what gaps part."""
    edges = [0, *(n for gap in COLUMN_GAP.finditer(line.text) for n in gap.span()), len(line.text)]
    return tuple(
        CellPiece(a, b, line.indent + a, line.indent + b) for a, b in zip(edges[::2], edges[1::2], strict=True)
    )


PiecesByLine = dict[int, tuple[CellPiece, ...]]


def _find_table_spans(lines: list[Line], texts: list[int], cut: PiecesByLine) -> Iterator[list[int]]:
    """Where lines of cells stand together on a page, rows of one cell between them."""
    span: list[int] = []
    between: list[int] = []
    alone: list[int] = []
    for before, n in zip([-1, *texts], texts, strict=False):
        apart = before >= 0 and (lines[n].gap > ROW_GAP_LINES or lines[n].page != lines[before].page)
        if span and (apart or len(alone) > LABEL_ROWS or not all(_is_label(lines[m]) for m in alone)):
            yield _extend_span(lines, texts, span)
            span, between, alone = [], [], []
        if len(cut[n]) > 1:
            span += [*between, n]
            between, alone = [], []
        elif span:
            between.append(n)
            alone += [n] if lines[n].gap else []
    if span:
        yield _extend_span(lines, texts, span)


def _extend_span(lines: list[Line], texts: list[int], span: list[int]) -> list[int]:
    """A span with the line over it and those under it that no gap parts from it."""
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
    """A span without paragraphs at its edges: rows that end with a stop and have no figures."""
    rows = list(_group_rows(lines, span, cut))
    while rows and _is_prose(lines, rows[0], cut):
        rows.pop(0)
    while rows and _is_prose(lines, rows[-1], cut):
        rows.pop()
    return [n for row in rows for n in row]


def _is_prose(lines: list[Line], row: tuple[int, ...], cut: PiecesByLine) -> bool:
    behind = [lines[n].text[piece.start : piece.end] for n in row for piece in cut[n][1:]]
    return lines[row[-1]].text.endswith((*COMMAS, *PARAGRAPH_END_MARKS)) and not any(map(is_figure, behind))


def _is_directly_below(lines: list[Line], pair: tuple[int, int]) -> bool:
    """Whether no gap parts a line from the one before it."""
    before, line = (lines[n] for n in pair)
    return not line.gap and line.page == before.page


def _has_gapped_rows(lines: list[Line], span: list[int]) -> bool:
    """Whether gaps part most rows."""
    return sum(lines[n].gap > 0 for n in span) > len(span) / 2


def _is_label(line: Line) -> bool:
    return len(line.text) <= LABEL_CHARACTERS and not line.text.endswith((*COMMAS, *PARAGRAPH_END_MARKS))


def _build_grid(lines: list[Line], span: list[int], cut: PiecesByLine) -> TableGrid | None:
    """The table of a span of lines; None where it is none: few rows, no columns, no figures in any."""
    wide = [cut[n] for n in span if len(cut[n]) > 1]
    columns = find_columns([[(piece.left, piece.right) for piece in row] for row in wide])
    if (
        len(wide) < FEW_ROWS
        or not 2 <= len(columns) < MANY_COLUMNS
        or sum(len(row) > len(columns) for row in wide) > CROSSING_ROWS_SHARE * len(wide)
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
    counted = [column for column, flags in cells.items() if column and sum(flags) >= FIGURE_CELLS_SHARE * len(flags)]
    every = sum(any(figures[n][1:]) for n in span) >= FEW_ROWS
    if not any(len(cells[column]) >= LEAST_ROWS - 1 or every for column in counted):
        return None
    return replace(grid, heads=_count_head_rows(rows, figures))


def _count_head_rows(rows: tuple[tuple[int, ...], ...], figures: dict[int, list[bool]]) -> int:
    """How many rows stand over the first that has figures, or one cell alone."""
    return next((n for n, row in enumerate(rows) if _is_first_body_row([figures[m] for m in row])), 0)


def _is_first_body_row(row: list[list[bool]]) -> bool:
    return any(any(flags[1:]) for flags in row) or (len(row) == 1 and len(row[0]) < 2)


def _group_rows(lines: list[Line], span: list[int], cut: PiecesByLine) -> Iterator[tuple[int, ...]]:
    """The rows of a span: a line goes on with the row above where no gap parts them, though gaps part most."""
    gapped = _has_gapped_rows(lines, span)
    row: list[int] = []
    for n in span:
        small = len(cut[n]) == 1 and lines[n].text[:1].islower()
        if row and not (not lines[n].gap if gapped else small):
            yield tuple(row)
            row = []
        row.append(n)
    yield tuple(row)


def is_figure(words: str) -> bool:
    """Whether words of a table are a number, or a dash in place of one."""
    return FIGURE_WORDS.fullmatch(words.strip()) is not None


def _build_frame_and_cells(
    lines: list[Line], grid: TableGrid, numbers: tuple[int, int]
) -> tuple[TableFrame, list[Line]]:
    """The frame of a grid, and its lines cut. ``numbers``: the table's, and of its first row."""
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
    """The cells of a row from left to right; columns without words have an empty one."""
    column = 0
    while column < len(grid.columns):
        last = max((sum(grid.column_span(piece)) for _, piece in placed.get(column, [])), default=column + 1)
        stop = min(last, *(other for other in placed if other > column), len(grid.columns))
        yield column, CellLayout(stop - column)
        column = stop


def _align_figures(slot: CellLayout, lines: list[Line], pieces: Iterable[tuple[int, CellPiece]]) -> CellLayout:
    """A cell, at the right where it is a figure."""
    words = [lines[n].text[piece.start : piece.end] for n, piece in pieces]
    return replace(slot, align="right") if words and all(map(is_figure, words)) else slot


def _cut_cell_lines(lines: list[Line], pieces: list[tuple[int, CellPiece]], spot: CellPosition) -> Iterator[Line]:
    """The lines of one cell, each a piece of a line of its own."""
    for count, (n, piece) in enumerate(pieces):
        words = lines[n].text[piece.start : piece.end]
        own = replace(spot, begins=count == 0)
        yield replace(
            lines[n],
            text=words,
            piece=lines[n].piece + FIRST_CELL_PIECE * (piece.start + 1),
            begins=count == 0,
            spot=own,
        )


class TableStretch(Protocol):
    """Lines that belong together: where they begin and end among the lines of text."""

    @property
    def start(self) -> int:
        """The first."""

    @property
    def stop(self) -> int:
        """The one after the last."""


def split_around_tables(part: range, found: Mapping[int, TableStretch]) -> Iterator[range]:
    """The stretches of a part of the lines, each either a table's or one without any."""
    edges = {part.start, part.stop}
    for grid in found.values():
        if grid.start in part:
            edges |= {grid.start, min(grid.stop, part.stop)}
    yield from (range(a, b) for a, b in pairwise(sorted(edges)))
