"""Search the site of a run: its documents as an index takes them, and what an index finds with its address there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from engross.batch.corpus.citation_store import natural_key
from engross.batch.library.catalogue import read_paragraphs
from engross.batch.library.values import Catalogue, Document, HeldVersion
from engross.batch.search import PAGE_RESULTS, TITLE, FoundPlace, Index, IndexedDocument, SearchQuery, cut_excerpt
from engross.model.notice import Refusal

OTHER_RUN_HINT = "put the run into the index again: ./press library RUN --out SITE, with the same --opensearch"


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
class ResultPage:
    """A page of results: how many documents there are in all, those of the page, the numbers behind each filter."""

    count: int
    documents: tuple[SearchResult, ...]
    facets: dict[str, dict[str, int]] = field(default_factory=dict)

    def as_data(self) -> dict[str, Any]:
        """Return it ready for JSON."""
        documents = [{name: getattr(one, name) for name in SearchResult.__slots__} for one in self.documents]
        return {"count": self.count, "page_size": PAGE_RESULTS, "documents": documents, "facets": self.facets}


class SiteSearch:
    """The search of a site: what an index of its run finds, with the addresses of the site."""

    def __init__(self, index: Index, catalogue: Catalogue) -> None:
        self._index, self._by_folder = index, catalogue.index_folders()

    def search(self, query: SearchQuery) -> ResultPage:
        """Return a page of the documents that have the words. Raises Refusal if the index cannot answer."""
        found = self._index.search(query)
        words = " ".join(query.words.split())
        return ResultPage(found.count, tuple(self._describe_place(one, words) for one in found.places), found.filters)

    def _describe_place(self, place: FoundPlace, words: str) -> SearchResult:
        if place.name not in self._by_folder:
            raise Refusal(f"the index has a document that the run has not: {place.name}", OTHER_RUN_HINT)
        document, version = self._by_folder[place.name]
        anchor = "" if place.place == TITLE else f"#{place.place}"
        address = f"{document.address}{version.slug}/{anchor}"
        identity = (document.symbol, version.title, version.language, document.date, address)
        return SearchResult(*identity, cut_excerpt(place, words))


def list_facets(document: Document) -> dict[str, tuple[str, ...]]:
    """Return the values of a document by the names of filters."""
    session = (document.session,) if document.session else ()
    year = (document.year,) if document.year else ()
    return {"organ": (document.organ,), "session": session, "year": year, "subject": document.subjects}


def iter_indexed(run: Path, catalogue: Catalogue) -> Iterator[IndexedDocument]:
    """Yield the texts of a run as an index takes them. Raises Refusal if a record is damaged."""
    for document in catalogue.documents:
        for version in document.versions:
            yield _make_indexed(run, document, version)


def _make_indexed(run: Path, document: Document, version: HeldVersion) -> IndexedDocument:
    return IndexedDocument(
        name=version.folder,
        symbol=document.symbol,
        language=version.language,
        organ=document.organ,
        title=version.title,
        adopted=document.adopted,
        order=f"{natural_key(document.symbol).hex()} {version.slug} {version.folder}",
        filters=tuple((name, value) for name, values in list_facets(document).items() for value in values),
        places=((TITLE, version.title), *read_paragraphs(run, version)),
    )
