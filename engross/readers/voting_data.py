"""Read the UN's data on adoptions (votes, sponsors, subjects, meeting record) into Records; join them to resolutions.

The data lie beside the official files as ``data_extract/*.json``: one object a line, or several, some still in
quotation marks. Counts are padded with zeros, names have stray spaces, two names can share a string.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from engross.grammars.edition_name import spell_name
from engross.grammars.symbol import InvalidSymbol, Symbol, parse
from engross.model.adoption import Ballot, Record, parse_outcome
from engross.model.notice import Code, Notice, Refusal, make_notice
from engross.model.tree import Resolution, Where
from engross.readers.load_file import load_file

FOLDER = "data_extract"
KINDS = {"in_favour": "in favour", "against": "against", "abstaining": "abstaining"}
BETWEEN = re.compile(r"[\s,\"\[\]\ufeff]*")  # allowed between two objects
LONGEST_COUNT = 9  # figures of a count of votes, with its leading zeros: there are 193 States
THESAURUS = "UNBIS Thesaurus"
AUTHORITY = "DHLAUTH"  # of the names of bodies, conferences and places
CAPITAL = re.compile(r"(?<=[a-z])(?=[A-Z])")  # where the next word of "#fifthCommittee" begins
HINT = "expected a JSON object for each document, as in the UN's data_extract files"


@dataclass(frozen=True, slots=True)
class RecordEntry:
    """What a data file has of a document, as it stands there: the file's name, the line that it begins on, its text."""

    file: str
    line: int
    text: str


@dataclass(frozen=True, slots=True)
class Indexing:
    """How the data index a text: who reported it, in English words ("First Committee"); the names that are in it.

    ``adopted``: the day of its adoption, in English words ("16 September 2022"), "" where it is not in the data.
    ``names``: of bodies, conferences and places, as the Dag Hammarskjöld Library's authority file spells them.
    """

    committee: str = ""
    names: tuple[str, ...] = ()
    adopted: str = ""


@dataclass(frozen=True, slots=True)
class Records:
    """The records of many documents, by symbol, the entries that they were read from, and how they are indexed."""

    by_symbol: dict[Symbol, Record] = field(default_factory=dict)
    entries: dict[Symbol, RecordEntry] = field(default_factory=dict)
    indexing: dict[Symbol, Indexing] = field(default_factory=dict)

    def of(self, symbol: Symbol) -> Record | None:
        """Return the record of a document, or None."""
        return self.by_symbol.get(symbol)


def beside(source: Path) -> tuple[Path, ...]:
    """Return the data files for an official file, from ``data_extract`` in the four folders above it."""
    folders = (parent / FOLDER for parent in source.absolute().parents[:4])
    return tuple(path for folder in folders if folder.is_dir() for path in sorted(folder.glob("*.json")))


def read_records(paths: Iterable[Path]) -> tuple[Records, tuple[Notice, ...]]:
    """Return the records in data files, and the notices. Raises Refusal for a file that holds none."""
    by_symbol: dict[Symbol, Record] = {}
    entries: dict[Symbol, RecordEntry] = {}
    indexing: dict[Symbol, Indexing] = {}
    notices: list[Notice] = []
    for path in paths:
        for data, entry in _objects(_text(path), spell_name(path.name)):
            symbol = _symbol(data.get("symbol"))
            if symbol is not None:
                by_symbol[symbol], entries[symbol] = _record(data), entry
                names = _terms(data.get("subjects"), AUTHORITY)
                indexing[symbol] = Indexing(_spell_committee(data), names, _word(data.get("adoption_date")))
                notices += _differing(symbol, by_symbol[symbol], Where(entry.file, entry.line))
    return Records(by_symbol, entries, indexing), tuple(notices)


def join(resolution: Resolution, records: Records) -> Resolution:
    """Return the resolution with its record, and with facts that it lacks; unchanged if there is no record.

    The data take precedence over the record in the document itself.
    """
    record = records.of(resolution.symbol)
    if record is None or record == Record():
        return resolution
    facts = resolution.facts
    subjects = facts.subjects or record.subjects
    item = facts.agenda_item or record.agenda_item
    record = record.complete_from(resolution.record) if resolution.record else record
    return replace(resolution, record=record, facts=replace(facts, subjects=subjects, agenda_item=item))


def _text(path: Path) -> str:
    try:
        return load_file(path).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        what = f"the records are not UTF-8 from byte {error.start} on"
        raise Refusal(what, HINT, Where(spell_name(path.name))) from None


