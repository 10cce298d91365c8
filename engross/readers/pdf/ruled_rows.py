"""Divide the bands of a table region into rows.

Between two rules that hold many lines, as the UN sets tables, rows are separated by the gaps between them, or else by
the words of the first column.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from engross.grammars.figures import FIGURE_CELLS_SHARE, is_figure
from engross.readers.pdf.horizontal_rules import HorizontalRule
from engross.readers.pdf.table_regions import HEAD_RULE_RATIO, TableRegion
from engross.readers.pdf.text_line import FIRST_HAN, WORD_GAP_EM, TextLine, find_columns

ROW_GAP_LEADINGS = 1.25  # of the leading: a wider gap separates rows, or the paragraphs of a cell
ROW_LINES = 5  # lines that any row may have
SEVERAL_ROWS_RATIO = 2.5  # of the usual number of lines between two rules: more are several rows
INDENT_PT = 2.0  # pt: a line further in is indented


@dataclass(frozen=True, slots=True)
class RuledRow:
    """The lines of a row, and the rule under it; None if there is none, which ends every cell."""

    lines: tuple[TextLine, ...]
    under: HorizontalRule | None


def divide_into_rows(region: TableRegion, leading: float) -> tuple[list[RuledRow], int]:
    """Divide the bands of a region into rows; return them, and how many of them are heads.

    ``leading``: the distance between lines of a cell, in pt.
    """
    head_bands = _count_head_bands(region)
    ruled_rows: list[RuledRow] = []
    first_body_row = 0
    for n, band in enumerate(region.bands):
        if n < head_bands:
            ruled_rows += _split_head_band(band, region, region.levels[n + 1])
        else:
            split = (
                list(_split_band(band, region, leading)) if _can_hold_several_rows(region, head_bands, n) else [band]
            )
            ruled_rows += [RuledRow(tuple(lines), None) for lines in split[:-1]]
            ruled_rows.append(RuledRow(tuple(split[-1]), region.levels[n + 1]))
        first_body_row = len(ruled_rows) if n < head_bands else first_body_row
    return ruled_rows, first_body_row


def _count_head_bands(region: TableRegion) -> int:
    """Return how many bands at the top are heads: those above thick rules, or the shorter first of two."""
    thick = [level.thick for level in region.levels]
    n = 1
    while n < len(thick) - 1 and thick[n] >= HEAD_RULE_RATIO * min(thick):
        n += 1
    return n - 1 or int(len(thick) == 3 and len(region.bands[1]) > len(region.bands[0]))


def _split_head_band(band: tuple[TextLine, ...], region: TableRegion, under: HorizontalRule) -> Iterator[RuledRow]:
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
            yield RuledRow(band[start : n + 1], HorizontalRule(line.base, under.thick, spans))
            start = n + 1
    yield RuledRow(band[start:], under)


def _can_hold_several_rows(region: TableRegion, heads: int, n: int) -> bool:
    """Return whether band ``n`` may hold several rows: it is one of few, or far longer than most."""
    counts = [len(band) for band in region.bands[heads:]]
    return len(counts) < 3 or len(region.bands[n]) > max(ROW_LINES, SEVERAL_ROWS_RATIO * median(counts))


def measure_cell_leading(region: TableRegion) -> float:
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
