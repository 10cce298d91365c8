"""Read the head of a resolution that a number and a year open: "Resolution 242 (1967)", "54 (1948). Resolution"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass

from engross.grammars.dates import find_iso_date
from engross.grammars.language import Language
from engross.grammars.symbol import InvalidSymbol, Symbol, resolution_symbol
from engross.readers.common.adoption_line import count_adoption_lines
from engross.readers.lines.lead_words import has_lead_words
from engross.readers.lines.lines import Line

DATE_LINE_CHARACTERS = 60  # of the line that gives a head's day, at most
BRACKETED = re.compile(r"\[[^\]\s]+\]")
ASIDE = re.compile(r"\[[^\]]*\]|\d{1,3}$|[\s,.،，。]")  # what may stand beside a head's number and day


@dataclass(frozen=True, slots=True)
class NumberedHead:
    """The symbol that a head gives and its day ("" for none), the indices of its lines and of the adoption line's."""

    symbol: Symbol
    date: str
    lines: range
    adoption: range

    @property
    def end(self) -> int:
        """The index of the line behind head and adoption line."""
        return max(self.lines.stop, self.adoption.stop)


def find_numbered_head(lines: Sequence[Line], organ: str, lang: Language) -> NumberedHead | None:
    """Return the head that a number and a year open, of the ``lines`` above the enacting words; None for none."""
    for n, line in enumerate(lines):
        match = _match_head(line.text, lang)
        if match is None:
            continue
        with suppress(InvalidSymbol):
            symbol = resolution_symbol(organ, re.sub(r"\s*[(（](\d+)[)）]", r" (\1)", match["number"]))
            end, date = _find_date(lines, n, lang)
            start = next((m for m in range(end, len(lines)) if _count_lines(lines[m:], lang)), end)
            return NumberedHead(symbol, date, range(n, end), range(start, start + _count_lines(lines[start:], lang)))
    return None


def find_early_preamble(lines: Sequence[Line], head: NumberedHead, lang: Language) -> int:
    """Return the index of the line at which a preamble begins above the enacting words; that behind ``lines`` for none.

    "Whereas …, The Security Council Decides": texts of the first years.
    """
    return next((n for n in range(head.end, len(lines)) if has_lead_words(lines[n].text, lang)), len(lines))


def _match_head(text: str, lang: Language) -> re.Match[str] | None:
    """Match a head's number, with nothing but its day beside it."""
    words = lang.words["adoption"]
    match = re.match(words["head"], text) or re.match(words["old_head"], text)
    if match is None:
        return None
    beside = text[match.end() :]
    is_date = len(beside) <= DATE_LINE_CHARACTERS and find_iso_date(beside, lang, whole=False)
    return match if is_date or not ASIDE.sub("", beside) else None


def _find_date(lines: Sequence[Line], n: int, lang: Language) -> tuple[int, str]:
    """Return the index of the line behind a head, and its day, which may stand on the next line.

    The draft's symbol in brackets may stand between: "[S/1070]".
    """
    if date := find_iso_date(lines[n].text, lang, whole=False):
        return n + 1, date
    head = n
    n += n + 2 < len(lines) and BRACKETED.fullmatch(lines[n + 1].text) is not None
    below = lines[n + 1].text if n + 1 < len(lines) else ""
    date = find_iso_date(below, lang, whole=False) if len(below) <= DATE_LINE_CHARACTERS else ""
    return (n + 2, date) if date and not _count_lines(lines[n + 1 :], lang) else (head + 1, "")


def _count_lines(lines: Sequence[Line], lang: Language) -> int:
    return count_adoption_lines([line.text for line in lines], [line.gap for line in lines], lang)
