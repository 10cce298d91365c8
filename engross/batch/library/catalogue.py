"""Read a finished run into a catalogue: its documents with their versions, from the journal and each report.

A report is read, what a catalogue has of it is kept, and the rest is let go: of 18,000 versions some kilobytes each
stay. The order is that of the symbols, whatever order the documents were made in.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from sys import intern
from typing import Any

from engross.batch.corpus.citation_store import natural_key
from engross.batch.corpus.journal import DONE, FAULTY, Journal, JournalLine, hash_bytes, record_path
from engross.batch.corpus.names import take_name
from engross.batch.corpus.storage import open_storage
from engross.batch.library.addresses import clean_part, spell_address
from engross.batch.library.values import AdoptionRecord, Catalogue, Document, HeldFile, HeldVersion, VoteTally
from engross.grammars.agenda import list_agenda_items
from engross.grammars.language import load_language
from engross.grammars.symbol import find_session, parse
from engross.model.notice import Refusal
from engross.model.tree import Where

REPORT_NAME = "report.json"
REPORT_MEMBERS = ("symbol", "organ", "title", "facts", "masthead", "adoption", "counts")
NO_RUN_HINT = "make a run first: ./press corpus SOURCES --out RUN"
DAMAGED_HINT = "run ./press corpus again with the same --out: it is made again"
FIRST_LANGUAGES = ("en", "fr")  # the working languages of the Secretariat: whose version says what is not translated
TALLY_KINDS = ("in_favour", "against", "abstaining")


@dataclass(frozen=True, slots=True)
class _Entry:
    """A version, with what it says of its document."""

    symbol: str
    organ: str
    facts: dict[str, Any]
    version: HeldVersion


def read_catalogue(run: Path) -> Catalogue:
    """Return the catalogue of a run. Raises Refusal if there is no run, or a report in it is damaged."""
    lines = Journal(open_storage(run)).lines()
    if not lines:
        raise Refusal(f"there is no run in {run}", NO_RUN_HINT, Where(str(run)))
    return make_catalogue(run, (line for line in lines if line.state in (DONE, FAULTY) and line.record))


def make_catalogue(run: Path, lines: Iterable[JournalLine]) -> Catalogue:
    """Return the catalogue of the documents that lines of a journal tell of. Raises Refusal if a report is damaged."""
    groups: defaultdict[str, list[_Entry]] = defaultdict(list)
    for line in lines:
        entry = _read_entry(run, line)
        groups[entry.symbol or entry.version.folder].append(entry)
    documents = map(_make_document, groups.values())
    return Catalogue(tuple(_make_addresses_unique(sorted(documents, key=_document_order))))


def _document_order(document: Document) -> tuple[bool, bytes, str]:
    return not document.symbol, natural_key(document.symbol), document.versions[0].folder


def _read_entry(run: Path, line: JournalLine) -> _Entry:
    data, report = _read_report(run, line.editions)
    adoption, masthead = report["adoption"] or {}, report["masthead"]
    facts = report["facts"] | {name: adoption.get(name) for name in ("meeting_record", "draft")}
    version = HeldVersion(
        language=intern(line.language),
        slug=intern(line.language),
        title=report["title"],
        folder=line.editions,
        record=line.record,
        key=hash_bytes(b"\0".join((data, line.record.encode(), repr(line.files).encode()))),
        files=tuple(HeldFile(name, size, digest) for name, size, digest in line.files),
        committee=intern(_find_committee(masthead, line.language)),
        agenda_title=intern(masthead["agenda_title"] or ""),
        outcome=intern(adoption.get("outcome") or ""),
        pages=report["counts"]["pages"],
    )
    return _Entry(report["symbol"] if line.symbol else "", report["organ"], facts, version)


def _read_report(run: Path, folder: str) -> tuple[bytes, dict[str, Any]]:
    """Return the report of a version, as bytes and as values. Raises Refusal if it is damaged."""
    path = run / folder / REPORT_NAME
    try:
        data = path.read_bytes()
        report = json.loads(data)
        values = {name: report[name] for name in REPORT_MEMBERS}
    except (OSError, ValueError, KeyError, TypeError):
        raise Refusal("the report of a document cannot be read", DAMAGED_HINT, Where(str(path))) from None
    return data, values


def read_adoption(run: Path, version: HeldVersion) -> AdoptionRecord:
    """Return what the report of a version says of its adoption. Raises Refusal if it is damaged."""
    adoption = _read_report(run, version.folder)[1]["adoption"]
    if not adoption:
        return AdoptionRecord()
    votes = adoption["votes"]
    tallies = (
        VoteTally(kind, votes[kind]["count"], tuple(votes[kind]["names"])) for kind in TALLY_KINDS if kind in votes
    )
    return AdoptionRecord(
        adoption["outcome"] or "",
        tuple(tallies),
        tuple(adoption["sponsors"]),
        tuple(adoption["additional_sponsors"]),
        adoption["meeting_record"] or "",
        adoption["draft"] or "",
    )


def read_paragraphs(run: Path, version: HeldVersion) -> tuple[tuple[str, str], ...]:
    """Return the id and the words of each block of a version, without its title. Raises Refusal if it is damaged."""
    path = run / record_path(version.record)
    try:
        data = path.read_bytes()
    except OSError:
        data = b""
    if hash_bytes(data) != version.record:
        raise Refusal("the record of a document cannot be read", DAMAGED_HINT, Where(str(path)))
    return tuple((anchor, text) for anchor, text in json.loads(data)["paragraphs"])


def _find_committee(masthead: dict[str, Any], language: str) -> str:
    """Return the Main Committee that a masthead names, as its own line or as the one that reported; "" for none."""
    pattern = load_language(language).words["masthead_lines"]["subsidiary"].replace("$", "")
    for line in (masthead["subsidiary"], masthead["proponent"]):
        if found := re.search(pattern, line or ""):
            return " ".join(found[0].split())
    return ""


def _make_document(entries: list[_Entry]) -> Document:
    """Return the document of the versions that have its symbol; what is not translated is that of the first."""
    ordered = sorted(entries, key=lambda entry: _version_order(entry.version))
    first = ordered[0]

    def first_known(value: Callable[[dict[str, Any]], Any]) -> Any:
        return next(filter(None, (value(entry.facts) for entry in ordered)), None)

    return Document(
        symbol=first.symbol,
        address=_spell_document_address(first),
        organ=intern(first.organ),
        session=intern(first_known(lambda facts: facts["session"]) or find_session(first.symbol)),
        adopted=first_known(lambda facts: facts["adopted"]) or "",
        issued=first_known(lambda facts: facts["issued"]) or "",
        agenda_items=_list_agenda_items(first_known(lambda facts: facts["agenda_item"]) or ""),
        subjects=tuple(map(intern, dict.fromkeys(first_known(lambda facts: facts["subjects"]) or ()))),
        committee_reports=tuple(first_known(lambda facts: facts["committee_report"]) or ()),
        meeting=first_known(lambda facts: facts["meeting"]),
        meeting_record=first_known(lambda facts: facts["meeting_record"]) or "",
        draft=first_known(lambda facts: facts["draft"]) or "",
        versions=tuple(_number_slugs(sorted((x.version for x in ordered), key=lambda x: (x.language, x.folder)))),
    )


def _spell_document_address(entry: _Entry) -> str:
    """Return the address of a document: its symbol's; the folder's of one that has a name only."""
    try:
        return spell_address(str(parse(entry.symbol)))
    except ValueError:
        return f"document/{clean_part(entry.version.folder.replace('/', '-'))}/"


def _version_order(version: HeldVersion) -> tuple[int, str, str]:
    known = version.language in FIRST_LANGUAGES
    return FIRST_LANGUAGES.index(version.language) if known else len(FIRST_LANGUAGES), version.language, version.folder


def _list_agenda_items(printed: str) -> tuple[str, ...]:
    """Return the items that a line names, as addresses have them: "13 and 72 (b)" are "13" and "72(b)"."""
    return tuple("".join(item.split()) for item in list_agenda_items(printed))


def _number_slugs(versions: Iterable[HeldVersion]) -> Iterator[HeldVersion]:
    """Yield versions, a second one of a language with a number: two sources may be one document."""
    taken: set[str] = set()
    for version in versions:
        yield replace(version, slug=take_name(version.language, taken))


def _make_addresses_unique(documents: Iterable[Document]) -> Iterator[Document]:
    """Yield documents, each at an address of its own, also where capitals do not count."""
    taken: set[str] = set()
    for document in documents:
        yield replace(document, address=f"{take_name(document.address.rstrip('/'), taken)}/")
