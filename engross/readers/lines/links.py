"""Find the committee's report among the links that an extractor lists beside the text."""

from __future__ import annotations

from collections.abc import Iterator

from engross.grammars.symbol import InvalidSymbol, Symbol, find_symbols, symbol_from_url
from engross.model.text import fold


def find_committee_reports(links: tuple[str, ...], text: str, proponent: str) -> tuple[Symbol, ...]:
    """Return the reports on which the resolution was adopted.

    They stand in the committee line above the text (``proponent``). If that line was lost its links remain: they come
    first in the list, before the first link that the text itself cites. Drafts (L documents) and resolutions are no
    reports.
    """
    cited = [symbol for match in find_symbols(proponent) for symbol in match.symbols]
    candidates = cited if proponent else _find_symbols_before_text(links, fold(text))
    return tuple(dict.fromkeys(symbol for symbol in candidates if _can_be_report(symbol)))


def _find_symbols_before_text(links: tuple[str, ...], folded: str) -> Iterator[Symbol]:
    for link in links:
        try:
            symbol = symbol_from_url(link)
        except InvalidSymbol:
            continue
        if _fold_printed_number(symbol) in folded:
            return
        yield symbol


def _fold_printed_number(symbol: Symbol) -> str:
    """Return what the text prints of a symbol, folded: the number of a resolution, the whole of any other."""
    return fold(str(symbol).rpartition("/RES/")[2])


def _can_be_report(symbol: Symbol) -> bool:
    parts = str(symbol).split("/")
    return "RES" not in parts and not any(part.startswith("L.") for part in parts)
