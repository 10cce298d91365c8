"""The links that an extractor lists beside the text."""

from __future__ import annotations

from collections.abc import Iterator

from engross.symbol import InvalidSymbol, Symbol, find, from_url
from engross.text import fold


def committee_reports(links: tuple[str, ...], text: str, proponent: str) -> tuple[Symbol, ...]:
    """The report on which the resolution was adopted.

    It stands in the committee line above the text. Where that line was lost its links remain: they come first in
    the list, before the first link that the text itself cites. Drafts (L documents) and resolutions are no reports.
    """
    said = [symbol for found in find(proponent) for symbol in found.symbols]
    named = said if proponent else _before_text(links, fold(text))
    return tuple(dict.fromkeys(symbol for symbol in named if _may_be_report(symbol)))


def _before_text(links: tuple[str, ...], folded: str) -> Iterator[Symbol]:
    for link in links:
        try:
            symbol = from_url(link)
        except InvalidSymbol:
            continue
        if _number(symbol) in folded:
            return
        yield symbol


def _number(symbol: Symbol) -> str:
    """What of a symbol the text prints: the number of a resolution, the whole of any other."""
    return fold(str(symbol).rpartition("/RES/")[2])


def _may_be_report(symbol: Symbol) -> bool:
    parts = str(symbol).split("/")
    return "RES" not in parts and not any(part.startswith("L.") for part in parts)
