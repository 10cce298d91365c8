"""Compare the order of a masthead with that of the source: lines that stand elsewhere are told.

The upper lines of a masthead stand in columns, which sources give one by one or row by row: their order is free as long
as each line is whole. From the session on one line follows another.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from engross.model.reading import MASTHEAD_TEXT, Ledger
from engross.model.text import fold, spell_inlines
from engross.model.tree import Masthead


@dataclass(frozen=True, slots=True)
class MastheadLine:
    """A field of a masthead: its words, whether it stands in the columns above, where it begins in the source.

    ``at``: -1 where the words do not stand together there.
    """

    words: str
    is_in_columns: bool
    at: int


def find_moved_lines(masthead: Masthead, ledger: Ledger) -> Iterator[str]:
    """Yield the lines of a masthead that the source has in another place, or not together."""
    lines = _locate_lines(masthead, ledger.text(MASTHEAD_TEXT))
    yield from (line.words for line in lines if line.at < 0)
    lower = [line for line in lines if line.at >= 0 and not line.is_in_columns]
    kept = _find_longest_rise([line.at for line in lower])
    yield from (line.words for n, line in enumerate(lower) if n not in kept)
    adoption = fold(masthead.adoption)
    end = next((line.at for line in lower if adoption and fold(line.words) == adoption), -1)
    yield from (line.words for line in lines if line.is_in_columns and 0 <= end < line.at)


def _locate_lines(masthead: Masthead, source: str) -> list[MastheadLine]:
    """Return the lines of a masthead from top to bottom, each with its place in the folded text of the source."""
    m = masthead
    columns = (m.publisher, m.symbol, m.organ, m.distribution, m.issued, m.version, m.original, m.subsidiary)
    proponent = spell_inlines(m.proponent)
    lower = (m.session, *m.period, m.agenda_item, m.agenda_title, m.adoption, proponent, *m.other)
    located: list[MastheadLine] = []
    end = 0
    for n, words in enumerate((*columns, *lower)):
        if text := fold(words):
            is_in_columns = n < len(columns)
            at = source.find(text, 0 if is_in_columns else end)
            at = source.find(text) if at < 0 else at
            end = end if is_in_columns else max(end, at + len(text))
            located.append(MastheadLine(words, is_in_columns, at))
    return located


def _find_longest_rise(places: list[int]) -> set[int]:
    """Return the indices of the longest series of places that rises (patience sorting)."""
    ends: list[int] = []  # of the best series of each length: the place that it ends with, and its index
    tops: list[int] = []
    befores: list[int] = []
    for n, place in enumerate(places):
        length = bisect_right(ends, place)
        ends[length : length + 1], tops[length : length + 1] = [place], [n]
        befores.append(tops[length - 1] if length else -1)
    kept: set[int] = set()
    at = tops[-1] if tops else -1
    while at >= 0:
        kept.add(at)
        at = befores[at]
    return kept
