"""Chinese lines that do not end at the measure though they are justified (W3C clreq, 6.3): measured as drawn.

The measure is not in a PDF. It ends where lines of a page, or of one cell on it, end farthest; where they are too few
to tell, where those of the other pages on the same side of a leaf do.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

from engross.verify.check.finding import Finding, Findings
from engross.verify.check.lines import PdfLine, find_text_blocks, open_chinese_print
from engross.verify.check.rule import EditionFault

LineGroups = dict[tuple[int, int], list[PdfLine]]  # by the cell and the page
PIXEL_PT = 0.75  # points
SHARED_LINES = 3  # so many lines do not end at one place by chance
CLOSING_MARKS = "、。，．；：！？〉》」』】〕〗）］｝”’"  # half as wide at a line's end, though the font has them full
# A space; a place between Han, or between Han and another character: where a line may be opened.
STRETCHABLE_PLACE = re.compile(r"[ \u00a0]|[\u3400-\u9fff、，；：。]\w|\w[\u3400-\u9fff《“（]")
SHOWN_CHARACTERS = 24  # characters shown of a line


def find_ragged_lines(path: Path) -> Findings | None:
    """The justified lines of a Chinese PDF ending elsewhere than the measure; None for other languages or no structure.

    Lines where nothing can stretch are counted in a finding that is no fault.
    """
    printed = open_chinese_print(path)
    if printed is None:
        return None
    groups: LineGroups = defaultdict(list)
    for block in find_text_blocks(printed):
        for line in block.lines[:-1] if block.align == "Justify" else ():
            groups[block.cell, line.page].append(line)
    found = [
        (line, _pixels_off(line, measure)) for key, measure in _find_measures(groups).items() for line in groups[key]
    ]
    fixed = sum(1 for line, off in found if off < -1 and not STRETCHABLE_PLACE.search(line.text))
    noted = (EditionFault.UNSTRETCHED.make_finding("", n=fixed, lines=len(found)),) if fixed else ()
    return (*(finding for line, off in found for finding in _check_line(line, off)), *noted)


def _find_measures(groups: LineGroups) -> dict[tuple[int, int], float]:
    """Where the measure of each group of lines ends."""
    ends = {key: [min(_line_ends(line)) for line in lines] for key, lines in groups.items()}
    shared = {key: found for key, some in ends.items() if (found := _shared_line_end(some)) is not None}
    sides: dict[tuple[int, int], list[float]] = defaultdict(list)
    for (cell, page), some in ends.items():
        sides[cell, page % 2] += [shared[cell, page]] if (cell, page) in shared else some
    return {(cell, page): shared.get((cell, page), max(sides[cell, page % 2])) for cell, page in groups}


def _shared_line_end(ends: list[float]) -> float | None:
    """Farthest right of the places where several lines end; None where they are too few."""
    counted = Counter(round(end, 1) for end in ends)
    return max((end for end, n in counted.items() if n >= SHARED_LINES), default=None)


def _line_ends(line: PdfLine) -> tuple[float, ...]:
    """Where a line ends; with a closing mark that may be half as wide, both places."""
    half = (line.last + (line.end - line.last) / 2,) if line.text.rstrip()[-1:] in tuple(CLOSING_MARKS) else ()
    return (line.end, *half)


def _pixels_off(line: PdfLine, measure: float) -> float:
    """How far a line ends from the measure, in pixels; less than nothing before it."""
    return min(((end - measure) / PIXEL_PT for end in _line_ends(line)), key=abs)


def _check_line(line: PdfLine, off: float) -> Iterator[Finding]:
    at, words = f"page {line.page}", line.text[-SHOWN_CHARACTERS:]
    if off > 1:
        yield EditionFault.OVERLONG.make_finding(at, over=off, words=words)
    elif off < -1 and STRETCHABLE_PLACE.search(line.text):
        yield EditionFault.RAGGED.make_finding(at, short=-off, words=words)
