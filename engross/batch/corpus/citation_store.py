"""Sort the citations of a run by what they cite, outside memory: a million documents have twenty million.

They are staged in an SQLite database, whose sorter works in files; the sort key of a symbol is bytes for this. One
sorted reading then yields every symbol with those that cite it, and leaves for each document which ones cite it.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from functools import lru_cache, partial
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from tempfile import SpooledTemporaryFile
from typing import Any

from engross.batch.corpus.journal import JournalLine
from engross.batch.corpus.json_stream import Pieces, spell_json, write_array
from engross.grammars.symbol import parse

CACHE_KIB = 64 * 1024  # kB of memory for pages and for sorting
KEPT_KEYS = 100_000  # sort keys kept: many documents cite the same ones
SPOOL_BYTES = 1 << 22  # of the citations of one symbol that are kept in memory
PIECE_CHARACTERS = 1 << 16  # that are copied at a time
OF_DOCUMENT = 0  # the kind of rows in ``SORTED_ROWS`` that are documents; before citations (1) of the same key
STAGING_SCHEMA = f"""
PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA locking_mode = EXCLUSIVE; PRAGMA cache_size = -{CACHE_KIB};
CREATE TABLE documents (number INTEGER PRIMARY KEY, key BLOB, head TEXT);
CREATE TABLE citations (
  number INTEGER PRIMARY KEY, key BLOB, name TEXT, citing TEXT, language TEXT, url TEXT, entry TEXT
);
CREATE TABLE lists (number INTEGER PRIMARY KEY, citing TEXT);
CREATE TABLE cited (document INTEGER PRIMARY KEY, list INTEGER);
"""
SORTED_ROWS = """
SELECT key, 0, number, NULL, NULL, NULL, NULL, NULL FROM documents UNION ALL
SELECT key, 1, number, name, citing, language, url, entry FROM citations ORDER BY 1, 2, 3
"""
LISTED_DOCUMENTS = """
SELECT head, citing FROM documents LEFT JOIN cited ON document = documents.number LEFT JOIN lists ON list = lists.number
ORDER BY documents.number
"""


@contextmanager
def open_citation_store(path: Path) -> Iterator[CitationStore]:
    """Provide an empty store whose database is made at ``path``, and remove it at the end."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.executescript(STAGING_SCHEMA)
        connection.execute("BEGIN")
        yield CitationStore(connection)
    path.unlink()


class CitationStore:
    """The documents and citations of a run; all are added before ``symbols`` is read, and that before ``documents``."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._key = lru_cache(KEPT_KEYS)(natural_key)

    def add_document(self, line: JournalLine, record: dict[str, Any]) -> None:
        """Add a document and its citations."""
        summary = {"symbol": line.symbol, "name": line.editions, "language": line.language, "title": record["title"]}
        head = json.dumps(summary | {"cites": len(record["symbols"])})
        self._connection.execute("INSERT INTO documents VALUES (NULL, ?, ?)", (self._key(line.symbol), head))
        self._connection.executemany(
            "INSERT INTO citations VALUES (NULL, ?, ?, ?, ?, ?, ?)",
            (self._make_row(line, entry) for entry in record["symbols"]),
        )

    def _make_row(self, line: JournalLine, entry: dict[str, Any]) -> tuple[object, ...]:
        name = entry["symbol"] or entry["as_printed"]
        cited_by = {"document": line.symbol, "name": line.editions, "places": entry["places"]}
        return (self._key(name), name, line.symbol, line.language, entry["url"] or "", spell_json(cited_by, depth=4))

    def symbols(self) -> Iterator[Pieces]:
        """Yield every symbol cited, in natural order, spelled as JSON with its addresses and those that cite it.

        A symbol has the address of its document in each language that a document of the run cites it in.
        """
        documents: dict[bytes, list[int]] = {}
        with SpooledTemporaryFile(SPOOL_BYTES, "w+", encoding="utf-8", newline="\n") as spool:
            for (key, kind), rows in groupby(self._connection.execute(SORTED_ROWS), itemgetter(0, 1)):
                if kind == OF_DOCUMENT:
                    documents = {key: [row[2] for row in rows]}
                else:
                    spool.seek(0)
                    spool.truncate()
                    yield self._spell_symbol((row[3:] for row in rows), documents.get(key, []), spool)

    def _spell_symbol(self, rows: Iterator[tuple[str, ...]], documents: list[int], spool: Any) -> Pieces:
        """Spell a symbol; its citations go to ``spool`` first, as they bring the addresses that stand before them."""
        names: set[str] = set()
        citing: set[str] = set()
        urls: dict[str, str] = {}

        def spell_entries() -> Iterator[Pieces]:
            for name, document, language, url, entry in rows:
                names.add(name)
                if documents:
                    citing.add(document)
                if url:
                    urls.setdefault(language, url)
                yield (entry,)

        write_array(spool, spell_entries(), depth=4)
        (name,) = names
        self._keep_list(documents, citing - names)
        yield spell_json({"symbol": name, "urls": dict(sorted(urls.items()))}, depth=2).removesuffix("\n  }")
        yield ',\n   "cited_by": '
        spool.seek(0)
        yield from iter(partial(spool.read, PIECE_CHARACTERS), "")
        yield "\n  }"

    def _keep_list(self, documents: Iterable[int], citing: set[str]) -> None:
        """Keep the symbols of the documents that cite one symbol for each document that has it."""
        if citing:
            names = json.dumps(sorted(citing, key=self._key))
            row = self._connection.execute("INSERT INTO lists VALUES (NULL, ?)", (names,)).lastrowid
            self._connection.executemany("INSERT INTO cited VALUES (?, ?)", ((number, row) for number in documents))

    def documents(self) -> Iterator[Pieces]:
        """Yield every document as it was added, spelled as JSON with the symbols of those that cite it."""
        for head, citing in self._connection.execute(LISTED_DOCUMENTS):
            yield (spell_json(json.loads(head) | {"cited_by": json.loads(citing or "[]")}, depth=2),)


def natural_key(name: str) -> bytes:
    """Return a key that sorts symbols in their natural order, with other names after them."""
    text = name.encode("utf-8", "surrogatepass")
    try:
        return b"\x00" + parse(name).key() + text
    except ValueError:
        return b"\x01" + text
