"""Divide a table region into rows of cells: which words stand in which cell, and how many columns and rows it spans.

A rule under a column ends its cell; a cell without one goes on below.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from engross.readers.pdf.horizontal_rules import HorizontalRule
from engross.readers.pdf.ruled_rows import ROW_GAP_LEADINGS, RuledRow, divide_into_rows, measure_cell_leading
from engross.readers.pdf.table_regions import TableRegion
from engross.readers.pdf.text_line import TextLine, find_columns

EVEN_EDGE_PT = 1.5  # pt: how far the ends of words at one edge may differ


@dataclass
class RuledCell:
    """A cell on its way from the page: its first row and column, its spans, its lines, its alignment."""

    row: int
    column: int
    columns: int
    rows: int = 1
    lines: list[TextLine] = field(default_factory=list)
    align: str = ""

    def lines_with_starts(self, leading: float) -> Iterator[tuple[TextLine, bool]]:
        """Yield its lines, each with whether a paragraph begins there: at a gap wider than the ``leading`` in pt."""
        last = None
        for line in self.lines:
            yield line, last is None or last - line.base > ROW_GAP_LEADINGS * leading
            last = line.base


@dataclass(frozen=True, slots=True)
class RuledTable:
    """A table as drawn: its region, and its cells in reading order.

    ``heads`` and ``rows``: how many rows head it, and how many there are. In pt: ``edges`` of columns, ``leading``, the
    baseline of its first line (``top``) and its last rule (``foot``).
    """

    region: TableRegion
    boxes: tuple[RuledCell, ...]
    heads: int
    rows: int
    edges: tuple[float, ...]
    leading: float
    top: float
    foot: float


def build_ruled_table(region: TableRegion) -> RuledTable:
    """Divide a region into cells."""
    leading = measure_cell_leading(region)
    ruled_rows, first_body_row = divide_into_rows(region, leading)
    cells = _build_cells(ruled_rows, region.edges)
    for column in range(len(region.edges) - 1):
        _set_column_alignment(
            [cell for cell in cells if cell.column == column and cell.columns == 1 and cell.row >= first_body_row]
        )
    top_baseline = region.lines[0].base
    return RuledTable(
        region, tuple(cells), first_body_row, len(ruled_rows), region.edges, leading, top_baseline, region.levels[-1].at
    )


def _build_cells(ruled_rows: list[RuledRow], edges: tuple[float, ...]) -> list[RuledCell]:
    """Build the cells of rows; a cell that no rule ends goes on in the next row."""
    cells: list[RuledCell] = []
    open_cells: list[RuledCell] = []
    for row, ruled_row in enumerate(ruled_rows):
        pieces = [
            (find_columns(piece, edges), piece) for line in ruled_row.lines for piece in line.split_at_gaps(edges)
        ]
        occupied = {column for cell in open_cells for column in range(cell.column, cell.column + cell.columns)}
        new_cells = list(_find_new_cells(row, ruled_row, pieces, (edges, occupied)))
        for cell in open_cells:
            cell.rows += 1
        cells += new_cells
        for cell in (*open_cells, *new_cells):
            columns = range(cell.column, cell.column + cell.columns)
            cell.lines += _merge_baseline_pieces([piece for at, piece in pieces if at[0] in columns])
        is_last = row + 1 == len(ruled_rows)
        open_cells = [
            cell
            for cell in (*open_cells, *new_cells)
            if not is_last and not _has_rule_below(cell, ruled_row.under, edges)
        ]
    return cells


def _find_new_cells(
    row: int, ruled_row: RuledRow, pieces: list[tuple[range, TextLine]], known: tuple[tuple[float, ...], set[int]]
) -> Iterator[RuledCell]:
    """Yield the cells that begin in a row, counted from 0, from left to right.

    ``known``: the edges of the columns, and the columns that cells from above occupy.
    """
    edges, occupied = known
    starts = {at[0] for at, _ in pieces}
    column = 0
    while column < len(edges) - 1:
        if column in occupied:
            column += 1
            continue
        end = max((at[-1] + 1 for at, _ in pieces if at[0] == column), default=column + 1)
        end = max(end, _find_rule_end_column(ruled_row.under, column, edges))
        stops = [other for other in (*starts, *occupied) if column < other < end]
        end = min(stops, default=end)
        yield RuledCell(row, column, end - column)
        column = end


def _find_rule_end_column(under: HorizontalRule | None, column: int, edges: tuple[float, ...]) -> int:
    """Return the first column beyond the stretch of rule under ``column``; the next one if the rule shows no end."""
    middle = (edges[column] + edges[column + 1]) / 2
    span = under.span_at(middle) if under and under.joints else None
    if span is None or span[0] < edges[column] - 1:
        return column + 1
    return max(column + 1, sum(edge < span[1] + 1 for edge in edges) - 1)


def _has_rule_below(cell: RuledCell, under: HorizontalRule | None, edges: tuple[float, ...]) -> bool:
    """Return whether a rule ends a cell; every cell ends where the row has no rule."""
    middle = (edges[cell.column] + edges[cell.column + 1]) / 2
    return under is None or under.span_at(middle) is not None


def _merge_baseline_pieces(pieces: list[TextLine]) -> list[TextLine]:
    """Merge the pieces of a cell that stand on one baseline."""
    out: list[TextLine] = []
    for piece in pieces:
        if out and abs(out[-1].base - piece.base) < 0.1:
            out[-1] = TextLine((*out[-1].glyphs, *piece.glyphs), piece.base, piece.size)
        else:
            out.append(piece)
    return out


def _set_column_alignment(cells: list[RuledCell]) -> None:
    """Align the cells of a column right or left if their words are even at that edge and ragged at the other."""
    ends = [[(line.left, line.right) for line in cell.lines] for cell in cells if cell.lines]
    lefts, rights = [a for lines in ends for a, _ in lines], [b for lines in ends for _, b in lines]
    if len(ends) < 2:
        return
    ragged, even = max(lefts) - min(lefts) > 2 * EVEN_EDGE_PT, max(rights) - min(rights) < EVEN_EDGE_PT
    start, begun = max(rights) - min(rights) > 2 * EVEN_EDGE_PT, max(lefts) - min(lefts) < EVEN_EDGE_PT
    side = "right" if ragged and even else "left" if start and begun else ""
    for cell in cells:
        cell.align = side
