"""Write documents to SQLite databases: what they are, what they cite, and a search over titles and texts.

A database has at most ``PART_DOCUMENTS`` documents, so that a million are made as fast each as a thousand are: they
are in ``corpus-index.sqlite``, ``corpus-index-2.sqlite`` and so on. ``PRAGMA user_version`` of the first is the number
of all where there are several.

``search`` indexes runs of three characters (FTS5's trigram tokenizer), which finds words of any script; ``pairs``
indexes pairs of neighbouring Han characters, because most Chinese words have two::

    SELECT name, place FROM search WHERE search MATCH '"人权领域"';
    SELECT name, place FROM search WHERE rowid IN (SELECT rowid FROM pairs WHERE pairs MATCH '人权');
    SELECT citing FROM cited_by WHERE symbol = 'A/RES/60/1';

``filters`` has what a search is narrowed by, for each symbol, or name of a document without one: what one language
version says of a document is true of all. ``SqliteIndex`` and ``./press find`` look into all parts.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from itertools import count, takewhile
from pathlib import Path

from engross.batch.search.values import IndexedDocument
from engross.grammars.han import HAN_RANGE

DATABASE_SCHEMA = """
CREATE TABLE documents (name TEXT PRIMARY KEY, symbol TEXT, language TEXT, organ TEXT, title TEXT, adopted TEXT);
CREATE TABLE citations (name TEXT, symbol TEXT, as_printed TEXT, place TEXT, label TEXT, page INTEGER);
CREATE INDEX citations_symbol ON citations (symbol);
CREATE INDEX citations_name ON citations (name);
CREATE VIEW cited_by AS
  SELECT DISTINCT citations.symbol AS symbol, documents.symbol AS citing, documents.name AS name
  FROM citations JOIN documents USING (name) WHERE citations.symbol != documents.symbol;
CREATE TABLE filters (document TEXT, filter TEXT, value TEXT, PRIMARY KEY (document, filter, value)) WITHOUT ROWID;
CREATE INDEX filters_value ON filters (filter, value);
CREATE VIRTUAL TABLE search USING fts5 (name UNINDEXED, place UNINDEXED, text, tokenize = 'trigram');
CREATE VIRTUAL TABLE pairs USING fts5 (two, content = '', detail = none);
"""
DATABASE_STEM, DATABASE_SUFFIX = "corpus-index", ".sqlite"
DATABASE_NAME = f"{DATABASE_STEM}{DATABASE_SUFFIX}"
PART_DOCUMENTS = 20_000  # documents of one database: with real texts, 1.5 GB
HAN_RUN = re.compile(f"[{HAN_RANGE}]+")


@contextmanager
def open_parts(room: Path) -> Iterator[DatabaseParts]:
    """Provide the databases, made in the folder ``room``; at the end they are whole, and there is at least one."""
    parts = DatabaseParts(room)
    try:
        yield parts
        parts.finish()
    finally:
        parts.close()


class DatabaseParts:
    """The databases of a run's documents; equal documents in the same order give equal bytes."""

    def __init__(self, room: Path) -> None:
        self.paths: list[Path] = []
        self._room = room
        self._connection = self._begin_part()
        self._documents = 0

    def add_document(self, document: IndexedDocument) -> None:
        """Add a document: to the last part, or to a new one if that is full."""
        if self._documents >= PART_DOCUMENTS:
            self._finish_part()
            self._connection = self._begin_part()
            self._documents = 0
        _insert_document(self._connection, document)
        self._documents += 1

    def finish(self) -> None:
        """Finish the last part, and note in the first how many there are."""
        self._finish_part()
        if len(self.paths) > 1:
            with closing(sqlite3.connect(self.paths[0])) as connection:
                connection.execute(f"PRAGMA user_version = {len(self.paths)}")

    def close(self) -> None:
        """Close the last part, finished or not."""
        self._connection.close()

    def _begin_part(self) -> sqlite3.Connection:
        self.paths.append(self._room / name_part(len(self.paths) + 1))
        connection = sqlite3.connect(self.paths[-1], isolation_level=None)
        connection.executescript(f"PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; {DATABASE_SCHEMA}")
        connection.execute("BEGIN")
        return connection

    def _finish_part(self) -> None:
        self._connection.execute("COMMIT")
        self._connection.execute("VACUUM")
        self._connection.close()


def name_part(number: int) -> str:
    """Return the name of a part, counted from 1."""
    return DATABASE_NAME if number == 1 else f"{DATABASE_STEM}-{number}{DATABASE_SUFFIX}"


def list_databases(folder: Path) -> tuple[Path, ...]:
    """Return the parts that a folder has."""
    return tuple(takewhile(Path.is_file, (folder / name_part(number) for number in count(1))))


def han_pairs(text: str) -> tuple[str, ...]:
    """Return the pairs of neighbouring Han characters in a text, each once."""
    return tuple(dict.fromkeys(run[n : n + 2] for run in HAN_RUN.findall(text) for n in range(len(run) - 1)))


def _insert_document(connection: sqlite3.Connection, document: IndexedDocument) -> None:
    name, key = document.name, document.symbol or document.name
    values = (name, document.symbol, document.language, document.organ, document.title, document.adopted)
    connection.execute("INSERT INTO documents VALUES (?, ?, ?, ?, ?, ?)", values)
    connection.executemany(
        "INSERT INTO citations VALUES (?, ?, ?, ?, ?, ?)", ((name, *one) for one in document.citations)
    )
    rows = ((key, *one) for one in document.filters)
    connection.executemany("INSERT OR IGNORE INTO filters VALUES (?, ?, ?)", rows)
    for place, text in document.places:
        row = connection.execute("INSERT INTO search VALUES (?, ?, ?)", (name, place, text)).lastrowid
        if pairs := han_pairs(text):
            connection.execute("INSERT INTO pairs (rowid, two) VALUES (?, ?)", (row, " ".join(pairs)))
