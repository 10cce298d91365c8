"""Lines and records to the bytes of an SQLite database: documents, citations, and a search over titles and text.

The search is by runs of three characters (FTS5's trigram tokenizer), which finds Chinese as well as any script::

    SELECT name FROM search WHERE search MATCH '"人权领域"';
"""

from __future__ import annotations

import sqlite3
from typing import Any

from engross.corpus.journal import Line

SCHEMA = """
CREATE TABLE documents (name TEXT PRIMARY KEY, symbol TEXT, language TEXT, organ TEXT, title TEXT, adopted TEXT);
CREATE TABLE citations (name TEXT, symbol TEXT, as_printed TEXT, place TEXT, label TEXT, page INTEGER);
CREATE INDEX citations_symbol ON citations (symbol);
CREATE INDEX citations_name ON citations (name);
CREATE VIRTUAL TABLE search USING fts5 (name UNINDEXED, place UNINDEXED, text, tokenize = 'trigram');
"""


def database(lines: tuple[Line, ...], records: dict[str, dict[str, Any]]) -> bytes:
    """The database; the same lines and records give the same bytes."""
    connection = sqlite3.connect(":memory:", isolation_level=None)
    try:
        connection.executescript(SCHEMA)
        connection.execute("BEGIN")
        for line in lines:
            if line.name in records:
                _put(connection, line, records[line.name])
        connection.execute("COMMIT")
        connection.execute("VACUUM")
        return bytes(connection.serialize())
    finally:
        connection.close()


def _put(connection: sqlite3.Connection, line: Line, record: dict[str, Any]) -> None:
    about = (line.name, line.symbol, line.language, line.organ, record["title"], record["adopted"])
    connection.execute("INSERT INTO documents VALUES (?, ?, ?, ?, ?, ?)", about)
    places = (
        (line.name, entry["symbol"], entry["as_printed"], place["id"], place["label"], place["page"])
        for entry in record["symbols"]
        for place in entry["places"]
    )
    connection.executemany("INSERT INTO citations VALUES (?, ?, ?, ?, ?, ?)", places)
    texts = ((line.name, place, text) for place, text in (("title", record["title"]), *record["paragraphs"]))
    connection.executemany("INSERT INTO search VALUES (?, ?, ?)", texts)
