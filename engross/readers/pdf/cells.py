"""A table's Region to rows of cells: which words stand in which, over how many columns and rows each goes.

A rule under a column ends its cell; what it leaves open goes on below. Between two rules that hold many lines, as the
UN sets tables, rows are told apart by the gaps between them, or else by the words of the first column.
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

ROW_GAP_LEADINGS = 1.25  # of the leading: a gap that parts rows, or the paragraphs of a cell
ROW_LINES = 5  # lines that a row may have anyway
SEVERAL_ROWS_RATIO = 2.5  # of the usual number of lines between two rules: several rows
INDENT_PT = 2.0  # pt: from there on a line is indented
EVEN_EDGE_PT = 1.5  # pt: how far the ends of words may differ that stand at one edge


@dataclass
class RuledCell:
    """A cell: its first row and column, over how many of each it goes, its words line by line."""

    row: int
    column: int
    columns: int
    rows: int = 1
    lines: list[TextLine] = field(default_factory=list)
    align: str = ""

    def lines_with_starts(self, leading: float) -> Iterator[tuple[TextLine, bool]]:
        """Its lines, and whether a paragraph begins with each."""
        last = None
        for line in self.lines:
            yield line, last is None or last - line.base > ROW_GAP_LEADINGS * leading
            last = line.base


@dataclass(frozen=True, slots=True)
class RuledTable:
    """A table as drawn, and its region: its cells in the order of reading, how many rows head it, and there are."""

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
    """A row's lines, and the rule under it (None: there is none, and every cell ends)."""

    lines: tuple[TextLine, ...]
    under: HorizontalRule | None


def build_ruled_table(region: TableRegion) -> RuledTable:
    """The cells of a region."""
    leading = _measure_cell_leading(region)
    heads = _count_head_bands(region)
    strips: list[_RuledRow] = []
    top = 0
    for n, band in enumerate(region.bands):
        if n < heads:
            strips += _split_head_band(band, region, region.levels[n + 1])
        else:
            split = list(_split_band(band, region, leading)) if _can_hold_several_rows(region, heads, n) else [band]
            strips += [_RuledRow(tuple(lines), None) for lines in split[:-1]]
            strips.append(_RuledRow(tuple(split[-1]), region.levels[n + 1]))
        top = len(strips) if n < heads else top
    boxes = _build_cells(strips, region.edges)
    for column in range(len(region.edges) - 1):
        _set_column_alignment([box for box in boxes if box.column == column and box.columns == 1 and box.row >= top])
    base = region.lines[0].base
    return RuledTable(region, tuple(boxes), top, len(strips), region.edges, leading, base, region.levels[-1].at)


def _count_head_bands(region: TableRegion) -> int:
    """How many bands head the table: those over thick rules at its top, or over the second of three."""
    thick = [level.thick for level in region.levels]
    n = 1
    while n < len(thick) - 1 and thick[n] >= HEAD_RULE_RATIO * min(thick):
        n += 1
    return n - 1 or int(len(thick) == 3 and len(region.bands[1]) > len(region.bands[0]))


def _split_head_band(band: tuple[TextLine, ...], region: TableRegion, under: HorizontalRule) -> Iterator[_RuledRow]:
    """The rows of a band that heads a table: words over several columns end above those of each."""
    start = 0
    for n, line in enumerate(band[:-1]):
        wide = [met for piece in line.split_at_gaps(region.edges) if len(met := find_columns(piece, region.edges)) > 1]
        below = {column for one in band[n + 1 :] for column in _find_start_columns(one, region)}
        parted = [met for met in wide if below & set(met[1:])]
        if parted:
            spans = tuple((region.edges[met[0]], region.edges[met[-1] + 1]) for met in parted)
            yield _RuledRow(band[start : n + 1], HorizontalRule(line.base, under.thick, spans))
            start = n + 1
    yield _RuledRow(band[start:], under)


def _can_hold_several_rows(region: TableRegion, heads: int, n: int) -> bool:
    """Whether a band may hold several rows: it is one of few, or far longer than most."""
    counts = [len(band) for band in region.bands[heads:]]
    return len(counts) < 3 or len(region.bands[n]) > max(ROW_LINES, SEVERAL_ROWS_RATIO * median(counts))


