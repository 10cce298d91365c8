"""Compare the order of a masthead with that of the source: lines that stand elsewhere are told.

The upper lines of a masthead stand in columns, which sources give one by one or row by row: their order is free as long
as each line is whole. From the session on one line follows another.
"""

from __future__ import annotations

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
    ends: dict[str, int] = {}
    for n, words in enumerate((*columns, *lower)):
        if text := fold(words):
            at = source.find(text, ends.get(text, 0))
            ends[text] = at + 1
            located.append(MastheadLine(words, n < len(columns), at))
    return located


def _find_longest_rise(places: list[int]) -> set[int]:
    """Return the indices of the longest series of places that rises."""
    best: list[list[int]] = []
    for n, place in enumerate(places):
        rising = [series for series in best if places[series[-1]] <= place]
        best.append([*max(rising, key=len), n] if rising else [n])
    return set(max(best, key=len)) if best else set()
