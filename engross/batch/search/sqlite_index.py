"""The embedded index of a run: SQLite's databases in its folder, as the command corpus writes them."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from engross.batch.search.database import DATABASE_STEM, DATABASE_SUFFIX, open_parts
from engross.batch.search.find_places import check_words, find_places, open_all_parts, spell_condition
from engross.batch.search.values import PAGE_RESULTS, FoundPage, FoundPlace, IndexedDocument, SearchQuery

Parts = tuple[sqlite3.Connection, ...]
KEY = "CASE symbol WHEN '' THEN name ELSE symbol END"  # of a document in the table of filters
FOUND = f"SELECT name, min(search.rowid), {KEY} FROM search JOIN documents USING (name) WHERE "  # noqa: S608 # no word of a user
ONE_OF_LANGUAGE = " AND ? IN ('', language) GROUP BY name ORDER BY 2"
PLACE = "SELECT name, symbol, language, place, text FROM search JOIN documents USING (name) WHERE search.rowid = ?"
PASSING = "SELECT document FROM filters WHERE filter = ? AND value = ?"
FILTERS_OF = "SELECT document, filter, value FROM filters WHERE document IN (SELECT json_each.value FROM json_each(?))"


class SqliteIndex:
    """The index that stands in a folder. It finds words as they are typed, and knows no other forms of them."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def put(self, documents: Iterable[IndexedDocument]) -> int:
        """Make the index one of these documents, all of them written anew; return how many there are."""
        count = 0
        with TemporaryDirectory(prefix=".index-", dir=self._folder) as room:
            with open_parts(Path(room)) as parts:
                for count, document in enumerate(documents, 1):  # noqa: B007 # it is returned
                    parts.add_document(document)
            earlier = {*self._folder.glob(f"{DATABASE_STEM}*{DATABASE_SUFFIX}")}
            made = {path.replace(self._folder / path.name) for path in parts.paths}
        for path in earlier - made:
            path.unlink()
        return count

    def find_places(self, words: str) -> Iterator[FoundPlace]:
        """Yield all places that have the words, by document and in its order. Raises Refusal."""
        yield from find_places(self._folder, words)

    def search(self, query: SearchQuery) -> FoundPage:
        """Return a page of the documents that have the words, in the order of the run. Raises Refusal."""
        words = query.plain_words
        check_words(self._folder, words)
        if not words:
            return FoundPage(0)
        with open_all_parts(self._folder) as parts:
            passing = _list_passing(parts, query.filters)
            found = [
                one for one in _find_versions(parts, words, query.language) if passing is None or one.key in passing
            ]
            places = tuple(map(_read_place, found[query.first : query.first + PAGE_RESULTS]))
            return FoundPage(len(found), places, _count_filters(parts, Counter(one.key for one in found)))


@dataclass(frozen=True, slots=True)
class _FoundVersion:
    """A document that was found: the part of the index, the row of its first place, its key in the filters."""

    part: sqlite3.Connection
    row: int
    key: str


def _find_versions(parts: Parts, words: str, language: str) -> Iterator[_FoundVersion]:
    condition, parameter = spell_condition(words)
    for part in parts:
        for _, row, key in part.execute(FOUND + condition + ONE_OF_LANGUAGE, (parameter, language)):
            yield _FoundVersion(part, row, key)


def _read_place(found: _FoundVersion) -> FoundPlace:
    return FoundPlace(*found.part.execute(PLACE, (found.row,)).fetchone())


def _list_passing(parts: Parts, filters: Iterable[tuple[str, str]]) -> set[str] | None:
    """Return the keys of the documents that pass all filters; None if there are none to pass."""
    passing: set[str] | None = None
    for one in filters:
        keys = {key for part in parts for (key,) in part.execute(PASSING, one)}
        passing = keys if passing is None else passing & keys
    return passing


def _count_filters(parts: Parts, versions: Counter[str]) -> dict[str, dict[str, int]]:
    """Return how many versions are behind each value of each filter. ``versions``: how many each document has."""
    keys = json.dumps([*versions])
    rows = {row for part in parts for row in part.execute(FILTERS_OF, (keys,))}  # once, whatever parts have it
    counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for key, name, value in rows:
        counts[name][value] += versions[key]
    return {name: dict(sorted(counter.items())) for name, counter in sorted(counts.items())}
