"""Say where a resolution or decision stands in its series: the session or year that the number counts in, the number.

Numbers by session ("77/213", "ES-11/4", before 1976 "217 A (III)") or by year ("2022/7"); the Security Council's run
through all years ("2650 (2022)") (un-documents: 4.1).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from engross.grammars.symbol.grammar import parse
from engross.grammars.symbol.value import ROMAN_NUMERALS, Symbol

# The components that name a series which numbers its documents.
NUMBERED_SERIES = ("RES", "DEC")
# What a number counts in: keys of [series] in words/*.toml, by the code before the session.
PERIOD_BY_CODE = {"": "session", "S": "special", "ES": "emergency"}

_SESSION = re.compile(r"(?:(?P<code>E?S)-)?(?P<session>\d+)")
_YEAR = re.compile(r"(?:19|20)\d\d")
_NUMBER = re.compile(
    r"(?P<number>\d+)(?:\s?(?P<letter>[A-Z]{1,2})(?:-[A-Z]{1,2})?)?"
    r"(?:\s?\((?:(?:(?P<code>E?S)-)?(?P<roman>[IVXL]+)|(?P<year>\d{4}))\))?"
)


@dataclass(frozen=True, slots=True)
class SeriesPlace:
    """A place in a series.

    ``kind``: "res" or "dec". ``body``: the components before it, ("A", "HRC"). ``period``: "session", "special" or
    "emergency" session, "year", or "" for numbers that run through all years. ``ordinal``: the session's number or the
    year, 0 for none. ``position``: the number as a decimal that sorts, a letter as its hundredths: 235 B is "235.02".
    """

    kind: str
    body: tuple[str, ...]
    period: str
    ordinal: int
    position: str

    @property
    def is_lettered(self) -> bool:
        """Whether the number has a letter, as one of several texts under it has."""
        return "." in self.position


def find_series_place(symbol: Symbol) -> SeriesPlace | None:
    """Return the place of a resolution or decision in its series; None for any other document."""
    kind = next((component for component in symbol.components if component in NUMBERED_SERIES), "")
    if not kind:
        return None
    at = symbol.components.index(kind)
    body, numbered = symbol.components[:at], symbol.components[at + 1 :]
    period, ordinal, numbered = _read_period(numbered)
    match = _NUMBER.fullmatch(numbered[0]) if numbered else None
    if not match:
        return None
    if match["roman"] in ROMAN_NUMERALS:
        period, ordinal = PERIOD_BY_CODE[match["code"] or ""], ROMAN_NUMERALS.index(match["roman"])
    return SeriesPlace(kind.lower(), body, period, ordinal, _spell_position(match["number"], match["letter"] or ""))


def find_session(text: str) -> str:
    """Return the session that the symbol of a resolution or decision names, "77" or "ES-11"; "" for none."""
    try:
        place = find_series_place(parse(text))
    except ValueError:
        return ""
    codes = {period: f"{code}-" if code else "" for code, period in PERIOD_BY_CODE.items()}
    return f"{codes[place.period]}{place.ordinal}" if place and place.period in codes else ""


def find_period(symbol: Symbol) -> str:
    """Return the session or the year that a resolution or decision is numbered in: "77", "ES-11", "2022"; "" for none.

    The Security Council's numbers name their year in brackets.
    """
    place = find_series_place(symbol)
    if place is None:
        return ""
    if place.period == "year":
        return str(place.ordinal)
    year = _NUMBER.fullmatch(symbol.components[-1])
    return find_session(str(symbol)) or (year["year"] if year and year["year"] else "")


def _read_period(numbered: tuple[str, ...]) -> tuple[str, int, tuple[str, ...]]:
    """Return period, ordinal and the components behind them; "" and 0 where the number has no component before it."""
    match = _SESSION.fullmatch(numbered[0]) if len(numbered) > 1 else None
    if not match:
        return "", 0, numbered
    is_year = not match["code"] and _YEAR.fullmatch(match["session"])
    period = "year" if is_year else PERIOD_BY_CODE[match["code"] or ""]
    return period, int(match["session"]), numbered[1:]


def _spell_position(number: str, letter: str) -> str:
    """Return a number with its letter as hundredths: A is .01, Z .26, AA .27; catalogues keep two digits."""
    rank = 0
    for character in letter:
        rank = 26 * rank + ord(character) - ord("A") + 1
    return f"{number}.{rank:02d}" if letter else number
