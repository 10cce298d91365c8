"""Lines in columns, as layouts keep the tables of a page, to Tables.

A table has columns of figures: what stands in columns without any, such as a list of sponsors, is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from engross.structure.raw.frames import Framed
from engross.structure.raw.lines import Line
from engross.structure.raw.paragraphs import ENDS

GAP = re.compile(r"\s{3,}")  # between two columns
FIGURES = re.compile(r"[(]?[-–—+]?\s?[$€£]?\s?\d[\d .,\u00a0\u202f]*\s?[%)]*|[-–—]+|\.{2,}|…")
ROWS = 4  # with more than one cell: fewer are no table
MOST = 0.6  # of the cells of a column of figures
APART = 4  # blank lines that may stand between two rows
ALONE = 3  # rows of one cell that may stand together
LABEL = 60  # characters of such a row


@dataclass(frozen=True, slots=True)
class Piece:
    """What stands in one cell of a line: from where to where in its text, from where to where in the columns."""

    start: int
    end: int
    left: int
    right: int


@dataclass(frozen=True, slots=True)
class Grid:
    """A table's lines: where they stand among the lines of text, the pieces of each, the edges of its columns."""

    start: int
    rows: tuple[tuple[Piece, ...], ...]
    columns: tuple[tuple[int, int], ...]
    heads: int

    @property
    def stop(self) -> int:
        """The line after its last."""
        return self.start + len(self.rows)

    def span(self, piece: Piece) -> tuple[int, int]:
        """The first column that a piece reaches into, and how many it does."""
        met = [n for n, (left, right) in enumerate(self.columns) if piece.left < right and piece.right > left]
        near = min(range(len(self.columns)), key=lambda n: abs(self.columns[n][0] - piece.left))
        return (met[0], met[-1] - met[0] + 1) if met else (near, 1)


def grids(lines: list[Line]) -> dict[int, Grid]:
    """The tables among lines of text, each by its first line."""
    cut = [_pieces(line) for line in lines]
    found = (_grid(lines, cut, span) for span in _spans(lines, cut))
    return {grid.start: grid for grid in found if grid}


def _pieces(line: Line) -> tuple[Piece, ...]:
    """A line's cells: what gaps part."""
    if line.calls is not None:
        return ()
    edges = [0, *(n for gap in GAP.finditer(line.text) for n in gap.span()), len(line.text)]
    return tuple(Piece(a, b, line.indent + a, line.indent + b) for a, b in zip(edges[::2], edges[1::2], strict=True))


def _spans(lines: list[Line], cut: list[tuple[Piece, ...]]) -> Iterator[tuple[int, int]]:
    """Where lines of cells stand together, rows of one cell between them, from the first to behind the last."""
    many = [n for n, row in enumerate(cut) if len(row) > 1]
    start = last = -1
    for n in many:
        between = range(last + 1, n)
        near = last >= 0 and len(between) <= ALONE and all(_is_label(lines[m]) for m in between)
        if not near or any(b.gap > APART for b in lines[last + 1 : n + 1]):
            if last >= 0:
                yield start, last + 1
            start = n
        last = n
    if last >= 0:
        yield start, last + 1


def _is_label(line: Line) -> bool:
    return len(line.text) <= LABEL and not line.text.endswith(ENDS)


def _grid(lines: list[Line], cut: list[tuple[Piece, ...]], span: tuple[int, int]) -> Grid | None:
    """The table of a span of lines; None where it is none: few rows, no columns, no figures in any."""
    rows = cut[slice(*span)]
    wide = [row for row in rows if len(row) > 1]
    columns = _columns(wide)
    if len(wide) < ROWS or len(columns) < 2 or any(len(row) > len(columns) for row in wide):
        return None
    grid = Grid(span[0], tuple(rows), columns, 0)
    figures = [[is_figure(lines[span[0] + n].text[piece.start : piece.end]) for piece in row] for n, row in enumerate(rows)]
    cells: dict[int, list[bool]] = {}
    for row, flags in zip(rows, figures, strict=True):
        for piece, flag in zip(row, flags, strict=True):
            if len(row) > 1:
                cells.setdefault(grid.span(piece)[0], []).append(flag)
    counted = [column for column, flags in cells.items() if column and sum(flags) >= MOST * len(flags)]
    if not any(len(cells[column]) >= ROWS - 1 for column in counted):
        return None
    heads = next((n for n, flags in enumerate(figures) if len(flags) < 2 or any(flags[1:])), 0)
    return Grid(span[0], tuple(rows), columns, heads)


def _columns(rows: list[tuple[Piece, ...]]) -> tuple[tuple[int, int], ...]:
    """The columns of rows: the stretches from left to right in which their cells overlap."""
    merged: list[tuple[int, int]] = []
    for left, right in sorted((piece.left, piece.right) for row in rows for piece in row):
        if merged and left < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], right))
        else:
            merged.append((left, right))
    return tuple(merged)


def is_figure(words: str) -> bool:
    """Whether words of a table are a number, or a dash in place of one."""
    return FIGURES.fullmatch(words.strip()) is not None


def around(part: range, found: dict[int, Grid | Framed]) -> Iterator[range]:
    """The stretches of a part of the lines, each either a table's or one without any."""
    edges = {part.start, part.stop}
    for grid in found.values():
        if grid.start in part:
            edges |= {grid.start, min(grid.stop, part.stop)}
    yield from (range(a, b) for a, b in pairwise(sorted(edges)))
