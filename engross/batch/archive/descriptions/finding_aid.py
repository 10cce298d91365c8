"""Describe the packages of a run in a finding aid, EAD3: the collection, series by body and session, documents."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from urllib.parse import quote

from engross import __version__
from engross.batch.archive.descriptions.render import render_description
from engross.batch.archive.descriptions.vocabulary import LIBRARY_LANGUAGE, find_body, find_word, make_uuid
from engross.batch.archive.package import Package
from engross.batch.library import Document
from engross.model.book import FinishedFile

FINDING_AID_NAME = "finding-aid.xml"


@dataclass(frozen=True, slots=True)
class AidItem:
    """A document in a finding aid: ``place``: a reference to its package; ``languages``: code and name of each."""

    identifier: str
    place: str
    symbol: str
    title: str
    date: str
    languages: tuple[tuple[str, str], ...]
    bytes: int


@dataclass(frozen=True, slots=True)
class AidSeries:
    """The documents of a body in a session, or a year where no session is known."""

    id: str
    title: str
    items: tuple[AidItem, ...]


@dataclass(frozen=True, slots=True)
class AidEntry:
    """A document on its way into a finding aid: by what its series is sorted, what that is called, the item."""

    key: str
    series: str
    item: AidItem


def make_aid_entry(package: Package, place: str) -> AidEntry:
    """Return what a finding aid says of a package; the package itself can be let go.

    ``place``: its path from the folder that the finding aid stands in.
    """
    return AidEntry(*_place_in_series(package.facts.document), _make_item(package, quote(place, safe="/()")))


def make_finding_aid(entries: Iterable[AidEntry], title: str) -> FinishedFile:
    """Return the finding aid of packages, which keep their order within a series; ``title``: that of the collection."""
    series = tuple(_group_entries(sorted(entries, key=lambda entry: entry.key)))
    items = [item for one in series for item in one.items]
    dates = sorted(item.date for item in items if item.date)
    identifier = make_uuid(title, " ".join(item.identifier for item in items))
    values = {
        "identifier": f"urn:uuid:{identifier}",
        "title": title,
        "version": __version__,
        "dates": (dates[0], dates[-1]) if dates else (),
        "count": len(items),
        "bytes": sum(item.bytes for item in items),
        "series": series,
        "languages": tuple(sorted({language for item in items for language in item.languages})),
    }
    return FinishedFile(FINDING_AID_NAME, render_description("ead.xml", values))


def _group_entries(entries: list[AidEntry]) -> Iterator[AidSeries]:
    for (key, name), group in groupby(entries, key=lambda entry: (entry.key, entry.series)):
        yield AidSeries(f"series-{make_uuid(key, 'series')}", name, tuple(entry.item for entry in group))


def _place_in_series(document: Document) -> tuple[str, str]:
    """Return by what the series of a document is sorted, and its title."""
    body = find_body(document.organ)
    name = body.heading.removeprefix("UN. ") if body else document.organ or "Other documents"
    period = f"session {document.session}" if document.session else document.year
    return f"{document.organ} {document.session:>8} {document.year}", ", ".join(filter(None, (name, period)))


def _make_item(package: Package, place: str) -> AidItem:
    document = package.facts.document
    codes = dict.fromkeys(version.language for version in document.versions)
    languages = tuple((find_word("languages", code)[0], find_word("languages", code)[1]) for code in codes)
    title = document.choose_version(LIBRARY_LANGUAGE).title or document.symbol or package.name
    return AidItem(package.identifier, place, document.symbol, title, document.date, languages, package.size)
