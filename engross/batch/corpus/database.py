"""Write lines and records to an SQLite database: documents, citations, and a search over titles and texts.

``search`` indexes runs of three characters (FTS5's trigram tokenizer), which finds words of any script; ``pairs``
indexes pairs of neighbouring Han characters, because most Chinese words have two::

    SELECT name, place FROM search WHERE search MATCH '"人权领域"';
    SELECT name, place FROM search WHERE rowid IN (SELECT rowid FROM pairs WHERE pairs MATCH '人权');
    SELECT citing FROM cited_by WHERE symbol = 'A/RES/60/1';

``engross.batch.corpus.find`` and ``./press find`` choose between them.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from engross.batch.corpus.journal import JournalLine
from engross.grammars.han import HAN_RANGE

DATABASE_SCHEMA = """
CREATE TABLE documents (name TEXT PRIMARY KEY, symbol TEXT, language TEXT, organ TEXT, title TEXT, adopted TEXT);
CREATE TABLE citations (name TEXT, symbol TEXT, as_printed TEXT, place TEXT, label TEXT, page INTEGER);
CREATE INDEX citations_symbol ON citations (symbol);
CREATE INDEX citations_name ON citations (name);
CREATE VIEW cited_by AS
  SELECT DISTINCT citations.symbol AS symbol, documents.symbol AS citing, documents.name AS name
  FROM citations JOIN documents USING (name) WHERE citations.symbol != documents.symbol;
CREATE VIRTUAL TABLE search USING fts5 (name UNINDEXED, place UNINDEXED, text, tokenize = 'trigram');
CREATE VIRTUAL TABLE pairs USING fts5 (two, content = '', detail = none);
"""
HAN_RUN = re.compile(f"[{HAN_RANGE}]+")


def make_database(documents: Iterable[tuple[JournalLine, dict[str, Any]]]) -> bytes:
    """Return the bytes of the database of lines with their records; equal lines and records give equal bytes."""
    with TemporaryDirectory(prefix="engross-") as folder:
        path = Path(folder) / "index.sqlite"
        connection = sqlite3.connect(path, isolation_level=None)
        try:
            connection.executescript(f"PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; {DATABASE_SCHEMA}")
            connection.execute("BEGIN")
            for line, record in documents:
                _insert_document(connection, line, record)
            connection.execute("COMMIT")
            connection.execute("VACUUM")
        finally:
            connection.close()
        return path.read_bytes()


def han_pairs(text: str) -> tuple[str, ...]:
    """Return the pairs of neighbouring Han characters in a text, each once."""
    return tuple(dict.fromkeys(run[n : n + 2] for run in HAN_RUN.findall(text) for n in range(len(run) - 1)))


def _insert_document(connection: sqlite3.Connection, line: JournalLine, record: dict[str, Any]) -> None:
    values = (line.editions, line.symbol, line.language, line.organ, record["title"], record["adopted"])
    connection.execute("INSERT INTO documents VALUES (?, ?, ?, ?, ?, ?)", values)
    places = (
        (line.editions, entry["symbol"], entry["as_printed"], place["id"], place["label"], place["page"])
        for entry in record["symbols"]
        for place in entry["places"]
    )
    connection.executemany("INSERT INTO citations VALUES (?, ?, ?, ?, ?, ?)", places)
    for place, text in (("title", record["title"]), *record["paragraphs"]):
        row = connection.execute("INSERT INTO search VALUES (?, ?, ?)", (line.editions, place, text)).lastrowid
        if pairs := han_pairs(text):
            connection.execute("INSERT INTO pairs (rowid, two) VALUES (?, ?)", (row, " ".join(pairs)))
