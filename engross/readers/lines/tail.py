"""Where a text ends: closing lines, and the annexes that follow them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from engross.grammars.language import Language
from engross.readers.common.dates import find_iso_date
from engross.readers.lines.head import find_meeting_number
from engross.readers.lines.lines import Line


@dataclass(frozen=True, slots=True)
class PartBounds:
    """The text lines of the main text, of the closing, and of each annex, as ranges of indices."""

    main: range
    closing: range
    annexes: tuple[range, ...]


def find_part_bounds(texts: list[Line], part: range, lang: Language) -> PartBounds:
    """Where the main text, the closing and the annexes of a part meet. Without closing lines all is main text.

    ``part``: its lines among ``texts``.
    """
    own = [texts[n] for n in part]
    start = _find_closing_start(own, lang)
    end = start
    while end < len(own) and is_closing_line(own[end], lang, after=end > start):
        end += 1
    pattern = re.compile(lang.words["reading"]["annex"])
    heads = [n for n in range(end, len(own)) if not own[n].spot and pattern.fullmatch(own[n].text)]
    if end < len(own) and (not heads or heads[0] > end):
        heads.insert(0, end)
    annexes = tuple(part[a:b] for a, b in pairwise([*heads, len(own)]))
    return PartBounds(part[:start], part[start:end], annexes)


def _find_closing_start(texts: list[Line], lang: Language) -> int:
    """The first of two closing lines that stand together, or a single one at the very end."""
    for n, line in enumerate(texts):
        if is_closing_line(line, lang, after=False):
            last = n + 1 == len(texts)
            if (
                last
                or is_closing_line(texts[n + 1], lang, after=True)
                or is_closing_line(texts[n - 1], lang, after=False)
            ):
                return n
    return len(texts)


def is_closing_line(line: Line, lang: Language, after: bool) -> bool:
    """Whether a line is a date or a meeting and nothing else; after one, a vote in brackets too."""
    if line.spot:
        return False
    if after and line.text.startswith("[") and line.text.endswith("]"):
        return True
    return bool(find_iso_date(line.text, lang, whole=True) or find_meeting_number(line.text, lang))
