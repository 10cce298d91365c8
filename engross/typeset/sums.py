"""Sums in a text that runs from right to left, set so that their first group stands left of the others.

Arabic texts hold the groups of a sum from its end, "900 033 1", and let the direction turn them round. Tables that
were typed from left to right hold them from their beginning, "1 033 900": those are isolated. A space of a kind that
separates within numbers (U+00A0 and U+202F, UAX #9, rule W4) would leave the groups as they are held: where they are
to be turned round it becomes a common one.
"""

from __future__ import annotations

import re

SPACE = "[ \u00a0\u202f]"
_BACK = rf"(?<=(?<!\d)\d{{3}}){SPACE}(?=\d{{1,3}}(?!\d))"
_FORTH = rf"(?<![\d.,])(?<!\d{SPACE})\d{{1,%d}}(?:{SPACE}\d{{3}})+(?!\d)(?!{SPACE}\d)"
SURE_BACK = re.compile(rf"(?<!\d)(?<!\d{SPACE})(?:\d{{3}}{SPACE})+\d{{1,2}}(?!\d)(?!{SPACE}\d)")
SURE_FORTH = re.compile(_FORTH % 2)
EITHER, ANY_FORTH = (re.compile(f"(?P<forth>{_FORTH % most})|{_BACK}") for most in (2, 3))
NO_BREAK = "\u00a0"
JOINED = "\u2060 \u2060"
ISOLATE, END = "\u2066", "\u2069"


def held_forth(text: str) -> bool:
    """Whether a document holds its sums from their beginning: some surely, none surely from its end."""
    return bool(SURE_FORTH.search(text)) and not SURE_BACK.search(text)


def turned(text: str, forth: bool = False) -> str:
    """``text`` with the groups of its sums joined, and isolated where they are held from their beginning.

    ``forth``: groups that tell nothing (600 854) are held so too.
    """
    return (ANY_FORTH if forth else EITHER).sub(_set, text)


def _set(found: re.Match[str]) -> str:
    return f"{ISOLATE}{NO_BREAK.join(re.split(SPACE, found[0]))}{END}" if found["forth"] else JOINED
