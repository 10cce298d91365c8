"""Make the report and the index of all documents of a run, from its journal lines and records.

``corpus-index.json``: every symbol cited, with its addresses by language, by which documents and where,
and for each document which ones cite it.
``corpus-index.csv``: a row for each place. ``corpus-index.sqlite``: the same as tables, with full-text search.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import Any

from engross.batch.corpus.database import make_database
from engross.batch.corpus.journal import (
    DONE,
    FAILED,
    FAULTY,
    RECORDS_FOLDER,
    RUN_FOLDER,
    TRACES_FOLDER,
    JournalLine,
    hash_bytes,
    record_path,
    trace_name,
)
from engross.batch.corpus.storage import Storage
from engross.editions.spreadsheet import make_csv_table
from engross.grammars.symbol import parse
from engross.model.book import FinishedFile
from engross.model.notice import Code, Refusal
from engross.model.tree import Where

REPORT_NAME, INDEX_NAME, TABLE_NAME, DATABASE_NAME = (
    "corpus-report.json",
    "corpus-index.json",
    "corpus-index.csv",
    "corpus-index.sqlite",
)
INDEX_COLUMNS = ("symbol", "as_printed", "document", "name", "language", "id", "label", "page")
# Faults that no document may have, with the codes of the notices that report them.
FAULT_CODES = {
    "texts differing": (Code.TEXT_DIFFERS,),
    "notes lost or moved": (Code.NOTE_LOST, Code.NOTE_MOVED, Code.NOTE_ORDER, Code.NOTE_BROKEN, Code.NOTE_OVERFLOWS),
    "glyphs missing": (Code.MISSING_GLYPH,),
}
RecordsByName = dict[str, dict[str, Any]]


def gather_files(where: Storage, lines: tuple[JournalLine, ...]) -> tuple[FinishedFile, ...]:
    """Return the run's report and index files. Remove unused records, and traces of documents that no longer fail.

    Records are read one after the other: all paragraphs of a large corpus would not fit into memory. Raises Refusal if
    a record is damaged.
    """
    _remove_unused(where, RECORDS_FOLDER, {f"{line.record}.json" for line in lines})
    _remove_unused(where, TRACES_FOLDER, {trace_name(line.name) for line in lines if line.state == FAILED})
    heads = {line.name: _read_head(where, line) for line in lines if line.record}
    return (
        FinishedFile(REPORT_NAME, _encode_json(make_run_report(lines))),
        FinishedFile(INDEX_NAME, _encode_json(make_corpus_index(lines, heads))),
        FinishedFile(TABLE_NAME, _make_table(lines, heads)),
        FinishedFile(DATABASE_NAME, make_database((line, _read_record(where, line)) for line in lines if line.record)),
    )


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


def _read_head(where: Storage, line: JournalLine) -> dict[str, Any]:
    """Return a record without its text."""
    return {name: value for name, value in _read_record(where, line).items() if name != "paragraphs"}


def _remove_unused(where: Storage, subfolder: str, kept: set[str]) -> None:
    """Remove the files that are not in ``kept`` from a folder of the run's own."""
    folder = f"{RUN_FOLDER}/{subfolder}"
    where.remove(f"{folder}/{file}" for file in where.names(folder) if file not in kept)


def make_run_report(lines: tuple[JournalLine, ...]) -> dict[str, Any]:
    """Count the documents by state and their notices by code; list those that are not done with the reason, and all."""
    codes: Counter[str] = Counter()
    counts: Counter[str] = Counter()
    for line in lines:
        codes.update(line.codes)
        counts.update(line.counts)
    return {
        "documents": len(lines),
        "states": dict(sorted(Counter(line.state for line in lines).items())),
        "counts": dict(
            sorted(counts.items())
        ),  # sorted: a line from a worker and one from the journal may differ in order
        "notices": dict(sorted(codes.items(), key=lambda code: (-code[1], code[0]))),
        "groups": [_summarise_group(key, group) for key, group in sorted(_group_lines(lines).items())],
        "not_done": [{"name": x.name, "state": x.state, "message": x.message} for x in lines if x.state != DONE],
        "entries": [_entry_of_line(line) for line in lines],
    }