def _measure_cell_leading(region: TableRegion) -> float:
    """The distance of two lines of a cell, in pt: the least that is seen often."""
    bases: dict[tuple[int, int], list[float]] = {}
    for n, band in enumerate(region.bands):
        for piece in (piece for line in band for piece in line.split_at_gaps(region.edges)):
            bases.setdefault((n, find_columns(piece, region.edges)[0]), []).append(piece.base)
    size = region.lines[0].size
    gaps = Counter(round((a - b) * 2) / 2 for found in bases.values() for a, b in pairwise(found) if a - b > 0.8 * size)
    often = [gap for gap, times in gaps.items() if times >= 0.1 * gaps.total()]
    return min(often, default=1.2 * size)


def _split_band(band: tuple[TextLine, ...], region: TableRegion, leading: float) -> Iterator[list[TextLine]]:
    """The rows of a band: parted by gaps, or where there are none, by the figures that each has."""
    gaps = sum(a.base - b.base > ROW_GAP_LEADINGS * leading for a, b in pairwise(band))
    counted = [_has_figures_after_first(line, region) for line in band]
    wide = sum(len(_find_start_columns(line, region)) > 1 for line in band)
    rows = sum(counted) > 2 * gaps + 1 and sum(counted) >= FIGURE_CELLS_SHARE * wide
    words = _find_band_words(band, region)
    top = _has_figures_in_first_line(band, words)
    group: list[TextLine] = []
    for line in band:
        begins = _is_row_start(group, line, words, top) if rows else _has_row_gap_above(group, line, region, leading)
        if group and begins:
            yield group
            group = []
        group.append(line)
    yield group


def _find_start_columns(line: TextLine, region: TableRegion) -> set[int]:
    """The columns in which words of a line begin."""
    return {find_columns(piece, region.edges)[0] for piece in line.split_at_gaps(region.edges)}


def _has_figures_after_first(line: TextLine, region: TableRegion) -> bool:
    """Whether a line has figures behind its first column."""
    return any(_is_figure(piece) for piece in line.split_at_gaps(region.edges) if find_columns(piece, region.edges)[0])


def _is_figure(piece: TextLine) -> bool:
    return is_figure("".join(glyph.text for glyph in piece.glyphs))


def _has_row_gap_above(group: list[TextLine], line: TextLine, region: TableRegion, leading: float) -> bool:
    """Whether a gap stands over a line, and it is not the second paragraph of one cell."""
    met = _find_start_columns(line, region)
    return bool(group) and group[-1].base - line.base > ROW_GAP_LEADINGS * leading and (0 in met or len(met) > 1)


@dataclass(frozen=True, slots=True)
class _BandWords:
    """What each line of a band says: whether it has figures, its words before these; how wide their column is set."""

    figures: dict[float, bool]
    label: dict[float, TextLine | None]
    right: float

    def is_continuation(self, before: TextLine, line: TextLine) -> bool:
        """Whether the words of a line go on from the line before, which had no room for the first of them."""
        first, last = self.label[line.base], self.label[before.base]
        if first is None or last is None:
            return first is None
        if abs(first.left - last.left) > INDENT_PT and first.left < last.left:
            return False
        word = first.visible_glyphs[0] if ord(first.visible_glyphs[0].text[0]) >= FIRST_HAN else None
        left, right = (word.left, word.right) if word else first.word_spans[0]
        room = self.right - last.right > right - left + 2 * WORD_GAP_EM * first.size
        return first.visible_glyphs[0].text.islower() or not room


def _find_band_words(band: tuple[TextLine, ...], region: TableRegion) -> _BandWords:
    """The words of each line before its figures: those of the widest column that is no figure's."""
    labels: dict[float, TextLine | None] = {}
    for line in band:
        plain = [one for one in line.split_at_gaps(region.edges) if not _is_figure(one)]
        labels[line.base] = max(plain, key=lambda one: one.right - one.left, default=None)
    right = max((one.right for one in labels.values() if one), default=0.0)
    return _BandWords({line.base: _has_figures_after_first(line, region) for line in band}, labels, right)


def _has_figures_in_first_line(band: tuple[TextLine, ...], words: _BandWords) -> bool:
    """Whether the figures of a row stand in its first line, and not in its last."""
    small = [(a, b) for a, b in pairwise(band) if (one := words.label[b.base]) and one.visible_glyphs[0].text.islower()]
    return sum(words.figures[a.base] for a, _ in small) >= sum(words.figures[b.base] for _, b in small)


