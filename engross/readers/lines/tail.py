"""Find where a text ends: its closing lines, and the annexes that follow them."""

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
    """Return where main text, closing and annexes of a part stand; without closing lines all is main text.

    ``part``: its lines among ``texts``.
    """
    part_lines = [texts[n] for n in part]
    start = _find_closing_start(part_lines, lang)
    end = start
    while end < len(part_lines) and is_closing_line(part_lines[end], lang, after=end > start):
        end += 1
    pattern = re.compile(lang.words["reading"]["annex"])
    heads = [n for n in range(end, len(part_lines)) if not part_lines[n].spot and pattern.fullmatch(part_lines[n].text)]
    if end < len(part_lines) and (not heads or heads[0] > end):
        heads.insert(0, end)
    annexes = tuple(part[a:b] for a, b in pairwise([*heads, len(part_lines)]))
    return PartBounds(part[:start], part[start:end], annexes)


def _find_closing_start(texts: list[Line], lang: Language) -> int:
    """Return the index of the first of two closing lines that stand together, or of a single one at the very end.

    The number of lines if there is neither.
    """
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
    """Return whether a line is only a date or a meeting; ``after`` another closing line also a vote in brackets."""
    if line.spot:
        return False
    if after and line.text.startswith("[") and line.text.endswith("]"):
        return True
    return bool(find_iso_date(line.text, lang, whole=True) or find_meeting_number(line.text, lang))
