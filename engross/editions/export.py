"""Write the document, the index and the report as data, for machines and for people with a spreadsheet."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from dataclasses import asdict, dataclass, fields, is_dataclass
from enum import Enum
from typing import Any

from engross.editions.spreadsheet import make_csv_table
from engross.grammars.symbol import Symbol
from engross.model.book import Adoption, Book, FinishedFile, IndexEntry, ListedName, Locator
from engross.model.notice import Notice
from engross.model.reading import Reading
from engross.model.text import TextStreams, spell_title
from engross.model.tree import Masthead, Role, Source, Where
from engross.model.walk import notes_of

INDEX_COLUMNS = ("symbol", "as_printed", "organ", "url", "id", "label", "page")


def _encode_json(value: object) -> bytes:
    """Return a value as JSON in UTF-8, indented, with a line end behind it."""
    return f"{json.dumps(value, ensure_ascii=False, indent=2)}\n".encode()


def make_document_json(book: Book) -> bytes:
    """Return the whole document as JSON: the resolution as understood, value by value, and its index."""
    return _encode_json(
        {"engross": book.imprint.version, "resolution": _plain_value(book.resolution), **make_index_data(book)}
    )


def _plain_value(value: Any) -> Any:
    """Return a value of the model ready for JSON; an object names its class.

    Empty values and places in a source are left out. Symbols and members of enumerations become their spelling.
    """
    match value:
        case Symbol():
            return str(value)
        case Enum():
            return value.value
        case tuple():
            return [_plain_value(item) for item in value]
        case _ if is_dataclass(value):
            pairs = ((field.name, getattr(value, field.name)) for field in fields(value))
            kept = {
                name: _plain_value(item)
                for name, item in pairs
                if item not in ("", (), None) and not isinstance(item, Where)
            }
            return {"is": type(value).__name__} | kept
        case _:
            return value


def make_index_data(book: Book) -> dict[str, Any]:
    """Return the index ready for JSON: the document, and each symbol with its places."""
    symbols = [_entry_data(group.organ, entry) for group in book.index.groups for entry in group.entries]
    return {"document": str(book.resolution.symbol), "symbols": symbols}


def make_index_json(book: Book) -> bytes:
    """Return the index as JSON."""
    return _encode_json(make_index_data(book))


def make_index_csv(book: Book) -> bytes:
    """Return the index as a CSV table, a row for each page of a place."""
    rows = (
        (str(entry.symbol or ""), entry.printed, group.organ, entry.url, anchor, place.label, page or "")
        for group in book.index.groups
        for entry in group.entries
        for place in entry.places
        for anchor, page in place.iter_pages()
    )
    return make_csv_table(INDEX_COLUMNS, rows)


def make_record_json(book: Book) -> bytes:
    """Return what is on record of the adoption as JSON: how it was adopted, who voted how, who sponsored."""
    return _encode_json({"document": str(book.resolution.symbol), **(_adoption_data(book.adoption) or {})})


def _adoption_data(adoption: Adoption | None) -> dict[str, Any] | None:
    if adoption is None:
        return None
    return {
        "outcome": adoption.outcome or None,
        "votes": {
            tally.kind: {"count": tally.count, "names": _voter_names(tally.voters)} for tally in adoption.tallies
        },
        "sponsors": _voter_names(adoption.sponsors),
        "additional_sponsors": _voter_names(adoption.additional_sponsors),
        "meeting_record": str(adoption.meeting) if adoption.meeting else None,
        "draft": str(adoption.draft) if adoption.draft else None,
    }


def _voter_names(voters: tuple[ListedName, ...]) -> list[str]:
    return [voter.name for voter in voters]


def _entry_data(organ: str, entry: IndexEntry) -> dict[str, Any]:
    symbol = str(entry.symbol) if entry.symbol else None
    places = [item for place in entry.places for item in _locator_data(place)]
    return {"symbol": symbol, "as_printed": entry.printed, "organ": organ, "url": entry.url or None, "places": places}


def _locator_data(place: Locator) -> list[dict[str, Any]]:
    """Return a place ready for JSON, once for each page that it is on."""
    return [{"id": anchor, "label": place.label, "page": page or None} for anchor, page in place.iter_pages()]


@dataclass(frozen=True, slots=True)
class ReportInputs:
    """What a report is made of: the reading, the book with its page count, its folded text, all notices, the files."""

    source: Source
    reading: Reading
    book: Book
    pages: int
    text: TextStreams
    notices: tuple[Notice, ...]
    files: tuple[FinishedFile, ...]


def make_report(inputs: ReportInputs) -> dict[str, Any]:
    """Return the report of a build, ready for JSON."""
    resolution = inputs.reading.resolution
    return {
        "engross": inputs.book.imprint.version,
        "source": {"name": inputs.source.name, "sha256": inputs.source.sha256, "format": inputs.source.format},
        "language": resolution.language,
        "symbol": str(resolution.symbol),
        "organ": resolution.organ,
        "title": spell_title(resolution.full_title),
        "facts": _facts_data(inputs),
        "masthead": _masthead_data(resolution.masthead),
        "counts": _count_contents(inputs),
        "adoption": _adoption_data(inputs.book.adoption),
        "ledger": inputs.reading.ledger.count_by_kind(),
        "text": asdict(inputs.text),  # what every edition must say, folded: ``check`` compares with it
        "notices": [make_notice_data(item) for item in inputs.notices],
        "files": [_file_data(item) for item in inputs.files],
    }


def _facts_data(inputs: ReportInputs) -> dict[str, Any]:
    facts = asdict(inputs.reading.resolution.facts)
    facts["committee_report"] = [str(symbol) for symbol in inputs.reading.resolution.facts.committee_report]
    return {name: value if value not in ("", ()) else None for name, value in facts.items()}


def _masthead_data(masthead: Masthead) -> dict[str, Any]:
    lines = {name: getattr(masthead, name) or None for name in masthead.__slots__}
    lists = {"period": list(masthead.period), "other": list(masthead.other)}
    return lines | {"proponent": spell_title(masthead.proponent) or None} | lists


def _count_contents(inputs: ReportInputs) -> dict[str, int]:
    resolution = inputs.reading.resolution
    roles = Counter(Role.PREAMBULAR for part in resolution.parts for _ in part.preamble)
    roles.update(Role.OPERATIVE for part in resolution.parts for _ in part.operative)
    entries = tuple(inputs.book.index.entries())
    return {
        "preambular": roles[Role.PREAMBULAR],
        "operative": roles[Role.OPERATIVE],
        "notes": sum(1 for _ in notes_of(resolution)),
        "annexes": sum(len(part.annexes) for part in resolution.parts),
        "citations": len({place.anchor for entry in entries for place in entry.places}),
        "symbols": len(entries),
        "pages": inputs.pages,
    }


def make_notice_data(notice: Notice) -> dict[str, str]:
    """Return a notice ready for JSON; "where" and "id" are "" where there is no place, or no paragraph at it."""
    severity = notice.severity.value
    where = str(notice.where) if notice.where.file else ""
    return {
        "code": notice.code.slug,
        "severity": severity,
        "message": notice.message,
        "hint": notice.hint,
        "where": where,
        "id": notice.id,
    }


def _file_data(file: FinishedFile) -> dict[str, Any]:
    return {"name": file.name, "bytes": len(file.data), "sha256": hashlib.sha256(file.data).hexdigest()}


def make_report_json(report: dict[str, Any]) -> bytes:
    """Return a report as JSON."""
    return _encode_json(report)
