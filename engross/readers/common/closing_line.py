"""Read a line under a text: the meeting that adopted it, the day, or both on one line."""

from __future__ import annotations

import re
from dataclasses import dataclass

from engross.grammars.dates import find_iso_date
from engross.grammars.language import Language
from engross.grammars.numbering import parse_figures

JOINTS = " \t\n\u00a0.。,，،;；؛–—-"  # what may stand between meeting and day, and behind them


@dataclass(frozen=True, slots=True)
class ClosingFacts:
    """What closing lines say: ISO date, number of the meeting, whether it was resumed."""

    date: str = ""
    meeting: int | None = None
    resumed: bool = False


NO_FACTS = ClosingFacts()


def _search_number(pattern: str, text: str) -> re.Match[str] | None:
    """Return the first match of a pattern that does not begin within a figure, in time that grows with the text."""
    return re.search(rf"(?<!\d)(?:{pattern})", text)


def read_closing_line(text: str, lang: Language) -> ClosingFacts:
    """Return what a line says that is a meeting, a day, or both in either order; ``NO_FACTS`` for any other."""
    words = text.strip(JOINTS)
    match = _search_number(lang.words["reading"]["meeting"], words)
    if match is None:
        return ClosingFacts(find_iso_date(words, lang, whole=True))
    around = [words[: match.start()].strip(JOINTS), words[match.end() :].strip(JOINTS)]
    others = [part for part in around if part]
    date = find_iso_date(others[0], lang, whole=True) if len(others) == 1 else ""
    if others and not date:
        return NO_FACTS
    return ClosingFacts(date, parse_figures(match["n"]), lang.words["reading"]["resumed"] in match[0])
