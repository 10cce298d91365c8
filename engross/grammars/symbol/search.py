"""Find symbols in running text, and in lists that leave out what repeats: "A/77/L.3 and Add.1-3"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from engross.grammars.symbol.fold import fold_with_places
from engross.grammars.symbol.grammar import SYMBOL_START, read_symbol
from engross.grammars.symbol.value import InvalidSymbol, Symbol

_SYMBOL_BEGINNING = re.compile(rf"(?<![A-Za-z0-9/.])(?:{SYMBOL_START})/(?=[A-Za-z0-9])")
_ELLIPTIC_MEMBER = re.compile(
    r"\s*(?:[,،、]\s*)?(?:和|及|以及|与|and\b|et\b|y\b|и\b|و|&|(?<=[,،、])|(?<=[,،]\s))\s*"
    r"(?P<word>Add|Corr|Rev|Amend)\.(?P<first>\d{1,9})(?:\s?(?:-|to|至)\s?(?:(?P=word)\.)?(?P<last>\d{1,9}))?(?![A-Za-z0-9/]|\.\d)"
)


# The records of several meetings: "A/C.6/56/SR.11 to 13", where symbols write SR.11-13.
_RANGE_END = re.compile(r"(?:\s(?:to|bis|à|a|по|إلى)\s|\s?至\s?)(?P<last>\d{1,9})(?![\d/.-]|\s?(?:%|[A-Za-z]))")
MAX_RANGE_DOCUMENTS = 100  # documents of a range such as Add.1-12
_MEETING_RECORD = re.compile(r"(?P<head>(?:SR|PV)\.)(?P<first>\d{1,9})")


@dataclass(frozen=True, slots=True)
class SymbolMatch:
    """A symbol in running text: where its characters begin and end, and the symbols it stands for."""

    start: int
    end: int
    symbols: tuple[Symbol, ...]


def find_symbols(text: str) -> tuple[SymbolMatch, ...]:
    """Return the symbols in running text, in order; each member of an elliptic list ("A/77/L.3 and Add.1-3") apart.

    Look-alikes and marks are folded; offsets are those of ``text``. What only begins like a symbol is left out.
    """
    folded, places = fold_with_places(text)
    return tuple(SymbolMatch(places[f.start], places[f.end - 1] + 1, f.symbols) for f in _iter_symbols(folded))


def _iter_symbols(text: str) -> Iterator[SymbolMatch]:
    at = 0
    while match := _SYMBOL_BEGINNING.search(text, at):
        at = match.end()
        try:
            symbol, end = read_symbol(text, match.start())
        except InvalidSymbol:
            continue
        if re.compile(r"/[A-Za-z0-9]").match(text, end):
            continue
        symbol, end = _extend_by_range(symbol, text, end)
        yield SymbolMatch(match.start(), end, (symbol,))
        at = end
        while member := _ELLIPTIC_MEMBER.match(text, at):
            yield SymbolMatch(member.start("word"), member.end(), tuple(_iter_elliptic_members(symbol, member)))
            at = member.end()


def _extend_by_range(symbol: Symbol, text: str, end: int) -> tuple[Symbol, int]:
    """Return the symbol of a meeting's record with the range behind it, and where that ends; any other as it is."""
    record, last = _MEETING_RECORD.fullmatch(symbol.components[-1]), _RANGE_END.match(text, end)
    if not record or not last or symbol.also or int(last["last"]) <= int(record["first"]):
        return symbol, end
    return Symbol((*symbol.components[:-1], f"{record[0]}-{last['last']}")), last.end()


def _iter_elliptic_members(base: Symbol, more: re.Match[str]) -> Iterator[Symbol]:
    """Yield the symbols that an elliptic member means: the base with another modifier, or a range of them.

    Of a range of more than MAX_RANGE_DOCUMENTS only the ends are given.
    """
    components = base.components
    if components[-1].partition(".")[0] == more["word"]:
        components = components[:-1]
    first, last = int(more["first"]), int(more["last"] or more["first"])
    for number in range(first, last + 1) if last - first < MAX_RANGE_DOCUMENTS else (first, last):
        yield Symbol((*components, f"{more['word']}.{number}"))
