"""Describe a document in Dublin Core: statements as values, from which both forms are made.

Simple Dublin Core (oai_dc) has the fifteen elements that every archive reads; the terms of DCMI (RDF/XML) say which
date and which relation is meant.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from engross.batch.archive.descriptions.vocabulary import find_body, find_word
from engross.batch.archive.package import FileRole, Package
from engross.grammars.language import load_language
from engross.grammars.symbol import parse


@dataclass(frozen=True, slots=True)
class Statement:
    """A statement: its term, the simple element that it is a kind of, its value; ``language``: the tag of its words."""

    term: str
    element: str
    value: str
    language: str = ""


def describe_in_dublin_core(package: Package) -> tuple[Statement, ...]:
    """Return what Dublin Core says of a package's document, in the order of its terms here."""
    return (*_iter_names(package), *_iter_dates(package), *_iter_matter(package), *_iter_relations(package))


def _iter_names(package: Package) -> Iterator[Statement]:
    document = package.facts.document
    for version in document.versions:
        if version.title:
            yield Statement("title", "title", version.title, load_language(version.language).tag)
    yield Statement("identifier", "identifier", package.identifier)
    if document.symbol:
        yield Statement("identifier", "identifier", document.symbol)
    if body := find_body(document.organ):
        yield Statement("creator", "creator", body.heading.replace("UN. ", "United Nations. ", 1))
    yield Statement("publisher", "publisher", "United Nations")


def _iter_dates(package: Package) -> Iterator[Statement]:
    document = package.facts.document
    if document.adopted:
        yield Statement("dateAccepted", "date", document.adopted)
    if document.issued:
        yield Statement("issued", "date", document.issued)


def _iter_matter(package: Package) -> Iterator[Statement]:
    document = package.facts.document
    for code in dict.fromkeys(version.language for version in document.versions):
        yield Statement("language", "language", load_language(code).tag)
    yield Statement("type", "type", "Text")
    for term in document.subjects:
        yield Statement("subject", "subject", term, "en")
    for media_type in sorted({file.media_type for file in package.find_files(FileRole.EDITION)}):
        yield Statement("format", "format", media_type)
    yield Statement("rights", "rights", find_word("statements", "rights"), "en")


def _iter_relations(package: Package) -> Iterator[Statement]:
    """Yield where the document belongs, what is on record with it, what it cites, and its official form."""
    document = package.facts.document
    body = find_body(document.organ)
    if body and document.session:
        yield Statement(
            "isPartOf", "relation", f"{body.heading.removeprefix('UN. ')}, session {document.session}", "en"
        )
    for symbol in document.on_record:
        yield Statement("relation", "relation", symbol)
    for symbol in dict.fromkeys(symbol for version in package.facts.versions for symbol in version.cited):
        yield Statement("references", "relation", symbol)
    for code in dict.fromkeys(version.language for version in document.versions if document.symbol):
        if url := parse(document.symbol).url(load_language(code).word("language", "resolver")):
            yield Statement("isFormatOf", "source", url)
