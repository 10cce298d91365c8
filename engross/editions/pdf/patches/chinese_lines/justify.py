"""Measure the gaps of a line: the share of each in stretching, and how far it may shrink.

clreq 3.2 (line adjustment): the gaps between Han characters stretch and shrink equally, spaces (between words, and
between Han and Latin) and the blanks of marks more; the blank of marks shrinks furthest. No gap opens behind an opening
mark, before a closing mark or a note's call, within a dash, or within a Latin word.
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

# Kinds of gaps: the share in stretching; how far it may shrink, in em.
WORD_GAP, HAN_GAP, NO_GAP = (2.0, 0.08), (1.0, 0.012), (0.0, 0.0)
MARK_GAP = (2.0, 0.15)  # beside the blank of a mark, which shrinks so far for each mark

LOOSE_GAP_EM = 0.05  # gaps stretched by so much look as bad as a line tightened to its limit


@dataclass(frozen=True, slots=True)
class LineGaps:
    """The gap after each character: its share in stretching; the em by which it may shrink."""

    stretch: list[float]
    shrink: list[float]


def measure_gaps(text: str, cuts: list[float], calls: list[bool]) -> LineGaps:
    """Return the gaps of a text.

    ``cuts``: the pixels squeezed out behind each character; ``calls``: whether each belongs to a note's call.
    """
    stretch, shrink = [0.0] * len(text), [0.0] * len(text)
    are_wide, are_wide_letters = list(map(is_wide, text)), list(map(is_wide_letter, text))
    visible = [n for n, character in enumerate(text) if character not in JOINERS]
    has_word_begun = False  # spaces before the first word keep their width
    for before, after in itertools.pairwise(visible):
        if are_wide_letters[before] and are_wide_letters[after] and not calls[after]:
            has_word_begun = True
            stretch[before], shrink[before] = HAN_GAP
            continue
        has_word_begun = has_word_begun or text[before] not in SPACES
        if not has_word_begun or calls[after]:
            continue
        if are_wide[before] or are_wide[after] or text[before] in SPACES:
            stretch[before], shrink[before] = _measure_gap(text[before], text[after], cuts[before] > 0)
    return LineGaps(stretch, shrink)


@cache  # called for each mark, where the call costs more than the answer
def _measure_gap(before: str, after: str, cut: bool) -> tuple[float, float]:
    if after in SPACES or NEWLINE in (before, after):
        return NO_GAP
    if before in SPACES:
        return WORD_GAP
    if before in OPENING_MARKS or before in NARROW_OPENING or after in CLOSING_MARKS or after in NARROW_CLOSING:
        return NO_GAP
    if before in DOUBLE_MARKS and after in DOUBLE_MARKS:
        return NO_GAP
    blanks = (before in CLOSING_MARKS) + (after in OPENING_MARKS) if not cut else 0
    return (MARK_GAP[0], HAN_GAP[1] + blanks * MARK_GAP[1]) if blanks else HAN_GAP
