"""The gaps of a line: how readily each stretches and how far it may shrink; a line's rest shared out among them.

clreq 3.2 (line adjustment): between Han characters all gaps give alike; spaces between words give more; marks
give their blank first when a line is tightened. Nothing opens behind an opening mark, before a closing mark or a
note's call, within a dash, or within a Latin word.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from functools import cache

from engross.editions.pdf.patches.chinese_lines.char_classes import (
    CLOSING_MARKS,
    DOUBLE_MARKS,
    JOINERS,
    NARROW_CLOSING,
    NARROW_OPENING,
    NEWLINE,
    OPENING_MARKS,
    SPACES,
    is_wide,
    is_wide_letter,
)

# Of a gap: its share of what a line is stretched by; how far it may shrink, in em.
WORD_GAP, HAN_GAP, NO_GAP = (2.0, 0.08), (1.0, 0.012), (0.0, 0.0)
BLANK_SHRINK_EM = 0.15  # em that the blank of a mark may shrink by

LOOSE_GAP_EM = 0.05  # em: gaps stretched by so much look as bad as a line tightened to its limit


@dataclass(frozen=True, slots=True)
class LineGaps:
    """The gap after each character: its share in stretching; the em it may shrink."""

    stretch: list[float]
    shrink: list[float]


def measure_gaps(text: str, cuts: list[float], calls: list[bool]) -> LineGaps:
    """The gaps of a text. ``cuts``: what is taken between marks already; ``calls``: characters of notes' calls."""
    stretch, shrink = [0.0] * len(text), [0.0] * len(text)
    wides, plains = list(map(is_wide, text)), list(map(is_wide_letter, text))
    seen = [n for n, character in enumerate(text) if character not in JOINERS]
    opened = False  # spaces before the first word do not give
    for here, there in itertools.pairwise(seen):
        if plains[here] and plains[there] and not calls[there]:
            opened = True
            stretch[here], shrink[here] = HAN_GAP
            continue
        opened = opened or text[here] not in SPACES
        if not opened or calls[there]:
            continue
        if wides[here] or wides[there] or text[here] in SPACES:
            stretch[here], shrink[here] = _measure_gap(text[here], text[there], cuts[here] > 0)
    return LineGaps(stretch, shrink)


@cache  # asked for each mark, deep in a layout, where calls cost more than what they do
def _measure_gap(before: str, after: str, cut: bool) -> tuple[float, float]:
    if after in SPACES or NEWLINE in (before, after):
        return NO_GAP
    if before in SPACES:
        return WORD_GAP
    if before in OPENING_MARKS or before in NARROW_OPENING or after in CLOSING_MARKS or after in NARROW_CLOSING:
        return NO_GAP
    if before in DOUBLE_MARKS and after in DOUBLE_MARKS:
        return NO_GAP
    share, em = HAN_GAP
    blank = BLANK_SHRINK_EM * ((before in CLOSING_MARKS) + (after in OPENING_MARKS)) if not cut else 0.0
    return share, em + blank
