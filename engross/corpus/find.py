"""Words to the places of a run's documents that have them, asked of the corpus index."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from engross.corpus.database import pairs
from engross.corpus.gather import DATABASE
from engross.model import Where
from engross.notice import Refusal

AGAIN = "make it with ./press corpus and the same --out: what stands is not made again"
PATIENCE = 2.0  # seconds to wait for another program that writes into the index
QUERY = "SELECT search.name, symbol, language, place, text FROM search JOIN documents USING (name) WHERE "
ORDER = " ORDER BY search.rowid"
RUN = 3  # characters that the search by runs needs


@dataclass(frozen=True, slots=True)
class Found:
    """A place that has the words: the document's folder, its symbol and language, the id of the place, its text."""

    name: str
    symbol: str
    language: str
    place: str
    text: str


def find(out: Path, words: str) -> tuple[Found, ...]:
    """The titles and paragraphs that have ``words`` as they stand, capitals or not, by document and in its order.

    Two Han characters are looked up as a pair; two letters of another script have to be read for. Raises Refusal where
    there is no index, another program holds it or it is none of ours.
    """
    path = out / DATABASE
    where = Where(str(path))
    if words != words.encode("utf-8", errors="replace").decode():
        raise Refusal("the words are not UTF-8", "say them as the terminal writes them", where)
    if not path.is_file():
        raise Refusal(f"there is no index {path}", AGAIN, where)
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, timeout=PATIENCE)) as connection:
            return tuple(_matches(connection, words))
    except sqlite3.Error as error:
        if getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_BUSY:
            what, hint = "another program holds the index", "close it there, then say the same again"
            raise Refusal(what, hint, where) from None
        raise Refusal(f"the index is damaged, or another engross made it: {error}", AGAIN, where) from None


def _matches(connection: sqlite3.Connection, words: str) -> Iterator[Found]:
    """The places that have ``words``. Raises sqlite3.Error."""
    condition, asked = _condition(words)
    for row in connection.execute(QUERY + condition + ORDER, (asked,)):
        if not all(isinstance(value, str) for value in row):
            raise sqlite3.DataError("a place has no text")
        yield Found(*row)


def _condition(words: str) -> tuple[str, str]:
    if len(words) >= RUN:
        quoted = words.replace('"', '""')
        return "search MATCH ?", f'"{quoted}"'
    if two := pairs(words):
        return "search.rowid IN (SELECT rowid FROM pairs WHERE pairs MATCH ?)", f'"{two[0]}"'
    return "instr(lower(text), lower(?))", words
