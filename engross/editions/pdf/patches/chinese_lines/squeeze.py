"""Marks side by side to the blank that is taken from between them (clreq 3.1.6): half an em for a pair, not two."""

from __future__ import annotations

import itertools

from engross.editions.pdf.patches.chinese_lines.char_classes import CLOSING_MARKS, JOINERS, MIDDLE_DOTS, OPENING_MARKS


def measure_squeeze(text: str, blanks: list[tuple[float, float]], calls: list[bool]) -> list[float]:
    """How much is taken from the advance of each character, in pixels, for what follows it.

    ``blanks``: the blank before and after each character; ``calls``: whether it is of a note's call. Joiners and
    the bounds of elements do not keep marks apart. A call stands close to its mark.
    """
    cuts = [0.0] * len(text)
    seen = [n for n, character in enumerate(text) if character not in JOINERS]
    for here, there in itertools.pairwise(seen):
        if blanks[here][1] or blanks[there][0]:
            cuts[here] = _squeeze_width(text[here], text[there], (blanks[here][1], blanks[there][0]), calls[there])
    return cuts


def _squeeze_width(mark: str, following: str, blank: tuple[float, float], called: bool) -> float:
    if mark in CLOSING_MARKS:
        if (
            called
            or following in CLOSING_MARKS
            or following in OPENING_MARKS
            or following in MIDDLE_DOTS
            or following == "\u3000"
        ):
            return blank[0]
        apostrophe = mark == "’" and following.isascii() and following.isalpha()
        return blank[0] if apostrophe or following == " " else 0.0
    return blank[1] if mark in OPENING_MARKS and following in OPENING_MARKS else 0.0
