"""Make the report and the index of all documents of a run, from its journal lines and records, read one by one.

``corpus-index.json``: every symbol cited, with its addresses by language, by which documents and where,
and for each document which ones cite it.
``corpus-index.csv``: a row for each place. ``corpus-index.sqlite``: the same as tables, with full-text search.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from engross.batch.corpus.citation_store import CitationStore, open_citation_store
from engross.batch.corpus.journal import (
    FAILED,
    RECORDS_FOLDER,
    RUN_FOLDER,
    TRACES_FOLDER,
    JournalLine,
    hash_bytes,
    record_path,
    trace_name,
)
from engross.batch.corpus.json_stream import write_object
from engross.batch.corpus.run_report import write_run_report
from engross.batch.corpus.storage import Storage
from engross.batch.search import TITLE, IndexedDocument, SqliteIndex
from engross.batch.search.database import list_databases
from engross.editions.spreadsheet import start_csv_table
from engross.grammars.symbol import find_session
from engross.model.notice import Refusal
from engross.model.tree import Where

REPORT_NAME, INDEX_NAME, TABLE_NAME = "corpus-report.json", "corpus-index.json", "corpus-index.csv"
STAGING_NAME = "citations.sqlite"
YEAR_DIGITS = 4  # of an ISO 8601 date
INDEX_COLUMNS = ("symbol", "as_printed", "document", "name", "language", "id", "label", "page")


def gather_files(where: Storage, lines: Iterable[JournalLine], room: Path) -> tuple[Path, ...]:
    """Make the run's report and index files in the folder ``room``, and return their paths.

    ``lines`` can be read again and again. Unused records are removed, and traces of documents that no longer fail.
    Raises Refusal if a record is damaged, or if there is no room.
    """
    _remove_unused(where, RECORDS_FOLDER, {f"{line.record}.json" for line in lines if line.record})
    _remove_unused(where, TRACES_FOLDER, {trace_name(line.name) for line in lines if line.state == FAILED})
    report, index, table = room / REPORT_NAME, room / INDEX_NAME, room / TABLE_NAME
    with _refuse_on_error(room), open_citation_store(room / STAGING_NAME) as citations:
        with _open_text(report) as file:
            write_run_report(file, lines)
        with _open_text(table) as file:
            SqliteIndex(room).put(_list_citations(_read_records(where, lines), file, citations))
        with _open_text(index) as file:
            write_object(file, {}, {"symbols": citations.symbols(), "documents": citations.documents()})
    return (report, index, table, *list_databases(room))


def _list_citations(
    records: Iterable[tuple[JournalLine, dict[str, Any]]], table: IO[str], citations: CitationStore
) -> Iterator[IndexedDocument]:
    """Yield documents as the index takes them; the citations of each are written to the table and the store."""
    write_rows = start_csv_table(table, INDEX_COLUMNS)
    for line, record in records:
        citations.add_document(line, record)
        write_rows(_iter_rows(line, record))
        yield _make_indexed(line, record)


def _make_indexed(line: JournalLine, record: dict[str, Any]) -> IndexedDocument:
    date = record["adopted"] or record["issued"] or ""
    filters = {
        "organ": (line.organ,),
        "session": (record["session"] or find_session(line.symbol),),
        "year": (date[:YEAR_DIGITS],),
    }
    filters["subject"] = tuple(record["subjects"])
    places = (
        (entry["symbol"], entry["as_printed"], place["id"], place["label"], place["page"])
        for entry in record["symbols"]
        for place in entry["places"]
    )
    return IndexedDocument(
        name=line.editions,
        symbol=line.symbol,
        language=line.language,
        organ=line.organ,
        title=record["title"],
        adopted=record["adopted"],
        filters=tuple((name, value) for name, values in filters.items() for value in values if value),
        places=((TITLE, record["title"]), *record["paragraphs"]),
        citations=tuple(places),
    )


def _open_text(path: Path) -> IO[str]:
    return path.open("w", encoding="utf-8", newline="")


@contextmanager
def _refuse_on_error(room: Path) -> Iterator[None]:
    """Turn an error in writing the files into a Refusal."""
    try:
        yield
    except (sqlite3.OperationalError, OSError) as error:
        what = f"the index of all cannot be made: {getattr(error, 'strerror', None) or error}"
        raise Refusal(what, "free some space there and in the folder of temporary files", Where(str(room))) from None


def _read_records(where: Storage, lines: Iterable[JournalLine]) -> Iterator[tuple[JournalLine, dict[str, Any]]]:
    return ((line, _read_record(where, line)) for line in lines if line.record)


def _read_record(where: Storage, line: JournalLine) -> dict[str, Any]:
    """Return the record of a line. Raises Refusal if it is damaged, and removes it: the next run makes it again."""
    name = record_path(line.record)
    try:
        data = where.read(name)
    except OSError:
        data = b""
    if hash_bytes(data) != line.record:
        where.remove((name,))
        raise Refusal(f"the record of {line.name} is damaged", "run the command again: it is made again", Where(name))
    values: dict[str, Any] = json.loads(data)
    return values


def _remove_unused(where: Storage, subfolder: str, kept: set[str]) -> None:
    """Remove the files that are not in ``kept`` from a folder of the run's own."""
    folder = f"{RUN_FOLDER}/{subfolder}"
    where.remove(f"{folder}/{file}" for file in where.names(folder) if file not in kept)


def _iter_rows(line: JournalLine, record: dict[str, Any]) -> Iterator[tuple[str | int, ...]]:
    """Yield the rows of a document's citations, one for each place."""
    for entry in record["symbols"]:
        head = (entry["symbol"] or "", entry["as_printed"], line.symbol, line.editions, line.language)
        for place in entry["places"]:
            yield (*head, place["id"], place["label"], place["page"] or "")
