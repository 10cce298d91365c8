"""Find justified Chinese lines that do not end at the measure (W3C clreq, 6.3), measured as drawn.

A PDF does not state its measure. It is taken to end at the farthest point where several lines of a page, or of one
table cell on it, end; if a page has too few lines to tell, where those of the other pages on the same side of the
spread (left or right) end.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

from engross.grammars.han import HAN_RANGE
from engross.verify.check.finding import Finding, Findings
from engross.verify.check.lines import PdfLine, find_text_blocks, open_chinese_print
from engross.verify.check.rule import EditionFault

LineGroups = dict[tuple[int, int], list[PdfLine]]  # by cell and page
PIXEL_PT = 0.75  # points
SHARED_LINES = 3  # this many lines do not end at one place by chance
CLOSING_MARKS = "、。，．；：！？〉》」』】〕〗）］｝”’"  # half as wide at a line's end, though full-width in the font
# A line can stretch at a space, between Han characters, or between a Han and another character.
STRETCHABLE_PLACE = re.compile(rf"[ \u00a0]|[{HAN_RANGE}、，；：。]\w|\w[{HAN_RANGE}《“（]")
SHOWN_CHARACTERS = 24  # characters shown of a line


def find_ragged_lines(path: Path) -> Findings | None:
    """Find a Chinese PDF's justified lines that do not end at the measure; None for other languages or no structure.

    Lines in which nothing can stretch are counted in one finding that is no fault.
    """
    printed = open_chinese_print(path)
    if printed is None:
        return None
    groups: LineGroups = defaultdict(list)
    for block in find_text_blocks(printed):
        for line in block.lines[:-1] if block.align == "Justify" else ():
            groups[block.cell, line.page].append(line)
    measured = [
        (line, _pixels_off(line, measure)) for key, measure in _find_measures(groups).items() for line in groups[key]
    ]
    unstretchable = sum(1 for line, off in measured if off < -1 and not STRETCHABLE_PLACE.search(line.text))
    counted = (
        (EditionFault.UNSTRETCHED.make_finding("", n=unstretchable, lines=len(measured)),) if unstretchable else ()
    )
    return (*(finding for line, off in measured for finding in _check_line(line, off)), *counted)


def _find_measures(groups: LineGroups) -> dict[tuple[int, int], float]:
    """Return where the measure of each group of lines ends, in pt from the page's left edge."""
    ends = {key: [min(_line_ends(line)) for line in lines] for key, lines in groups.items()}
    shared = {key: end for key, group_ends in ends.items() if (end := _shared_line_end(group_ends)) is not None}
    ends_by_side: dict[tuple[int, int], list[float]] = defaultdict(list)
    for (cell, page), group_ends in ends.items():
        ends_by_side[cell, page % 2] += [shared[cell, page]] if (cell, page) in shared else group_ends
    return {(cell, page): shared.get((cell, page), max(ends_by_side[cell, page % 2])) for cell, page in groups}


def _shared_line_end(ends: list[float]) -> float | None:
    """Return the rightmost place where at least ``SHARED_LINES`` lines end; None if there is none."""
    counted = Counter(round(end, 1) for end in ends)
    return max((end for end, n in counted.items() if n >= SHARED_LINES), default=None)


def _line_ends(line: PdfLine) -> tuple[float, ...]:
    """Return where a line ends; if a closing mark that may be half as wide ends it, both possible places."""
    half = (line.last + (line.end - line.last) / 2,) if line.text.rstrip()[-1:] in tuple(CLOSING_MARKS) else ()
    return (line.end, *half)


def _pixels_off(line: PdfLine, measure: float) -> float:
    """Return how many pixels a line ends beyond the measure; negative if it ends before it."""
    return min(((end - measure) / PIXEL_PT for end in _line_ends(line)), key=abs)


def _check_line(line: PdfLine, off: float) -> Iterator[Finding]:
    at, words = f"page {line.page}", line.text[-SHOWN_CHARACTERS:]
    if off > 1:
        yield EditionFault.OVERLONG.make_finding(at, over=off, words=words)
    elif off < -1 and STRETCHABLE_PLACE.search(line.text):
        yield EditionFault.RAGGED.make_finding(at, short=-off, words=words)
