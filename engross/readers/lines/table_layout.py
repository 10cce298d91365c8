"""Tables whose cells a source's layout shows: which lines stand in which cell."""

from __future__ import annotations

from dataclasses import dataclass

from engross.readers.lines.lines import Line


@dataclass(frozen=True, slots=True)
class CellLayout:
    """A cell: over how many columns and rows it goes, and how its words stand ("", "right")."""

    columns: int = 1
    rows: int = 1
    align: str = ""


@dataclass(frozen=True, slots=True)
class TableFrame:
    """A table's cells row by row, the empty ones too, each with the column it begins in; how many rows head it."""

    rows: tuple[tuple[tuple[int, CellLayout], ...], ...]
    heads: int = 0

    @property
    def width(self) -> int:
        """How many columns it has."""
        return max((column + slot.columns for row in self.rows for column, slot in row), default=0)


@dataclass(frozen=True, slots=True)
class FramedTable:
    """A frame and its lines: where they begin among the lines of text, where they end, and those of each cell."""

    start: int
    stop: int
    frame: TableFrame
    cells: dict[tuple[int, int], tuple[tuple[int, ...], ...]]  # by row and column, as paragraphs


def find_framed_tables(lines: list[Line], frames: tuple[TableFrame, ...]) -> dict[int, FramedTable]:
    """The tables among lines of text, each by its first line."""
    found: dict[int, list[int]] = {}
    for n, line in enumerate(lines):
        if line.spot:
            found.setdefault(line.spot.table, []).append(n)
    return {places[0]: _build_framed_table(lines, places, frames[table]) for table, places in found.items()}


def _build_framed_table(lines: list[Line], places: list[int], frame: TableFrame) -> FramedTable:
    cells: dict[tuple[int, int], list[list[int]]] = {}
    for n in places:
        if spot := lines[n].spot:
            paragraphs = cells.setdefault((spot.row, spot.column), [])
            if not paragraphs or lines[n].begins:
                paragraphs.append([])
            paragraphs[-1].append(n)
    fixed = {place: tuple(map(tuple, paragraphs)) for place, paragraphs in cells.items()}
    return FramedTable(places[0], places[-1] + 1, frame, fixed)
