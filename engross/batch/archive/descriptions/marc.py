"""Describe a document in MARC as the United Nations library does: fields as values, one record for all languages.

Fields that say who catalogued, with which product code (039, 040, 930, 999), are left to the library that takes the
record over; so is the number of pages (300), which is that of the official edition.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from engross.batch.archive.descriptions.vocabulary import (
    LIBRARY_LANGUAGE,
    Body,
    find_body,
    find_word,
    spell_date,
    spell_heading,
    spell_vote,
)
from engross.batch.archive.package import Package, PackagedVersion
from engross.batch.library import AdoptionRecord, Document
from engross.grammars.language import load_language
from engross.grammars.symbol import parse

COMMITTEE_DRAFT = re.compile(r"A/C\.([1-6])/")  # symbols of drafts of the Main Committees
PLENARY_DRAFT = re.compile(r"A/(?:(?:ES-|S-)?\d+/)?L\.")
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
BLANK = " "


@dataclass(frozen=True, slots=True)
class MarcField:
    """A field of a MARC record: its tag, its two indicators, its subfields as codes with values."""

    tag: str
    subfields: tuple[tuple[str, str], ...]
    indicators: str = BLANK * 2


@dataclass(frozen=True, slots=True)
class MarcRecord:
    """A MARC record: ``fixed``: the field of fixed length that says when, where and in what language (008)."""

    fixed: str
    fields: tuple[MarcField, ...]


@dataclass(frozen=True, slots=True)
class DocumentKind:
    """What a document is, as the library says it: its name, and where it stands in the library's collections.

    ``name``: "" for what no body adopts, as the statements of a President.
    """

    name: str
    group: str
    collection: str


def make_marc_record(package: Package) -> MarcRecord:
    """Return the record of a package's document, its fields in the order of their tags."""
    document = package.facts.document
    body = find_body(document.organ)
    found = (
        *_name_languages(package),
        *_enter_symbol(document, body),
        *_enter_titles(package, body),
        *_enter_publication(document, body),
        *_enter_notes(package),
        *_enter_subjects(document),
        *_enter_bodies(document, body),
        *_enter_links(package),
        *_enter_action(package, body),
    )
    return MarcRecord(_spell_fixed(package, body), tuple(sorted(found, key=lambda field: field.tag)))


def _spell_fixed(package: Package, body: Body | None) -> str:
    """Return 008 of a text: 40 characters; "|" where nothing is said of what a book has [MARC 21, 008]."""
    document = package.facts.document
    entered = package.facts.date.replace("-", "")[2:8].ljust(6, "0")
    codes = dict.fromkeys(find_word("languages", version.language)[0] for version in document.versions)
    language = next(iter(codes)) if len(codes) == 1 else "mul"
    place = body.place_code.ljust(3) if body else "xx "
    of_book = f"{'|' * 10}i{'|' * 3} {'|' * 2}"  # i: of an intergovernmental organization
    year = (document.issued or document.adopted)[:4] or "||||"
    return f"{entered}s{year}    {place}{of_book}{language}|d"


def _name_languages(package: Package) -> Iterator[MarcField]:
    codes = dict.fromkeys(find_word("languages", held.language)[0] for held in package.facts.document.versions)
    yield MarcField("041", tuple(("a", code) for code in codes))


def _enter_symbol(document: Document, body: Body | None) -> Iterator[MarcField]:
    if document.symbol:
        series = (("b", body.series),) if body else ()
        session = (("c", document.session),) if document.session else ()
        yield MarcField("191", (("a", document.symbol), *series, *session))


def _enter_titles(package: Package, body: Body | None) -> Iterator[MarcField]:
    """Yield the title, in English if there is such a version, with what it is and whose; then those in other languages.

    A text without a title, as those of the Security Council are, is called by its number: "Resolution 2622 (2022)".
    """
    document = package.facts.document
    kind, titles = _find_kind(document), [version.title for version in document.versions if version.title]
    first = document.choose_version(LIBRARY_LANGUAGE).title or next(iter(titles), "")
    whose = (("c", f"adopted by {body.adopter}"),) if kind and kind.name and body else ()
    if first and kind and whose:
        yield MarcField("245", (("a", f"{first} :"), ("b", f"{kind.name} /"), *whose), "10")
    else:
        title = first or _spell_number(document, kind) or package.name
        yield MarcField("245", (("a", f"{title} /" if whose else title), *whose), "10")
    yield from (MarcField("246", (("a", title),), "31") for title in dict.fromkeys(titles) if title != first)


