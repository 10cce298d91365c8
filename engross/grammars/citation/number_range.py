"""Say whether an organ can have a resolution of a number: by the shape of its numbers, their sessions, years and order.

What a text or its links give an organ that cannot have it is doubtful: a slip, or another organ's number.
"""

from __future__ import annotations

import re
from itertools import takewhile

from engross.grammars.numbering import parse_roman_number
from engross.grammars.symbol import Symbol

# How each organ numbers its resolutions and decisions (un-documents: 4.1); "unknown": all but the Security Council's.
NUMBER_SHAPES = {
    "ga": r"(?:3[1-9]|[4-9]\d|E?S-\d+)/.*|.*\((?:E?S-[IVX]+|X{0,2}(?:IX|IV|V?I{0,3})|XXX)\)",
    "hrc": r"(?:S-)?\d{1,2}/\d+",
    "ecosoc": r"\d{4}/.*|.*\([IVXL]+\)",
    "sc": r"\d+\s?\(\d{4}\)",
    "unknown": r"(?!\d+\s?\(\d{4}\)).*",
}
_SHAPE_BY_ORGAN = {organ: re.compile(shape) for organ, shape in NUMBER_SHAPES.items()}
_SERIES_BODIES = {("A",): "ga", ("A", "HRC"): "hrc", ("E",): "ecosoc", ("S",): "sc"}

# The last resolution of the Security Council in each year from 1946 on; the numbers run through all years.
_FIRST_YEAR = 1946
_LAST_OF_YEARS = tuple(
    int(number)
    for number in """
    15 37 66 78 89 96 98 103 106 110 121 126 131 132 160 170 177 185 199 219 232 244 262 275 291 307 324 344 366 384
    402 422 443 461 484 499 528 545 559 580 593 606 626 646 683 725 801 892 969 1035 1092 1146 1219 1284 1334 1386
    1454 1521 1580 1651 1738 1794 1859 1907 1966 2032 2085 2132 2195 2259 2336 2397 2451 2503 2560 2617 2671 2721
    2767
    """.split()
)
_MOST_A_YEAR = 100  # resolutions of the Council in a year after the last one listed; 93 was the most
_YEAR_END = 5  # numbers at the end of a year that are not doubted in the year beside it
# Numbers of the Assembly reached 103 in its second session and 3541 in its thirtieth, over 50 for each session; those
# of the Economic and Social Council stayed below 40 for each. In the first sessions both began with 1.
_NUMBERS_PER_SESSION = 50
_LAST_OLD_SESSION = 63  # of the Council, in 1977
_OLD_NUMBER = re.compile(r"(\d+)(?:\s?[A-Z]{1,2}(?:-[A-Z]{1,2})?)?\s?\(([IVXL]+)\)")
_NO_YEAR = 9999
_NUMERIC = re.compile(r"(?:E?S-)?\d")
_PERIOD = re.compile(r"(\d+)/")
_YEAR_IN_BRACKETS = re.compile(r"(\d+)\s?\((\d{4})\)")


def has_shape_of_organ(organ: str, number: str) -> bool:
    """Return whether a number is written as those of an organ are."""
    return bool(_SHAPE_BY_ORGAN.get(organ, _SHAPE_BY_ORGAN["unknown"]).fullmatch(number))


def is_number_of_organ(organ: str, number: str, year: int = 0) -> bool:
    """Return whether an organ can have a resolution of this number in a document of ``year``; 0: its year is unknown.

    ``organ``: a key such as "ga"; one without a shape of its own is as "unknown".
    """
    if not has_shape_of_organ(organ, number):
        return False
    if of_year := _YEAR_IN_BRACKETS.fullmatch(number):
        return organ != "sc" or _is_in_year(int(of_year[1]), int(of_year[2]), year)
    if old := _OLD_NUMBER.fullmatch(number):
        return organ not in ("ga", "ecosoc") or _is_old_number_of(organ, int(old[1]), old[2])
    if not (period := _PERIOD.match(number)):
        return True
    first, last = _period_range(organ, year or _NO_YEAR)
    return first <= int(period[1]) <= last


def is_possible_symbol(symbol: Symbol, year: int = 0) -> bool:
    """Return whether the four organs' series can have this resolution or decision; True for all other documents."""
    series = next((n for n, component in enumerate(symbol.components) if component in ("RES", "DEC")), None)
    organ = _SERIES_BODIES.get(symbol.components[:series]) if series else None
    if series is None or not organ:
        return True
    numbered = takewhile(_NUMERIC.match, symbol.components[series + 1 :])  # without Add.1, Corr.1
    return is_number_of_organ(organ, "/".join(numbered), year)


def _is_in_year(number: int, numbered: int, year: int) -> bool:
    """Return whether the Security Council reached a number in the year ``numbered``, and not after ``year``."""
    at, last = numbered - _FIRST_YEAR, len(_LAST_OF_YEARS) - 1
    if at < 0 or (year and numbered > year):
        return False
    below = _LAST_OF_YEARS[min(at - 1, last)] if at else 0
    most = _LAST_OF_YEARS[at] if at <= last else _LAST_OF_YEARS[last] + _MOST_A_YEAR * (at - last)
    return below - _YEAR_END < number <= most + _YEAR_END


def _is_old_number_of(organ: str, number: int, session: str) -> bool:
    """Return whether a number and the session in its brackets, "217" and "III", are of the Assembly or the Council."""
    ordinal = parse_roman_number(session) or 0
    if not 1 < ordinal <= _LAST_OLD_SESSION:
        return ordinal == 1
    return (organ == "ga") == (number > _NUMBERS_PER_SESSION * ordinal)


def _period_range(organ: str, year: int) -> tuple[int, int]:
    """Return the first session or year that an organ's numbers count in, and the last that it began by a year's end.

    The Assembly's first session was in 1946, each begins in autumn and, since the thirty-first, numbers anew; the
    Council has counted years since 1978; the Human Rights Council has met three times a year since 2006.
    """
    return {"ga": (31, year - 1945), "hrc": (1, 3 * (year - 2005)), "ecosoc": (1978, year)}.get(organ, (0, _NO_YEAR))
