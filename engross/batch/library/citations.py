"""Ask a run's database who cites what: the index that the command corpus has made answers, nothing is held."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from heapq import merge
from itertools import groupby
from pathlib import Path

from engross.batch.library.values import CitedPlace
from engross.batch.search.find_places import open_all_parts

COLUMNS = "SELECT name, symbol, as_printed, place, label, page FROM citations"


@contextmanager
def open_citations(run: Path) -> Iterator[Citations]:
    """Open the citations of a run. Raises Refusal if its index is not there, or damaged."""
    with open_all_parts(run) as parts:
        yield Citations(parts)


class Citations:
    """The citations of a run's documents, whatever part of the database they are in."""

    def __init__(self, parts: tuple[sqlite3.Connection, ...]) -> None:
        self._parts = parts

    def list_cited(self, folder: str) -> tuple[CitedPlace, ...]:
        """Return the places of a version that cite anything, by cited symbol in the order of its index."""
        return tuple(self._select(f"{COLUMNS} WHERE name = ? ORDER BY rowid", folder))

    def list_citing(self, symbol: str) -> tuple[CitedPlace, ...]:
        """Return the places of all versions that cite a symbol, by folder and in the order of each index."""
        return tuple(self._select(f"{COLUMNS} WHERE symbol = ? ORDER BY name, rowid", symbol))

    def iter_symbols(self) -> Iterator[str]:
        """Yield every symbol that is cited, once, in the order in which the database sorts them."""
        query = "SELECT DISTINCT symbol FROM citations WHERE symbol IS NOT NULL ORDER BY symbol"
        rows = (part.execute(query) for part in self._parts)
        return (symbol for (symbol,), _ in groupby(merge(*rows)))

    def _select(self, query: str, value: str) -> Iterator[CitedPlace]:
        for part in self._parts:
            for folder, symbol, printed, place, label, page in part.execute(query, (value,)):
                yield CitedPlace(folder, symbol or "", printed, place, label, page or 0)
