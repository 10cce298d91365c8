"""Marks side by side to the blank that is taken from between them (clreq 3.1.6): half an em for a pair, not two."""

from __future__ import annotations

import itertools

from engross.pdf.mend.lines.marks import CLOSING, JOINERS, MIDDLE, OPENING


def pairs(text: str, blanks: list[tuple[float, float]], calls: list[bool]) -> list[float]:
    """How much is taken from the advance of each character, in pixels, for what follows it.

    ``blanks``: the blank before and after each character; ``calls``: whether it is of a note's call. Joiners and
    the bounds of elements do not keep marks apart. A call stands close to its mark.
    """
    cuts = [0.0] * len(text)
    seen = [n for n, character in enumerate(text) if character not in JOINERS]
    for here, there in itertools.pairwise(seen):
        if blanks[here][1] or blanks[there][0]:
            cuts[here] = _cut(text[here], text[there], (blanks[here][1], blanks[there][0]), calls[there])
    return cuts


def _cut(mark: str, following: str, blank: tuple[float, float], called: bool) -> float:
    if mark in CLOSING:
        if called or following in CLOSING or following in OPENING or following in MIDDLE or following == "\u3000":
            return blank[0]
        apostrophe = mark == "’" and following.isascii() and following.isalpha()
        return blank[0] if apostrophe or following == " " else 0.0
    return blank[1] if mark in OPENING and following in OPENING else 0.0
