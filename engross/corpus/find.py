"""Words to the places of a run's documents that have them, asked of the corpus index."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from engross.corpus.database import pairs
from engross.model import Where
from engross.notice import Refusal

NAME = "corpus-index.sqlite"
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
    there is no index.
    """
    path = out / NAME
    if not path.is_file():
        raise Refusal(f"there is no index {path}", "make it with ./press corpus", Where(str(path)))
    where, asked = _condition(words)
    with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as connection:
        return tuple(Found(*row) for row in connection.execute(QUERY + where + ORDER, (asked,)))


def _condition(words: str) -> tuple[str, str]:
    if len(words) >= RUN:
        quoted = words.replace('"', '""')
        return "search MATCH ?", f'"{quoted}"'
    if two := pairs(words):
        return "search.rowid IN (SELECT rowid FROM pairs WHERE pairs MATCH ?)", f'"{two[0]}"'
    return "instr(lower(text), lower(?))", words
