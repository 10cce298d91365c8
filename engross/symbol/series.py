"""Symbols by other names: the number of a resolution or decision, an address of the documents' resolver."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, unquote, urlsplit

from engross.symbol.fold import fold
from engross.symbol.grammar import parse
from engross.symbol.value import InvalidSymbol, Symbol

HOSTS = ("undocs.org", "docs.un.org")  # un-documents: 4.2
_LANGUAGES = re.compile(r"(?:(?:ar|ch|zh|en|fr|ru|es|sp|ot)/)+", re.IGNORECASE)


# An organ's numbers and what its series makes of them. Bodies beside the four organs (un-documents: 4.1): the former
# Commission on Human Rights ("chr") by year, the United Nations Environment Assembly ("unea") by session.
_ANY, _YEARLY, _SESSIONAL = r"(.+)", r"((?:19|20)\d\d/\d+)", r"(\d+)/(\d+)"
_RESOLUTIONS = {
    "ga": (_ANY, r"A/RES/\1"),
    "hrc": (_ANY, r"A/HRC/RES/\1"),
    "ecosoc": (_ANY, r"E/RES/\1"),
    "sc": (_ANY, r"S/RES/\1"),
    "chr": (_YEARLY, r"E/CN.4/RES/\1"),
    "unea": (_SESSIONAL, r"UNEP/EA.\1/Res.\2"),
}
_DECISIONS = {
    "ga": (_ANY, r"A/DEC/\1"),
    "hrc": (_ANY, r"A/HRC/DEC/\1"),
    "ecosoc": (_ANY, r"E/DEC/\1"),
    "chr": (_YEARLY, r"E/CN.4/DEC/\1"),
}


def resolution_symbol(organ: str, number: str) -> Symbol:
    """The symbol of an organ's resolution by its printed number: ("hrc", "50/4") is A/HRC/RES/50/4.

    Raises InvalidSymbol where the organ has no series of resolutions or the number is none.
    """
    return _numbered(_RESOLUTIONS, organ, number)


def decision_symbol(organ: str, number: str) -> Symbol:
    """The symbol of an organ's decision by its printed number; the Library's where none was issued (A/DEC/77/405)."""
    return _numbered(_DECISIONS, organ, number)


def _numbered(series: dict[str, tuple[str, str]], organ: str, number: str) -> Symbol:
    if organ not in series:
        raise InvalidSymbol(number, 0, f"an organ with a series: {', '.join(series)}")
    shape, spelled = series[organ]
    if not (found := re.fullmatch(shape, number)):
        raise InvalidSymbol(number, 0, "a number as the organ's series has them")
    return parse(found.expand(spelled))


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
