"""The lines and records of a run to what is said of all documents together: the report and the index.

``corpus-index.json``: every symbol cited, by which documents and where, and for each document who cites it.
``corpus-index.csv``: a row for each place. ``corpus-index.sqlite``: the same as tables, with full-text search.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import Any

from engross.corpus.database import database
from engross.corpus.journal import DONE, FAILED, FAULTY, FOLDER, RECORDS, TRACES, Line, record_file, sha256, trace_file
from engross.corpus.place import Place
from engross.data import File
from engross.model import Where
from engross.notice import Code, Refusal
from engross.spreadsheet import csv_table
from engross.symbol import parse

REPORT, INDEX, TABLE, DATABASE = (
    "corpus-report.json",
    "corpus-index.json",
    "corpus-index.csv",
    "corpus-index.sqlite",
)
COLUMNS = ("symbol", "as_printed", "document", "name", "language", "id", "label", "page")
# What no document may have, by the codes of the notices that say so.
FAULTS = {
    "texts differing": (Code.TEXT_DIFFERS,),
    "notes lost or moved": (Code.NOTE_LOST, Code.NOTE_MOVED, Code.NOTE_ORDER, Code.NOTE_BROKEN, Code.NOTE_OVERFLOWS),
    "glyphs missing": (Code.MISSING_GLYPH,),
}
Records = dict[str, dict[str, Any]]


def gather(where: Place, lines: tuple[Line, ...]) -> tuple[File, ...]:
    """What is said of all documents. Records that no line names are taken away, and traces of what has gone well since.

    Records are read one after the other, for all paragraphs of a large corpus are more than memory holds. Raises
    Refusal where one is not whole.
    """
    _tidy(where, RECORDS, {f"{line.record}.json" for line in lines})
    _tidy(where, TRACES, {trace_file(line.name) for line in lines if line.state == FAILED})
    heads = {line.name: _read_head(where, line) for line in lines if line.record}
    return (
        File(REPORT, _json(report(lines))),
        File(INDEX, _json(index(lines, heads))),
        File(TABLE, _table(lines, heads)),
        File(DATABASE, database((line, _read_record(where, line)) for line in lines if line.record)),
    )


def _read_record(where: Place, line: Line) -> dict[str, Any]:
    """The record of a line; one that is damaged is taken away, so that the next run makes it again."""
    name = record_file(line.record)
    try:
        data = where.read(name)
    except OSError:
        data = b""
    if sha256(data) != line.record:
        where.remove((name,))
        raise Refusal(f"the record of {line.name} is damaged", "say the same again: it is made anew", Where(name))
    values: dict[str, Any] = json.loads(data)
    return values


def _read_head(where: Place, line: Line) -> dict[str, Any]:
    """A record without its text."""
    return {name: value for name, value in _read_record(where, line).items() if name != "paragraphs"}


def _tidy(where: Place, name: str, kept: set[str]) -> None:
    """Take away the files of a folder of the run's own that are not to be kept."""
    folder = f"{FOLDER}/{name}"
    where.remove(f"{folder}/{file}" for file in where.names(folder) if file not in kept)


def report(lines: tuple[Line, ...]) -> dict[str, Any]:
    """How many documents came to what, their notices by code, and those that are not done with the reason."""
    codes: Counter[str] = Counter()
    pages: Counter[str] = Counter()
    for line in lines:
        codes.update(line.codes)
        pages.update(line.counts)
    return {
        "documents": len(lines),
        "states": dict(sorted(Counter(line.state for line in lines).items())),
        "counts": dict(sorted(pages.items())),  # in an order of their own: lines may come from a worker or the journal
        "notices": dict(sorted(codes.items(), key=lambda code: (-code[1], code[0]))),
        "groups": [_group(key, group) for key, group in sorted(_groups(lines).items())],
        "not_done": [{"name": x.name, "state": x.state, "message": x.message} for x in lines if x.state != DONE],
    }


def _groups(lines: tuple[Line, ...]) -> dict[tuple[str, str], list[Line]]:
    groups: dict[tuple[str, str], list[Line]] = defaultdict(list)
    for line in lines:
        if line.state in (DONE, FAULTY):
            groups[line.language, line.organ].append(line)
    return groups


def _group(key: tuple[str, str], lines: list[Line]) -> dict[str, Any]:
    counts: Counter[str] = Counter()
    codes: Counter[str] = Counter()
    for line in lines:
        counts.update(line.counts)
        codes.update(line.codes)
    faulty = sum(line.state == FAULTY for line in lines)
    head = {"language": key[0], "organ": key[1], "documents": len(lines), "at fault": faulty}
    head |= {name: counts[name] for name in ("characters", "notes", "pages", "citations")}
    faults = {name: sum(codes[code.slug] for code in some) for name, some in FAULTS.items()}
    return head | faults | {"notices": codes.total()}


def index(lines: tuple[Line, ...], records: Records) -> dict[str, Any]:
    """Every symbol cited, in its natural order, and every document with those that cite it."""
    cited: dict[str, list[dict[str, Any]]] = defaultdict(list)
    url: dict[str, str | None] = {}
    for line, entry in _entries(lines, records):
        name = entry["symbol"] or entry["as_printed"]
        url.setdefault(name, entry["url"])
        cited[name].append({"document": line.symbol, "name": line.name, "places": entry["places"]})
    symbols = [{"symbol": name, "url": url[name], "cited_by": cited[name]} for name in sorted(cited, key=natural)]
    documents = [_document(line, records[line.name], cited) for line in lines if line.name in records]
    return {"symbols": symbols, "documents": documents}


def _document(line: Line, record: dict[str, Any], cited: dict[str, list[dict[str, Any]]]) -> dict[str, Any]:
    by = sorted({one["document"] for one in cited.get(line.symbol, ()) if one["document"] != line.symbol}, key=natural)
    head = {"symbol": line.symbol, "name": line.name, "language": line.language, "title": record["title"]}
    return head | {"cites": len(record["symbols"]), "cited_by": by}


def _entries(lines: tuple[Line, ...], records: Records) -> Iterator[tuple[Line, dict[str, Any]]]:
    for line in lines:
        for entry in records.get(line.name, {"symbols": ()})["symbols"]:
            yield line, entry


def natural(name: str) -> tuple[Any, ...]:
    """Symbols in their order, what is none behind them."""
    try:
        return (0, parse(name).key(), name)
    except ValueError:
        return (1, (), name)


def _table(lines: tuple[Line, ...], records: Records) -> bytes:
    rows = (
        (*head, place["id"], place["label"], place["page"] or "")
        for line, entry in _entries(lines, records)
        for head in ((entry["symbol"] or "", entry["as_printed"], line.symbol, line.name, line.language),)
        for place in entry["places"]
    )
    return csv_table(COLUMNS, rows)


def _json(value: object) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode("utf-8")