def _objects(text: str, name: str) -> Iterator[tuple[dict[str, Any], RecordEntry]]:
    """Yield each object of a file with its entry; between objects only white space and loose marks are allowed.

    Raises Refusal if there is none, or for what is no JSON.
    """
    decoder = json.JSONDecoder(strict=False)
    at = _skip(text, 0)
    if at == len(text):
        raise Refusal("the records are empty", HINT, Where(name))
    line, counted = 1, 0
    while at < len(text):
        line, counted, start = line + text.count("\n", counted, at), at, at
        try:
            data, at = decoder.raw_decode(text, at)
        except json.JSONDecodeError as error:
            raise Refusal(
                f"the records are no JSON: {error.msg}", HINT, Where(name, error.lineno, error.colno)
            ) from None
        except (ValueError, RecursionError) as error:  # a number of thousands of figures, lists in lists in lists
            raise Refusal(f"the records cannot be understood: {error}", HINT, Where(name, line)) from None
        if isinstance(data, dict):
            yield data, RecordEntry(name, line, text[start:at])
        at = _skip(text, at)


def _skip(text: str, at: int) -> int:
    """Return the index of the first character at or after ``at`` that does not stand between objects."""
    gap = BETWEEN.match(text, at)
    return gap.end() if gap else at


def _record(data: dict[str, Any]) -> Record:
    item = re.sub(r"^\D*", "", _word(data.get("agenda_item")))
    return Record(
        outcome=parse_outcome(_word(data.get("voting_type") or data.get("adoption_type"))),
        in_favour=_ballot(data, "in_favour"),
        against=_ballot(data, "against"),
        abstaining=_ballot(data, "abstaining"),
        sponsors=_names(data.get("sponsors")),
        additional_sponsors=_names(data.get("additional_sponsors")),
        meeting_record=_symbol(data.get("pv") or data.get("outcome_letter")),
        draft=_symbol(data.get("draft_resolution") or data.get("originating_document")),
        agenda_item="".join(item.split()),
        agenda_title=_word(data.get("agenda_item_name")),
        subjects=_terms(data.get("subjects"), THESAURUS),
    )


def _ballot(data: dict[str, Any], kind: str) -> Ballot:
    count = _word(data.get(f"MS_{kind}_count"))
    voters = _names(data.get(f"MS_{kind}"))
    is_count = count.isdecimal() and len(count) <= LONGEST_COUNT
    return Ballot(int(count) if is_count else len(voters) or None, voters)


def _names(said: object) -> tuple[str, ...]:
    """Return names in one spelling, each once; a comma without a space behind it separates two names."""
    names = (
        [piece for name in said if isinstance(name, str) for piece in re.split(r",(?=\S)", name)]
        if isinstance(said, list)
        else []
    )
    return tuple(dict.fromkeys(word for word in map(_word, names) if word))


def _word(said: object) -> str:
    """Return a string with single spaces, in Unicode's form C; "" for anything else, and for "N.A."."""
    if not isinstance(said, str):
        return ""
    word = " ".join(unicodedata.normalize("NFC", said).split())
    return "" if word.strip("./").upper() in ("N.A", "NA", "N/A") else word


def _symbol(said: object) -> Symbol | None:
    """Return a symbol; None for what cannot be read as one."""
    try:
        return parse(_word(said)) if _word(said) else None
    except InvalidSymbol:
        return None


def _terms(said: object, origin: str) -> tuple[str, ...]:
    """Return the terms that come from ``origin``, each once."""
    pairs = (pair for pair in said if isinstance(pair, list) and len(pair) == 2) if isinstance(said, list) else ()
    return tuple(dict.fromkeys(_word(term) for term, source in pairs if source == origin))


def _spell_committee(data: dict[str, Any]) -> str:
    """Return who reported a text, in words: the data have "#fifthCommittee" too."""
    return CAPITAL.sub(" ", _word(data.get("committee")).lstrip("#")).title()


def _differing(symbol: Symbol, record: Record, where: Where) -> Iterator[Notice]:
    """Yield a notice for each count that differs from the number of States named, where any are named."""
    for name, kind in KINDS.items():
        ballot: Ballot = getattr(record, name)
        if ballot.voters and ballot.count is not None and ballot.count != len(ballot.voters):
            words = {"symbol": symbol, "count": ballot.count, "kind": kind, "names": len(ballot.voters)}
            yield replace(make_notice(Code.COUNT_DIFFERS, where, **words), about=symbol)