def _spell_number(document: Document, kind: DocumentKind | None) -> str:
    """Return the name of a text by its number, or else its symbol."""
    number = document.symbol.rpartition("/")[2]
    return f"{kind.name.capitalize()} {number}" if kind and kind.name else document.symbol


def _find_kind(document: Document) -> DocumentKind | None:
    """Return what a document is, by its symbol; None if that does not say it."""
    found = (find_word("kinds", part) for part in document.symbol.split("/"))
    return next((DocumentKind(*words) for words in found if words), None)


def _enter_publication(document: Document, body: Body | None) -> Iterator[MarcField]:
    published = document.issued or document.adopted
    if body:
        yield MarcField("049", (("a", body.country),))
    if body and published:
        place = (("a", f"{body.place} :"), ("b", "UN,"), ("c", spell_date(published)))
        yield MarcField("260", place)
    if published:
        yield MarcField("269", (("a", published),))


def _enter_notes(package: Package) -> Iterator[MarcField]:
    versions = dict.fromkeys(version.engross for version in package.facts.versions)
    for version in versions:
        yield MarcField("500", (("a", find_word("statements", "unofficial").format(version=version)),))


def _enter_subjects(document: Document) -> Iterator[MarcField]:
    """Yield the terms of the UNBIS thesaurus; nothing says which is the main one, so the level is left blank."""
    yield from (MarcField("650", (("a", term), ("2", "unbist")), " 7") for term in document.subjects)


def _enter_bodies(document: Document, body: Body | None) -> Iterator[MarcField]:
    if body:
        yield MarcField("710", (("a", spell_heading(body, document)),), "2 ")
    if code := _find_committee_code(document):
        yield MarcField("793", (("a", code),))


def _find_committee_code(document: Document) -> str:
    """Return the code of the Main Committee that a draft was before, or of the plenary; "" if its symbol says none."""
    if matched := COMMITTEE_DRAFT.match(document.draft):
        return f"0{matched[1]}"
    return "PL" if PLENARY_DRAFT.match(document.draft) else ""


def _enter_links(package: Package) -> Iterator[MarcField]:
    document = package.facts.document
    for code in dict.fromkeys(version.language for version in document.versions if document.symbol):
        url = parse(document.symbol).url(load_language(code).word("language", "resolver"))
        if url:
            yield MarcField("856", (("u", url), ("3", find_word("languages", code)[1])), "40")
    if kind := _find_kind(document):
        yield MarcField("989", (("a", "Documents and Publications"), ("b", kind.group), ("c", kind.collection)))


def _enter_action(package: Package, body: Body | None) -> Iterator[MarcField]:
    """Yield what was before the body and what it did: agenda, day, related symbols, vote."""
    document = package.facts.document
    english = next((held for held in document.versions if held.language == LIBRARY_LANGUAGE), None)
    titled = (
        (("c", english.agenda_title),) if english and english.agenda_title and len(document.agenda_items) == 1 else ()
    )
    yield from (MarcField("991", (("b", item), *titled)) for item in document.agenda_items)
    if DAY.fullmatch(document.adopted):
        yield MarcField("992", (("a", document.adopted),))
    reports = (
        symbol for symbol in document.committee_reports if symbol != document.draft
    )  # some have the draft in them
    related = ((document.draft, "2 "), *((symbol, "3 ") for symbol in reports), (document.meeting_record, "4 "))
    yield from (MarcField("993", (("a", symbol),), kind) for symbol, kind in related if symbol)
    if body and (vote := spell_vote(_find_adoption(package.facts.versions), document, body)):
        yield MarcField("996", (("a", vote),))


def _find_adoption(versions: tuple[PackagedVersion, ...]) -> AdoptionRecord:
    """Return the first record of the adoption that says how it went: it is the same in all languages."""
    return next((version.adoption for version in versions if version.adoption.outcome), AdoptionRecord())
