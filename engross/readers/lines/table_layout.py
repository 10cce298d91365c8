"""Assign lines to the cells of tables that a source's layout shows, and split stretches of lines around tables."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Protocol

from engross.readers.lines.lines import Line


@dataclass(frozen=True, slots=True)
class CellLayout:
    """A cell: how many columns and rows it spans, and how its words are aligned ("", "right")."""

    columns: int = 1
    rows: int = 1
    align: str = ""


@dataclass(frozen=True, slots=True)
class TableFrame:
    """A table's cells row by row, empty ones too, each with its first column; how many rows are its head."""

    rows: tuple[tuple[tuple[int, CellLayout], ...], ...]
    heads: int = 0

    @property
    def width(self) -> int:
        """The number of columns."""
        return max((column + slot.columns for row in self.rows for column, slot in row), default=0)


@dataclass(frozen=True, slots=True)
class FramedTable:
    """A frame and its lines: their range among the lines of text, and those of each cell."""

    start: int
    stop: int
    frame: TableFrame
    cells: dict[tuple[int, int], tuple[tuple[int, ...], ...]]  # by row and column, as paragraphs


def find_framed_tables(lines: list[Line], frames: tuple[TableFrame, ...]) -> dict[int, FramedTable]:
    """Return the tables among lines of text, by the index of their first line."""
    lines_by_table: dict[int, list[int]] = {}
    for n, line in enumerate(lines):
        if line.spot:
            lines_by_table.setdefault(line.spot.table, []).append(n)
    return {places[0]: _build_framed_table(lines, places, frames[table]) for table, places in lines_by_table.items()}


def _build_framed_table(lines: list[Line], places: list[int], frame: TableFrame) -> FramedTable:
    cells: dict[tuple[int, int], list[list[int]]] = {}
    for n in places:
        if spot := lines[n].spot:
            paragraphs = cells.setdefault((spot.row, spot.column), [])
            if not paragraphs or lines[n].begins:
                paragraphs.append([])
            paragraphs[-1].append(n)
    frozen_cells = {place: tuple(map(tuple, paragraphs)) for place, paragraphs in cells.items()}
    return FramedTable(places[0], places[-1] + 1, frame, frozen_cells)


class TableStretch(Protocol):
    """Lines that belong together: where they begin and end among the lines of text."""

    @property
    def start(self) -> int:
        """The index of the first."""

    @property
    def stop(self) -> int:
        """The index after the last."""


def split_around_tables(part: range, tables: Mapping[int, TableStretch]) -> Iterator[range]:
    """Yield the stretches of a range of lines, each a table's or one without tables."""
    edges = {part.start, part.stop}
    for table in tables.values():
        if table.start in part:
            edges |= {table.start, min(table.stop, part.stop)}
    yield from (range(a, b) for a, b in pairwise(sorted(edges)))
