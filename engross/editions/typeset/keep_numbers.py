"""Keep numbers together with what they count: 第 54 次, 2022 年, 17 个, 50 %.

A joiner is put where a line would otherwise end between a number and its ordinal or measure word; the words are the
language's (``words/*.toml``, table ``setting``).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from itertools import accumulate

from engross.grammars.language import Language

JOINER = "\u2060"


def join_numbers_to_words(pieces: list[str], language: Language) -> list[str]:
    """Return the pieces of a run with joiners put in; a number may stand in one piece and its word in the next."""
    words = language.words["setting"]
    before, after = words["number_before"], words["number_after"]
    if not before and not after:
        return pieces
    places = sorted(_find_join_places("".join(pieces), before, after), reverse=True)
    starts = list(accumulate(map(len, pieces), initial=0))[:-1]
    out = list(pieces)
    for place in places:
        piece = bisect_right(starts, place) - 1
        at = place - starts[piece]
        out[piece] = out[piece][:at] + JOINER + out[piece][at:]
    return out


def _find_join_places(text: str, before: str, after: str) -> set[int]:
    """Return where no line may end: behind an ordinal, before a measure word and within it, joiners passed over."""
    seen = [n for n, character in enumerate(text) if character != JOINER]
    bare = "".join(text[n] for n in seen)
    places: set[int] = set()
    if before:
        places |= {m.end() for m in re.finditer(f"(?:{before}) ?(?=\\d)", bare)}
    if after:
        words = re.finditer(f"(?<=\\d) ?(?P<word>{after})", bare)
        places |= {n for m in words for n in range(m.start("word"), m.end("word"))}
    return {seen[n] for n in places}
