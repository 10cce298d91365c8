"""Search a run: one interface for an index, and the one that a run has, SQLite's.

``Index.search`` finds documents by words, with filters and in pages. The index that the command corpus writes is put
together there, document by document; ``RunIndex`` asks it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from engross.batch.corpus.find import find_places
from engross.batch.library.values import Catalogue, Document, HeldVersion

PAGE_RESULTS = 20  # documents on a page of results
TITLE = "title"  # the place of a title in the index
EXCERPT_CHARACTERS = 90  # shown before and behind what was found


@dataclass(frozen=True, slots=True)
class SearchQuery:
    """What is searched for: words as they stand in a text, a language ("" is: all), filters, the page from 1."""

    words: str
    language: str = ""
    filters: tuple[tuple[str, str], ...] = ()
    page: int = 1


@dataclass(frozen=True, slots=True)
class SearchResult:
    """A document that was found, with the place that has the words, what stands before it, itself, and behind it."""

    symbol: str
    title: str
    language: str
    date: str
    address: str
    excerpt: tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class FoundPage:
    """A page of results: how many documents there are in all, those of the page, the numbers behind each filter."""

    count: int
    documents: tuple[SearchResult, ...]
    facets: dict[str, dict[str, int]] = field(default_factory=dict)

    def as_data(self) -> dict[str, Any]:
        """Return it ready for JSON."""
        documents = [{name: getattr(one, name) for name in SearchResult.__slots__} for one in self.documents]
        return {"count": self.count, "page_size": PAGE_RESULTS, "documents": documents, "facets": self.facets}


class Index(Protocol):
    """An index that can be asked: what the search of a library needs of any engine."""

    def search(self, query: SearchQuery) -> FoundPage:
        """Return a page of the documents that have the words of a query. Raises Refusal if the index cannot answer."""


class RunIndex:
    """The index of a run: the database that the command corpus has written."""

    def __init__(self, run: Path, catalogue: Catalogue) -> None:
        self._run, self._by_folder = run, catalogue.index_folders()

    def search(self, query: SearchQuery) -> FoundPage:
        """Return a page of the documents that have the words, in the order of the run."""
        words = " ".join(query.words.split())
        found = {place.folder: place for place in self._find_places(words, query)} if words else {}
        facets = _count_facets(self._by_folder[folder][0] for folder in found)
        first = (max(1, query.page) - 1) * PAGE_RESULTS
        shown = list(found.values())[first : first + PAGE_RESULTS]
        return FoundPage(len(found), tuple(self._describe_place(place, words) for place in shown), facets)

    def _find_places(self, words: str, query: SearchQuery) -> Iterator[_Place]:
        """Yield the first place of each version that has the words and passes the filters, those later first."""
        places = [
            _Place(place.name, place.place, place.text)
            for place in find_places(self._run, words)
            if place.name in self._by_folder and _is_wanted(*self._by_folder[place.name], query)
        ]
        by_folder = {place.folder: place for place in reversed(places)}
        return (by_folder[folder] for folder in dict.fromkeys(place.folder for place in places))

    def _describe_place(self, place: _Place, words: str) -> SearchResult:
        document, version = self._by_folder[place.folder]
        anchor = "" if place.id == TITLE else f"#{place.id}"
        address = f"{document.address}{version.slug}/{anchor}"
        identity = (document.symbol, version.title, version.language, document.date, address)
        return SearchResult(*identity, cut_excerpt(place.text, words))


@dataclass(frozen=True, slots=True)
class _Place:
    """A place that was found: the folder of its version, its id, its text."""

    folder: str
    id: str
    text: str


def _is_wanted(document: Document, version: HeldVersion, query: SearchQuery) -> bool:
    facets = list_facets(document)
    is_language = not query.language or version.language == query.language
    return is_language and all(value in facets.get(name, ()) for name, value in query.filters)


def _count_facets(documents: Iterable[Document]) -> dict[str, dict[str, int]]:
    """Return how many documents each value of each filter has."""
    counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for document in documents:
        for name, values in list_facets(document).items():
            counts[name].update(values)
    return {name: dict(sorted(counter.items())) for name, counter in sorted(counts.items())}


def cut_excerpt(text: str, words: str) -> tuple[str, str, str]:
    """Return what stands before the words in a text, the words, and what stands behind them."""
    at = text.lower().find(words.lower())
    at, end = (at, at + len(words)) if at >= 0 else (0, 0)
    before, behind = text[max(0, at - EXCERPT_CHARACTERS) : at], text[end : end + EXCERPT_CHARACTERS]
    opening, closing = "… " * (at > EXCERPT_CHARACTERS), " …" * (end + EXCERPT_CHARACTERS < len(text))
    return f"{opening}{before}", text[at:end], f"{behind}{closing}"


def list_facets(document: Document) -> dict[str, tuple[str, ...]]:
    """Return the values of a document by the names of filters."""
    session = (document.session,) if document.session else ()
    year = (document.year,) if document.year else ()
    return {"organ": (document.organ,), "session": session, "year": year, "subject": document.subjects}