def _entry_of_line(line: JournalLine) -> dict[str, Any]:
    """Return what a run's report has of a document; ``folder``: that of its files."""
    identity = {"name": line.name, "state": line.state, "symbol": line.symbol, "language": line.language}
    rest = {"organ": line.organ, "folder": line.folder, "counts": line.counts, "notices": line.codes}
    return identity | rest | {"files": [name for name, _, _ in line.files]}


def _group_lines(lines: tuple[JournalLine, ...]) -> dict[tuple[str, str], list[JournalLine]]:
    groups: dict[tuple[str, str], list[JournalLine]] = defaultdict(list)
    for line in lines:
        if line.state in (DONE, FAULTY):
            groups[line.language, line.organ].append(line)
    return groups


def _summarise_group(key: tuple[str, str], lines: list[JournalLine]) -> dict[str, Any]:
    counts: Counter[str] = Counter()
    codes: Counter[str] = Counter()
    for line in lines:
        counts.update(line.counts)
        codes.update(line.codes)
    faulty = sum(line.state == FAULTY for line in lines)
    summary = {"language": key[0], "organ": key[1], "documents": len(lines), "at fault": faulty}
    summary |= {name: counts[name] for name in ("characters", "notes", "pages", "citations")}
    faults = {name: sum(codes[code.slug] for code in fault_codes) for name, fault_codes in FAULT_CODES.items()}
    return summary | faults | {"notices": codes.total()}


def make_corpus_index(lines: tuple[JournalLine, ...], records: RecordsByName) -> dict[str, Any]:
    """List every symbol cited, in natural order, and every document with those that cite it.

    A symbol has the address of its document in each language that a document of the run cites it in.
    """
    cited: dict[str, list[dict[str, Any]]] = defaultdict(list)
    urls: dict[str, dict[str, str]] = defaultdict(dict)
    for line, entry in _find_entries(lines, records):
        name = entry["symbol"] or entry["as_printed"]
        if entry["url"]:
            urls[name].setdefault(line.language, entry["url"])
        cited[name].append({"document": line.symbol, "name": line.editions, "places": entry["places"]})
    symbols = [
        {"symbol": name, "urls": dict(sorted(urls[name].items())), "cited_by": cited[name]}
        for name in sorted(cited, key=natural_key)
    ]
    documents = [_document_data(line, records[line.name], cited) for line in lines if line.name in records]
    return {"symbols": symbols, "documents": documents}


def _document_data(line: JournalLine, record: dict[str, Any], cited: dict[str, list[dict[str, Any]]]) -> dict[str, Any]:
    cited_by = sorted(
        {citing["document"] for citing in cited.get(line.symbol, ()) if citing["document"] != line.symbol},
        key=natural_key,
    )
    summary = {"symbol": line.symbol, "name": line.editions, "language": line.language, "title": record["title"]}
    return summary | {"cites": len(record["symbols"]), "cited_by": cited_by}


def _find_entries(
    lines: tuple[JournalLine, ...], records: RecordsByName
) -> Iterator[tuple[JournalLine, dict[str, Any]]]:
    for line in lines:
        for entry in records.get(line.name, {"symbols": ()})["symbols"]:
            yield line, entry


def natural_key(name: str) -> tuple[Any, ...]:
    """Return a key that sorts symbols in their natural order, with other names after them."""
    try:
        return (0, parse(name).key(), name)
    except ValueError:
        return (1, (), name)


def _make_table(lines: tuple[JournalLine, ...], records: RecordsByName) -> bytes:
    rows = (
        (*head, place["id"], place["label"], place["page"] or "")
        for line, entry in _find_entries(lines, records)
        for head in ((entry["symbol"] or "", entry["as_printed"], line.symbol, line.editions, line.language),)
        for place in entry["places"]
    )
    return make_csv_table(INDEX_COLUMNS, rows)


def _encode_json(value: object) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode("utf-8")