def _is_row_start(group: list[TextLine], line: TextLine, words: _BandWords, top: bool) -> bool:
    """Whether a row begins with a line: with figures of its own, or with words that do not go on.

    ``top``: figures stand in the first line of each row.
    """
    if not group:
        return False
    figures = words.figures[line.base]
    if top:
        return figures or not words.is_continuation(group[-1], line)
    return any(words.figures[one.base] for one in group) or not words.is_continuation(group[-1], line)


def _build_cells(strips: list[_RuledRow], edges: tuple[float, ...]) -> list[RuledCell]:
    """The cells of rows; those that no rule ends go on in the next."""
    done: list[RuledCell] = []
    open_: list[RuledCell] = []
    for n, strip in enumerate(strips):
        pieces = [(find_columns(piece, edges), piece) for line in strip.lines for piece in line.split_at_gaps(edges)]
        taken = {column for box in open_ for column in range(box.column, box.column + box.columns)}
        fresh = list(_find_new_cells(n, strip, pieces, (edges, taken)))
        for box in open_:
            box.rows += 1
        done += fresh
        for box in (*open_, *fresh):
            here = range(box.column, box.column + box.columns)
            box.lines += _merge_baseline_pieces([piece for at, piece in pieces if at[0] in here])
        last = n + 1 == len(strips)
        open_ = [box for box in (*open_, *fresh) if not last and not _has_rule_below(box, strip.under, edges)]
    return done


def _find_new_cells(
    n: int, strip: _RuledRow, pieces: list[tuple[range, TextLine]], known: tuple[tuple[float, ...], set[int]]
) -> Iterator[RuledCell]:
    """The cells that begin in a row, from left to right."""
    edges, taken = known
    starts = {at[0] for at, _ in pieces}
    column = 0
    while column < len(edges) - 1:
        if column in taken:
            column += 1
            continue
        reach = max((at[-1] + 1 for at, _ in pieces if at[0] == column), default=column + 1)
        reach = max(reach, _find_rule_end_column(strip.under, column, edges))
        stops = [other for other in (*starts, *taken) if column < other < reach]
        reach = min(stops, default=reach)
        yield RuledCell(n, column, reach - column)
        column = reach


def _find_rule_end_column(under: HorizontalRule | None, column: int, edges: tuple[float, ...]) -> int:
    """The column after those that one stretch of the rule under a row goes along, from ``column`` on."""
    middle = (edges[column] + edges[column + 1]) / 2
    span = under.span_at(middle) if under and under.joints else None
    if span is None or span[0] < edges[column] - 1:
        return column + 1
    return max(column + 1, sum(edge < span[1] + 1 for edge in edges) - 1)


def _has_rule_below(box: RuledCell, under: HorizontalRule | None, edges: tuple[float, ...]) -> bool:
    """Whether a rule is drawn under a cell."""
    middle = (edges[box.column] + edges[box.column + 1]) / 2
    return under is None or under.span_at(middle) is not None


def _merge_baseline_pieces(pieces: list[TextLine]) -> list[TextLine]:
    """Pieces of one cell, those of one baseline as one line."""
    out: list[TextLine] = []
    for piece in pieces:
        if out and abs(out[-1].base - piece.base) < 0.1:
            out[-1] = TextLine((*out[-1].glyphs, *piece.glyphs), piece.base, piece.size)
        else:
            out.append(piece)
    return out


def _set_column_alignment(boxes: list[RuledCell]) -> None:
    """Say of the cells of a column that they stand at its right or left edge, where the others' ends differ."""
    ends = [[(line.left, line.right) for line in box.lines] for box in boxes if box.lines]
    lefts, rights = [a for lines in ends for a, _ in lines], [b for lines in ends for _, b in lines]
    if len(ends) < 2:
        return
    ragged, even = max(lefts) - min(lefts) > 2 * EVEN_EDGE_PT, max(rights) - min(rights) < EVEN_EDGE_PT
    start, begun = max(rights) - min(rights) > 2 * EVEN_EDGE_PT, max(lefts) - min(lefts) < EVEN_EDGE_PT
    side = "right" if ragged and even else "left" if start and begun else ""
    for box in boxes:
        box.align = side
