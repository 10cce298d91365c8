"""Find tables of which an extractor left only the words, a line for each cell or row; they stay lines.

No layout shows columns, but figures do: many lines are a figure and no more, or most end with a sum.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from engross.grammars.figures import is_figure
from engross.readers.lines.layout_habits import CLAUSE_END_MARKS
from engross.readers.lines.lines import Line

LEAST_FIGURES = 4  # figures: with fewer there is no table
NEAR_GROUPS = 5  # words of cells that may stand between two figures
FIGURE_LINES_SHARE, SUM_LINES_SHARE = 0.25, 0.6  # of the lines that are a figure, or end with a sum
LABEL_CHARACTERS = 25  # characters: longer words with a mark at the end are a sentence
PARAGRAPH_NUMBER = re.compile(r"\d{1,3}[.．]")  # of a paragraph
# Possessive throughout: otherwise a line could be divided in as many ways as it has figures.
FIGURE_LINE = re.compile(r"(?>(?:[(]?\d[\d ,.\u00a0\u202f]*+[)]?+\s*+|[-–—]\s*+)+)")
FIGURE_WORD = re.compile(r"[(]?\d[\d,.]*+[)]?|[-–—]|[,.]*+[)]?")  # a word of a line's end that is all figures
SUM_WITH_THOUSANDS = re.compile(
    r"\s[(]?\d{1,3}[ ,.]\d{3}(?>(?:[,.]\d{3})*)[)]?+(?=\s|$)"
)  # a figure whose thousands are set apart


@dataclass(frozen=True, slots=True)
class ListedTable:
    """Lines of a table: their range among the lines of text, and those of each cell or row."""

    start: int
    stop: int
    groups: tuple[tuple[int, ...], ...]


def find_listed_tables(lines: list[Line]) -> dict[int, ListedTable]:
    """Return the tables without columns among lines of text, by the index of their first line."""
    groups = list(_group_lines(lines))
    tables = (_make_listed_table(lines, groups[a:b]) for a, b in _find_figure_runs(lines, groups))
    return {table.start: table for table in tables if table}


def _group_lines(lines: list[Line]) -> Iterator[tuple[int, ...]]:
    """Yield groups of lines without a gap between them, if over a third of the lines have gaps; else each line.

    A line of figures is a group of its own.
    """
    gapped = sum(line.gap > 0 for line in lines) > len(lines) / 3
    group: list[int] = []
    for n, line in enumerate(lines):
        goes_on = group and gapped and not line.gap and not line.after_furniture and lines[group[-1]].spot is None
        if group and not (goes_on and not _is_figure_group(lines, [group[-1]]) and not _is_figure_group(lines, [n])):
            yield tuple(group)
            group = []
        group.append(n)
    if group:
        yield tuple(group)


def _spell_group(lines: list[Line], group: tuple[int, ...] | list[int]) -> str:
    return " ".join(lines[n].text for n in group)


def _is_figure_group(lines: list[Line], group: tuple[int, ...] | list[int]) -> bool:
    words = _spell_group(lines, group)
    return (is_figure(words) or FIGURE_LINE.fullmatch(words) is not None) and not PARAGRAPH_NUMBER.fullmatch(words)


def _has_figure_at_end(lines: list[Line], group: tuple[int, ...]) -> bool:
    return _is_figure_group(lines, group) or _has_sum_at_end(_spell_group(lines, group))


def _has_sum_at_end(text: str) -> bool:
    """Return whether figures end a line behind other words, and one of them has its thousands set apart."""
    words = re.split(r"\s", text.replace("\t", "  "))  # a tab parts columns and sets no thousands apart
    first = len(words)
    while first > 1 and FIGURE_WORD.fullmatch(words[first - 1]):
        first -= 1
    return SUM_WITH_THOUSANDS.search(" ".join(("", *words[first:]))) is not None


def _is_sentence(lines: list[Line], group: tuple[int, ...]) -> bool:
    words = _spell_group(lines, group)
    return len(words) > LABEL_CHARACTERS and words.endswith(CLAUSE_END_MARKS)


def _find_figure_runs(lines: list[Line], groups: list[tuple[int, ...]]) -> Iterator[tuple[int, int]]:
    """Yield the ranges of groups where figures stand near one another, with the words before the first."""
    start = last = -1
    for n, group in enumerate(groups):
        has_layout = any(lines[m].spot or lines[m].calls is not None for m in group)
        if start >= 0 and (has_layout or _is_sentence(lines, group) or n - last > NEAR_GROUPS):
            yield start, last + 1
            start = -1
        if not has_layout and _has_figure_at_end(lines, group):
            follows_label = (
                n > 0 and not _is_sentence(lines, groups[n - 1]) and not any(lines[m].spot for m in groups[n - 1])
            )
            start = start if start >= 0 else n - (follows_label and _is_figure_group(lines, group))
            last = n
    if start >= 0:
        yield start, last + 1


def _make_listed_table(lines: list[Line], groups: list[tuple[int, ...]]) -> ListedTable | None:
    """Return the table of a run, or None if it has too few figures."""
    figures = sum(_is_figure_group(lines, group) for group in groups)
    figure_ends = sum(_has_figure_at_end(lines, group) for group in groups)
    if figure_ends < LEAST_FIGURES or (
        figures < FIGURE_LINES_SHARE * len(groups) and figure_ends < SUM_LINES_SHARE * len(groups)
    ):
        return None
    return ListedTable(groups[0][0], groups[-1][-1] + 1, tuple(groups))
