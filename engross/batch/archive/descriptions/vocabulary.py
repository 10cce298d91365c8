"""The words and codes of descriptions: how the library enters a body, a language, a date, an outcome."""

from __future__ import annotations

import tomllib
import uuid
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from engross.batch.library import AdoptionRecord, Document

TALLY_ORDER = ("in_favour", "against", "abstaining")
LIBRARY_LANGUAGE = "en"  # of the catalogue


@dataclass(frozen=True, slots=True)
class Body:
    """A body as the library enters it; the fields are explained in bodies.toml."""

    heading: str
    series: str
    country: str
    place: str
    place_code: str
    adopter: str
    meeting: str
    session: str = ""
    founded: int = 0
    first_session: int = 1


@cache
def _read_table(name: str) -> dict[str, Any]:
    return tomllib.loads((files("engross.batch.archive.descriptions") / name).read_text("utf-8"))


def find_word(table: str, key: str) -> Any:
    """Return an entry of vocabulary.toml; None if it has none."""
    return _read_table("vocabulary.toml")[table].get(key)


def find_body(organ: str) -> Body | None:
    """Return the body of an organ's key; None where the library's way of entering it is not known here."""
    found = _read_table("bodies.toml").get(organ)
    return Body(**found) if found else None


def spell_heading(body: Body, document: Document) -> str:
    """Return the heading of a body, with its session where that is known: "UN. General Assembly (77th sess. : …)"."""
    session, year = document.session, document.year
    if body.founded and not session and year:  # the years of the Security Council are counted from its founding
        session = str(int(year) - body.founded)
    if not body.session or not session.isdecimal() or int(session) < body.first_session or not year:
        return body.heading
    first = body.founded + int(session) if body.founded else int(year)
    named = body.session.format(ordinal=spell_ordinal(int(session)), year=first, next=first + 1)
    return f"{body.heading} {named}"


def spell_ordinal(number: int) -> str:
    """Return an English ordinal in figures: "77th", "42nd"."""
    endings = {1: "st", 2: "nd", 3: "rd"}
    return f"{number}{'th' if number // 10 % 10 == 1 else endings.get(number % 10, 'th')}"


def spell_date(date: str) -> str:
    """Return an ISO 8601 day as the library prints it, "4 Jan. 2023"; a year or a month alone as they are."""
    parts = date.split("-")
    if len(parts) != len(("year", "month", "day")):
        return date
    return f"{int(parts[2])} {find_word('months', 'names')[int(parts[1]) - 1]} {parts[0]}"


def spell_vote(adoption: AdoptionRecord, document: Document, body: Body) -> str:
    """Return the note on the vote, "Adopted 87-26-53, 56th plenary meeting"; "" where no outcome is on record."""
    words = find_word("outcomes", adoption.outcome)
    counts = {tally.kind: tally.size for tally in adoption.tallies}
    if not words or (adoption.outcome == "recorded" and not set(counts) & {"in_favour"}):
        return ""
    if adoption.outcome == "recorded":
        words = f"{words} {'-'.join(str(counts.get(kind, 0)) for kind in TALLY_ORDER)}"
    return f"{words}, {spell_ordinal(document.meeting)} {body.meeting}" if document.meeting else str(words)


def make_uuid(identifier: str, what: str) -> str:
    """Return the identifier of something of a package: the same for the same thing [RFC 9562, version 5]."""
    return str(uuid.uuid5(uuid.NAMESPACE_URL, f"{identifier}#{what}"))
