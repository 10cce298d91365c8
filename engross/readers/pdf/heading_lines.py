"""Find headings by their look: lines that are larger, bold or italic as a whole, in a paragraph of their own.

The ranks are those of the UN's styles: chapter, title (H1), bold heading (H23), italic heading (H4).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from engross.readers.lines.layout_habits import CLAUSE_END_MARKS
from engross.readers.lines.line_layout import LineLayout
from engross.readers.lines.lines import TEXT_LINE, Line

CHAPTER_SIZE, TITLE_SIZE = 1.27, 1.1  # of the body's: letters of a chapter's title (14 pt or more), and of a title (12)
SAME_SIZE = 0.03  # of the body's: sizes that differ less are one
HEADING_LINES = 6  # lines that a heading in letters of its own may have
ITALIC_HEADING_LINES = 2  # an italic one: a longer one may be a motto, or the title of a work
SHORT_LINE_EM = 3.0  # em: a line that ends so far before the edge shows where it is set
CHAPTER_RANK, TITLE_RANK, BOLD_RANK, ITALIC_RANK = 1, 2, 3, 4


@dataclass(frozen=True, slots=True)
class _Heading:
    """A heading: the indices of its lines, its rank, whether it stands in the middle, or at the margin.

    One whose lines fill the measure may be either.
    """

    lines: range
    rank: int
    is_centred: bool
    is_flush: bool


def mark_headings(lines: list[Line]) -> list[Line]:
    """Return lines with the rank of each heading that its look shows, on all of its lines.

    Where bold headings stand in the middle, those at the margin are one rank below them.
    """
    headings = [*_find_headings(lines)]
    has_centred = any(heading.rank == BOLD_RANK and heading.is_centred for heading in headings)
    ranks = {
        n: heading.rank + (heading.rank == BOLD_RANK and has_centred and heading.is_flush)
        for heading in headings
        for n in heading.lines
    }
    return [replace(line, rank=ranks[n]) if n in ranks else line for n, line in enumerate(lines)]


def _find_headings(lines: Sequence[Line]) -> Iterator[_Heading]:
    """Yield the headings among lines; one ends where its paragraph does, and with no mark of a clause."""
    texts = [n for n, line in enumerate(lines) if line.kind == TEXT_LINE]
    at = 0
    while at < len(texts):
        end = at + 1
        while end < len(texts) and lines[texts[end]].begins is False:
            end += 1
        group = [lines[n] for n in texts[at:end]]
        rank = _rank_look(group)
        if rank and _may_be_heading(group, rank):
            yield _Heading(range(texts[at], texts[end - 1] + 1), rank, *_find_alignment(group))
        at = end


def _find_alignment(group: Sequence[Line]) -> tuple[bool, bool]:
    """Return whether a heading stands in the middle, and whether at the margin, as its short lines show."""
    layouts = [line.layout for line in group if line.layout]
    is_centred = any(layout.is_centred for layout in layouts)
    is_short = any(layout.short > SHORT_LINE_EM for layout in layouts)
    return is_centred, is_short and not is_centred and not any(line.indent for line in group)


def _rank_look(group: Sequence[Line]) -> int:
    """Return the rank that the look of all lines of a paragraph shows; 0 if they are set as the text is."""
    layouts = [line.layout for line in group]
    ranks = {_rank_layout(layout) if layout else 0 for layout in layouts}
    sizes = [layout.size for layout in layouts if layout]
    return ranks.pop() if len(ranks) == 1 and max(sizes, default=0.0) - min(sizes, default=0.0) < SAME_SIZE else 0


def _rank_layout(layout: LineLayout) -> int:
    if layout.size >= TITLE_SIZE:
        return CHAPTER_RANK if layout.size >= CHAPTER_SIZE else TITLE_RANK
    return BOLD_RANK if layout.bold == 1.0 else ITALIC_RANK if layout.italic == 1.0 else 0


def _may_be_heading(group: Sequence[Line], rank: int) -> bool:
    """Return whether the words of a paragraph in letters of their own may be a heading's: few, with no mark behind."""
    last = group[-1]
    ending = last.text[: last.calls[-1][0]] if last.calls and last.calls[-1][1] == len(last.text) else last.text
    most = ITALIC_HEADING_LINES if rank == ITALIC_RANK else HEADING_LINES
    has_words = any(character.isalpha() for line in group for character in line.text)
    return len(group) <= most and has_words and not group[0].spot and not ending.rstrip().endswith(CLAUSE_END_MARKS)
