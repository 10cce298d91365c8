"""Numbers to numbers that stay with what they count: 第 54 次, 2022 年, 17 个, 50 %.

A joiner is put where a line would otherwise end between a number and its ordinal or measure word; the words are the
language's (``words/*.toml``, table ``numbers``).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from itertools import accumulate

from engross.language import Language

JOINER = "\u2060"


def kept(pieces: list[str], language: Language) -> list[str]:
    """The pieces of a run, joiners put in. A number may stand in one piece and its word in the next."""
    before, after = language.words["numbers"]["before"], language.words["numbers"]["after"]
    if not before and not after:
        return pieces
    text = "".join(pieces)
    sides = [f"(?:{before}) ?(?=\\d)"] * bool(before) + [f"(?<=\\d) ?(?=(?:{after}))"] * bool(after)
    places = sorted({m.end() for side in sides for m in re.finditer(side, text)}, reverse=True)
    starts = list(accumulate(map(len, pieces), initial=0))[:-1]
    out = list(pieces)
    for place in places:
        n = bisect_right(starts, place) - 1
        at = place - starts[n]
        out[n] = out[n][:at] + JOINER + out[n][at:]
    return out
