"""Divide a table region into rows of cells: which words stand in which cell, and how many columns and rows it spans.

A rule under a column ends its cell; a cell without one goes on below. Between two rules that hold many lines, as the
UN sets tables, rows are separated by the gaps between them, or else by the words of the first column.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median

from engross.readers.lines.text_tables import FIGURE_CELLS_SHARE, is_figure
from engross.readers.pdf.table_regions import HEAD_RULE_RATIO, HorizontalRule, TableRegion
from engross.readers.pdf.text_line import FIRST_HAN, WORD_GAP_EM, TextLine, find_columns

ROW_GAP_LEADINGS = 1.25  # of the leading: a wider gap separates rows, or the paragraphs of a cell
ROW_LINES = 5  # lines that any row may have
SEVERAL_ROWS_RATIO = 2.5  # of the usual number of lines between two rules: more are several rows
INDENT_PT = 2.0  # pt: a line further in is indented
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


@dataclass(frozen=True, slots=True)
class _RuledRow:
    """The lines of a row, and the rule under it; None if there is none, which ends every cell."""

    lines: tuple[TextLine, ...]
    under: HorizontalRule | None


def build_ruled_table(region: TableRegion) -> RuledTable:
    """Divide a region into cells."""
    leading = _measure_cell_leading(region)
    head_bands = _count_head_bands(region)
    ruled_rows: list[_RuledRow] = []
    first_body_row = 0
    for n, band in enumerate(region.bands):
        if n < head_bands:
            ruled_rows += _split_head_band(band, region, region.levels[n + 1])
        else:
            split = (
                list(_split_band(band, region, leading)) if _can_hold_several_rows(region, head_bands, n) else [band]
            )
            ruled_rows += [_RuledRow(tuple(lines), None) for lines in split[:-1]]
            ruled_rows.append(_RuledRow(tuple(split[-1]), region.levels[n + 1]))
        first_body_row = len(ruled_rows) if n < head_bands else first_body_row
    cells = _build_cells(ruled_rows, region.edges)
    for column in range(len(region.edges) - 1):
        _set_column_alignment(
            [cell for cell in cells if cell.column == column and cell.columns == 1 and cell.row >= first_body_row]
        )
    top_baseline = region.lines[0].base
    return RuledTable(
        region, tuple(cells), first_body_row, len(ruled_rows), region.edges, leading, top_baseline, region.levels[-1].at
    )


def _count_head_bands(region: TableRegion) -> int:
    """Return how many bands at the top are heads: those above thick rules, or the shorter first of two."""
    thick = [level.thick for level in region.levels]
    n = 1
    while n < len(thick) - 1 and thick[n] >= HEAD_RULE_RATIO * min(thick):
        n += 1
    return n - 1 or int(len(thick) == 3 and len(region.bands[1]) > len(region.bands[0]))


def _split_head_band(band: tuple[TextLine, ...], region: TableRegion, under: HorizontalRule) -> Iterator[_RuledRow]:
    """Yield the rows of a head band: a line across columns ends a row if one of these has words of its own below."""
    start = 0
    for n, line in enumerate(band[:-1]):
        spanning = [
            columns_met
            for piece in line.split_at_gaps(region.edges)
            if len(columns_met := find_columns(piece, region.edges)) > 1
        ]
        columns_below = {column for later_line in band[n + 1 :] for column in _find_start_columns(later_line, region)}
        ending = [columns_met for columns_met in spanning if columns_below & set(columns_met[1:])]
        if ending:
            spans = tuple((region.edges[columns_met[0]], region.edges[columns_met[-1] + 1]) for columns_met in ending)
            yield _RuledRow(band[start : n + 1], HorizontalRule(line.base, under.thick, spans))
            start = n + 1
    yield _RuledRow(band[start:], under)


def _can_hold_several_rows(region: TableRegion, heads: int, n: int) -> bool:
    """Return whether band ``n`` may hold several rows: it is one of few, or far longer than most."""
    counts = [len(band) for band in region.bands[heads:]]
    return len(counts) < 3 or len(region.bands[n]) > max(ROW_LINES, SEVERAL_ROWS_RATIO * median(counts))


def _measure_cell_leading(region: TableRegion) -> float:
    """Return the distance between lines of a cell, in pt: the smallest that occurs often."""
    baselines: dict[tuple[int, int], list[float]] = {}
    for n, band in enumerate(region.bands):
        for piece in (piece for line in band for piece in line.split_at_gaps(region.edges)):
            baselines.setdefault((n, find_columns(piece, region.edges)[0]), []).append(piece.base)
    size = region.lines[0].size
    gaps = Counter(
        round((a - b) * 2) / 2
        for column_baselines in baselines.values()
        for a, b in pairwise(column_baselines)
        if a - b > 0.8 * size
    )
    frequent_gaps = [gap for gap, times in gaps.items() if times >= 0.1 * gaps.total()]
    return min(frequent_gaps, default=1.2 * size)


def _split_band(band: tuple[TextLine, ...], region: TableRegion, leading: float) -> Iterator[list[TextLine]]:
    """Yield the rows of a band: separated by gaps, or without these by the figures that each row has."""
    gaps = sum(a.base - b.base > ROW_GAP_LEADINGS * leading for a, b in pairwise(band))
    with_figures = [_has_figures_after_first(line, region) for line in band]
    spread_lines = sum(len(_find_start_columns(line, region)) > 1 for line in band)
    rows_by_figures = sum(with_figures) > 2 * gaps + 1 and sum(with_figures) >= FIGURE_CELLS_SHARE * spread_lines
    words = _find_band_words(band, region)
    figures_first = _has_figures_in_first_line(band, words)
    group: list[TextLine] = []
    for line in band:
        begins = (
            _is_row_start(group, line, words, figures_first)
            if rows_by_figures
            else _has_row_gap_above(group, line, region, leading)
        )
        if group and begins:
            yield group
            group = []
        group.append(line)
    yield group


def _find_start_columns(line: TextLine, region: TableRegion) -> set[int]:
    """Return the columns in which pieces of a line begin."""
    return {find_columns(piece, region.edges)[0] for piece in line.split_at_gaps(region.edges)}


def _has_figures_after_first(line: TextLine, region: TableRegion) -> bool:
    """Return whether a line has figures in any column but the first."""
    return any(_is_figure(piece) for piece in line.split_at_gaps(region.edges) if find_columns(piece, region.edges)[0])


def _is_figure(piece: TextLine) -> bool:
    return is_figure("".join(glyph.text for glyph in piece.glyphs))


def _has_row_gap_above(group: list[TextLine], line: TextLine, region: TableRegion, leading: float) -> bool:
    """Return whether a gap above a line begins a row, not just the second paragraph of one cell."""
    start_columns = _find_start_columns(line, region)
    return (
        bool(group)
        and group[-1].base - line.base > ROW_GAP_LEADINGS * leading
        and (0 in start_columns or len(start_columns) > 1)
    )


@dataclass(frozen=True, slots=True)
class _BandWords:
    """The words of a band by the baselines of its lines.

    ``figures``: whether the line has any behind the first column. ``label``: its words before them, None for none.
    ``right``: the right edge of the labels in pt.
    """

    figures: dict[float, bool]
    label: dict[float, TextLine | None]
    right: float

    def is_continuation(self, before: TextLine, line: TextLine) -> bool:
        """Return whether the label of a line goes on from the line before, which had no room for its first word."""
        label, label_before = self.label[line.base], self.label[before.base]
        if label is None or label_before is None:
            return label is None
        if abs(label.left - label_before.left) > INDENT_PT and label.left < label_before.left:
            return False
        word = label.visible_glyphs[0] if ord(label.visible_glyphs[0].text[0]) >= FIRST_HAN else None
        left, right = (word.left, word.right) if word else label.word_spans[0]
        has_room = self.right - label_before.right > right - left + 2 * WORD_GAP_EM * label.size
        return label.visible_glyphs[0].text.islower() or not has_room


def _find_band_words(band: tuple[TextLine, ...], region: TableRegion) -> _BandWords:
    """Find the label of each line: the widest piece that is no figure."""
    labels: dict[float, TextLine | None] = {}
    for line in band:
        worded = [piece for piece in line.split_at_gaps(region.edges) if not _is_figure(piece)]
        labels[line.base] = max(worded, key=lambda one: one.right - one.left, default=None)
    right = max((piece.right for piece in labels.values() if piece), default=0.0)
    return _BandWords({line.base: _has_figures_after_first(line, region) for line in band}, labels, right)


def _has_figures_in_first_line(band: tuple[TextLine, ...], words: _BandWords) -> bool:
    """Return whether the figures of a row stand in its first line, not in its last."""
    continuations = [
        (a, b) for a, b in pairwise(band) if (label := words.label[b.base]) and label.visible_glyphs[0].text.islower()
    ]
    return sum(words.figures[a.base] for a, _ in continuations) >= sum(words.figures[b.base] for _, b in continuations)


def _is_row_start(group: list[TextLine], line: TextLine, words: _BandWords, figures_first: bool) -> bool:
    """Return whether a row begins with a line: it has figures of its own, or words that do not go on.

    ``figures_first``: figures stand in the first line of each row.
    """
    if not group:
        return False
    figures = words.figures[line.base]
    if figures_first:
        return figures or not words.is_continuation(group[-1], line)
    return any(words.figures[one.base] for one in group) or not words.is_continuation(group[-1], line)


def _build_cells(ruled_rows: list[_RuledRow], edges: tuple[float, ...]) -> list[RuledCell]:
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
    row: int, ruled_row: _RuledRow, pieces: list[tuple[range, TextLine]], known: tuple[tuple[float, ...], set[int]]
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
