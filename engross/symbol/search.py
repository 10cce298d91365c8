"""Symbols in running text, with the lists that leave out what repeats: "A/77/L.3 and Add.1-3"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from engross.symbol.fold import fold_in_place
from engross.symbol.grammar import START, read
from engross.symbol.value import InvalidSymbol, Symbol

_FIND = re.compile(rf"(?<![A-Za-z0-9/.])(?:{START})/(?=[A-Za-z0-9])")
_MORE = re.compile(
    r"\s*(?:[,،、]\s*)?(?:和|及|以及|与|and\b|et\b|y\b|и\b|و|&|(?<=[,،、])|(?<=[,،]\s))\s*"
    r"(?P<word>Add|Corr|Rev|Amend)\.(?P<first>\d{1,9})(?:\s?(?:-|to|至)\s?(?:(?P=word)\.)?(?P<last>\d{1,9}))?(?![A-Za-z0-9/]|\.\d)"
)


# The records of several meetings: "A/C.6/56/SR.11 to 13", where symbols write SR.11-13.
_TO = re.compile(r"(?:\s(?:to|bis|à|a|по|إلى)\s|\s?至\s?)(?P<last>\d{1,9})(?![\d/.-]|\s?(?:%|[A-Za-z]))")
LONGEST_RANGE = 100  # documents of a range such as Add.1-12
_RECORD = re.compile(r"(?P<head>(?:SR|PV)\.)(?P<first>\d{1,9})")


@dataclass(frozen=True, slots=True)
class Found:
    """A symbol in running text: where its characters begin and end, and the symbols it stands for."""

    start: int
    end: int
    symbols: tuple[Symbol, ...]


def find(text: str) -> tuple[Found, ...]:
    """The symbols in running text, in order; the members of an elliptic list ("A/77/L.3 and Add.1-3") each.

    Look-alikes and marks are folded; places are those of ``text``. What only begins like a symbol is none.
    """
    folded, places = fold_in_place(text)
    return tuple(Found(places[f.start], places[f.end - 1] + 1, f.symbols) for f in _find(folded))


def _find(text: str) -> Iterator[Found]:
    at = 0
    while match := _FIND.search(text, at):
        at = match.end()
        try:
            symbol, end = read(text, match.start())
        except InvalidSymbol:
            continue
        if re.compile(r"/[A-Za-z0-9]").match(text, end):
            continue
        symbol, end = _ranged(symbol, text, end)
        yield Found(match.start(), end, (symbol,))
        at = end
        while more := _MORE.match(text, at):
            yield Found(more.start("word"), more.end(), tuple(_members(symbol, more)))
            at = more.end()


def _ranged(symbol: Symbol, text: str, end: int) -> tuple[Symbol, int]:
    """A record of a meeting with the records that a range adds to it, and where that ends."""
    record, last = _RECORD.fullmatch(symbol.components[-1]), _TO.match(text, end)
    if not record or not last or symbol.also or int(last["last"]) <= int(record["first"]):
        return symbol, end
    return Symbol((*symbol.components[:-1], f"{record[0]}-{last['last']}")), last.end()


def _members(base: Symbol, more: re.Match[str]) -> Iterator[Symbol]:
    """The symbols that an elliptic member means: the base with another modifier, or a range of them.

    Of a range too long for one document only the ends are given.
    """
    components = base.components
    if components[-1].partition(".")[0] == more["word"]:
        components = components[:-1]
    first, last = int(more["first"]), int(more["last"] or more["first"])
    for number in range(first, last + 1) if last - first < LONGEST_RANGE else (first, last):
        yield Symbol((*components, f"{more['word']}.{number}"))
