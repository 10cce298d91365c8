"""Return symbols by the number of a resolution or decision, or by an address of the documents' resolver."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, unquote, urlsplit

from engross.grammars.symbol.fold import fold_symbol_text
from engross.grammars.symbol.grammar import parse
from engross.grammars.symbol.value import InvalidSymbol, Symbol

RESOLVER_HOSTS = ("undocs.org", "docs.un.org")  # un-documents: 4.2
_LANGUAGE_PREFIXES = re.compile(r"(?:(?:ar|ch|zh|en|fr|ru|es|sp|ot)/)+", re.IGNORECASE)


# The shape of an organ's numbers, and their symbols. Bodies beside the four organs (un-documents: 4.1): the former
# Commission on Human Rights ("chr") by year, the United Nations Environment Assembly ("unea") by session.
_ANY_NUMBER, _YEARLY_NUMBER, _SESSIONAL_NUMBER = r"(.+)", r"((?:19|20)\d\d/\d+)", r"(\d+)/(\d+)"
_RESOLUTION_SERIES = {
    "ga": (_ANY_NUMBER, r"A/RES/\1"),
    "hrc": (_ANY_NUMBER, r"A/HRC/RES/\1"),
    "ecosoc": (_ANY_NUMBER, r"E/RES/\1"),
    "sc": (_ANY_NUMBER, r"S/RES/\1"),
    "chr": (_YEARLY_NUMBER, r"E/CN.4/RES/\1"),
    "unea": (_SESSIONAL_NUMBER, r"UNEP/EA.\1/Res.\2"),
    "trusteeship": (r"(\d+\s?\([IVXL]+\))", r"T/RES/\1"),
    "escap": (_SESSIONAL_NUMBER, r"E/ESCAP/RES/\1/\2"),
}
_DECISION_SERIES = {
    "ga": (_ANY_NUMBER, r"A/DEC/\1"),
    "hrc": (_ANY_NUMBER, r"A/HRC/DEC/\1"),
    "ecosoc": (_ANY_NUMBER, r"E/DEC/\1"),
    "chr": (_YEARLY_NUMBER, r"E/CN.4/DEC/\1"),
}


def resolution_symbol(organ: str, number: str) -> Symbol:
    """Return the symbol of an organ's resolution by its printed number: ("hrc", "50/4") is A/HRC/RES/50/4.

    Raises InvalidSymbol if the organ has no series of resolutions or the number does not fit it.
    """
    return _make_series_symbol(_RESOLUTION_SERIES, organ, number)


def decision_symbol(organ: str, number: str) -> Symbol:
    """Return the symbol of an organ's decision by its printed number; the Library's if none was issued (A/DEC/77/405).

    Raises InvalidSymbol as ``resolution_symbol`` does.
    """
    return _make_series_symbol(_DECISION_SERIES, organ, number)


def _make_series_symbol(series: dict[str, tuple[str, str]], organ: str, number: str) -> Symbol:
    if organ not in series:
        raise InvalidSymbol(number, 0, f"an organ with a series: {', '.join(series)}")
    shape, spelled = series[organ]
    if not (match := re.fullmatch(shape, number)):
        raise InvalidSymbol(number, 0, "a number as the organ's series has them")
    return parse(match.expand(spelled))


def symbol_from_url(url: str) -> Symbol:
    """Return the symbol in an address of the resolver. Raises InvalidSymbol for any other address."""
    try:
        parts = urlsplit("".join(fold_symbol_text(url).split()))
    except ValueError:  # an unmatched bracket, for example
        raise InvalidSymbol(url, 0, "an address") from None
    if parts.netloc.lower().removeprefix("www.") not in RESOLVER_HOSTS:
        raise InvalidSymbol(url, 0, "an address of the documents' resolver")
    if final := parse_qs(parts.query).get("FinalSymbol"):  # the address that the resolver redirects to
        return parse(final[0])
    path = unquote(parts.path).strip("/")
    language = _LANGUAGE_PREFIXES.match(path)
    return parse(path[language.end() :] if language else path)
