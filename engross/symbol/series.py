"""Symbols by other names: the number of a resolution or decision, an address of the documents' resolver."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, unquote, urlsplit

from engross.symbol.fold import fold
from engross.symbol.grammar import parse
from engross.symbol.value import InvalidSymbol, Symbol

HOSTS = ("undocs.org", "docs.un.org")  # un-documents: 4.2
_LANGUAGES = re.compile(r"(?:(?:ar|ch|zh|en|fr|ru|es|sp|ot)/)+", re.IGNORECASE)


def resolution_symbol(organ: str, number: str) -> Symbol:
    """The symbol of an organ's resolution by its printed number: ("hrc", "50/4") is A/HRC/RES/50/4.

    Raises InvalidSymbol where the organ has no series of resolutions or the number is none.
    """
    series = {"ga": "A/RES", "hrc": "A/HRC/RES", "ecosoc": "E/RES", "sc": "S/RES"}
    return _numbered(series, organ, number)


def decision_symbol(organ: str, number: str) -> Symbol:
    """The symbol of an organ's decision by its printed number; the Library's where none was issued (A/DEC/77/405)."""
    return _numbered({"ga": "A/DEC", "hrc": "A/HRC/DEC", "ecosoc": "E/DEC"}, organ, number)


def _numbered(series: dict[str, str], organ: str, number: str) -> Symbol:
    if organ not in series:
        raise InvalidSymbol(number, 0, f"an organ with a series: {', '.join(series)}")
    return parse(f"{series[organ]}/{number}")


def from_url(url: str) -> Symbol:
    """The symbol in an address of the resolver. Raises InvalidSymbol for any other address."""
    try:
        parts = urlsplit("".join(fold(url).split()))
    except ValueError:  # such as a bracket that opens no address of IPv6
        raise InvalidSymbol(url, 0, "an address") from None
    if parts.netloc.lower().removeprefix("www.") not in HOSTS:
        raise InvalidSymbol(url, 0, "an address of the documents' resolver")
    if final := parse_qs(parts.query).get("FinalSymbol"):  # the address that the resolver itself goes on to
        return parse(final[0])
    path = unquote(parts.path).strip("/")
    language = _LANGUAGES.match(path)
    return parse(path[language.end() :] if language else path)
