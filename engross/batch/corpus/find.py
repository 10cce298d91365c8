"""Words to the places of a run's documents that have them, asked of the corpus index."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from engross.batch.corpus.corpus_index import DATABASE_NAME
from engross.batch.corpus.database import han_pairs
from engross.model.notice import Refusal
from engross.model.tree import Where

REMAKE_HINT = "make it with ./press corpus and the same --out: what stands is not made again"
TIMEOUT_SECONDS = 2.0  # seconds to wait for another program that writes into the index
SEARCH_QUERY = "SELECT search.name, symbol, language, place, text FROM search JOIN documents USING (name) WHERE "
QUERY_ORDER = " ORDER BY search.rowid"
RUN_CHARACTERS = 3  # characters that the search by runs needs


@dataclass(frozen=True, slots=True)
class FoundPlace:
    """A place that has the words: the document's folder, its symbol and language, the id of the place, its text."""

    name: str
    symbol: str
    language: str
    place: str
    text: str


def find_places(out: Path, words: str) -> tuple[FoundPlace, ...]:
    """The titles and paragraphs that have ``words`` as they stand, capitals or not, by document and in its order.

    Two Han characters are looked up as a pair; two letters of another script have to be read for. Raises Refusal where
    there is no index, another program holds it or it is none of ours.
    """
    path = out / DATABASE_NAME
    where = Where(str(path))
    if words != words.encode("utf-8", errors="replace").decode():
        raise Refusal("the words are not UTF-8", "say them as the terminal writes them", where)
    if not path.is_file():
        raise Refusal(f"there is no index {path}", REMAKE_HINT, where)
    try:
        with closing(
            sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, timeout=TIMEOUT_SECONDS)
        ) as connection:
            return tuple(_find_matches(connection, words))
    except sqlite3.Error as error:
        if getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_BUSY:
            what, hint = "another program holds the index", "close it there, then say the same again"
            raise Refusal(what, hint, where) from None
        raise Refusal(f"the index is damaged, or another engross made it: {error}", REMAKE_HINT, where) from None


def _find_matches(connection: sqlite3.Connection, words: str) -> Iterator[FoundPlace]:
    """The places that have ``words``. Raises sqlite3.Error."""
    condition, asked = _search_condition(words)
    for row in connection.execute(SEARCH_QUERY + condition + QUERY_ORDER, (asked,)):
        if not all(isinstance(value, str) for value in row):
            raise sqlite3.DataError("a place has no text")
        yield FoundPlace(*row)


def _search_condition(words: str) -> tuple[str, str]:
    if len(words) >= RUN_CHARACTERS:
        quoted = words.replace('"', '""')
        return "search MATCH ?", f'"{quoted}"'
    if two := han_pairs(words):
        return "search.rowid IN (SELECT rowid FROM pairs WHERE pairs MATCH ?)", f'"{two[0]}"'
    return "instr(lower(text), lower(?))", words
