"""Hold what a user says of a document against what it says of itself: one consistent reading, and a notice."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace

from engross.grammars.symbol import InvalidSymbol, Symbol, parse
from engross.model.notice import Code, Notice, Refusal, make_notice
from engross.model.reading import Overrides, Reading
from engross.model.tree import Resolution

ReadAgain = Callable[[Overrides], Reading]


def settle_overrides(reading: Reading, overrides: Overrides, read_again: ReadAgain) -> Reading:
    """Return the reading with the user's symbol in its masthead too, and a notice for each override that the document
    contradicts.

    What the document says of itself is read from it without the override, by ``read_again``: so every format says it
    in the same words. A document that does not say it contradicts nothing.
    """
    notices: list[Notice] = []
    if overrides.symbol:
        document = _read_or_none(read_again, Overrides(language=overrides.language))
        notices += _report_symbol(reading.resolution, document)
        reading = _put_symbol_into_masthead(reading)
    stands_in_both = any(notice.code is Code.LANGUAGE_LEFT_OUT for notice in reading.notices)
    if overrides.language and not stands_in_both:
        document = _read_or_none(read_again, Overrides(symbol=overrides.symbol))
        notices += _report_language(reading.resolution, document)
    return replace(reading, notices=(*notices, *reading.notices))


def _read_or_none(read_again: ReadAgain, overrides: Overrides) -> Resolution | None:
    try:
        return read_again(overrides).resolution
    except Refusal:  # it does not say what was overridden
        return None


def _report_symbol(resolution: Resolution, document: Resolution | None) -> Iterator[Notice]:
    if document is not None and document.symbol != resolution.symbol:
        words = {"printed": document.symbol, "asked": resolution.symbol}
        yield make_notice(Code.SYMBOL_OVERRIDDEN, resolution.where, **words)


def _report_language(resolution: Resolution, document: Resolution | None) -> Iterator[Notice]:
    if document is not None and document.language != resolution.language:
        words = {"detected": document.language, "asked": resolution.language}
        yield make_notice(Code.LANGUAGE_OVERRIDDEN, resolution.where, **words)


def _put_symbol_into_masthead(reading: Reading) -> Reading:
    """Return the reading with the symbol of its resolution in a masthead that prints another one."""
    resolution, printed = reading.resolution, reading.resolution.masthead.symbol
    if not printed or _parse_or_none(printed) == resolution.symbol:
        return reading
    masthead = replace(resolution.masthead, symbol=str(resolution.symbol))
    return replace(reading, resolution=replace(resolution, masthead=masthead), printed_symbol=printed)


def _parse_or_none(text: str) -> Symbol | None:
    with suppress(InvalidSymbol):
        return parse(text)
    return None
