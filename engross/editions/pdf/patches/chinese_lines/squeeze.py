"""Measure the blank that is taken out between adjacent marks (clreq 3.1.6): a pair keeps half an em, not two halves."""

from __future__ import annotations

import itertools

from engross.editions.pdf.patches.chinese_lines.char_classes import (
    CLOSING_MARKS,
    JOINERS,
    MIDDLE_DOTS,
    NARROW_CLOSING,
    NARROW_OPENING,
    OPENING_MARKS,
)


def measure_squeeze(text: str, blanks: list[tuple[float, float]], calls: list[bool]) -> list[float]:
    """Return the pixels to take from the advance of each character because of what follows it.

    ``blanks``: the blank before and after each character; ``calls``: whether it belongs to a note's call. Joiners and
    the bounds of elements do not separate marks. A call stands close to its mark.
    """
    cuts = [0.0] * len(text)
    visible = [n for n, character in enumerate(text) if character not in JOINERS]
    for before, after in itertools.pairwise(visible):
        if blanks[before][1] or blanks[after][0]:
            cuts[before] = _squeeze_width(
                text[before], text[after], (blanks[before][1], blanks[after][0]), calls[after]
            )
    return cuts


def _squeeze_width(mark: str, following: str, blank: tuple[float, float], called: bool) -> float:
    if mark in CLOSING_MARKS:
        if following in NARROW_OPENING:
            return blank[0] / 2  # a narrow bracket has no blank of its own
        if (
            called
            or following in CLOSING_MARKS
            or following in NARROW_CLOSING
            or following in OPENING_MARKS
            or following in MIDDLE_DOTS
            or following == "\u3000"
        ):
            return blank[0]
        is_apostrophe = mark == "’" and following.isascii() and following.isalpha()
        return blank[0] if is_apostrophe or following == " " else 0.0
    return blank[1] if mark in OPENING_MARKS | NARROW_OPENING and following in OPENING_MARKS else 0.0
