"""What an index is asked, what it answers, and what any index of a run must be able to do."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Protocol

PAGE_RESULTS = 20  # documents on a page of results
RUN_CHARACTERS = 3  # of the runs that are indexed; words that are shorter are searched otherwise
TITLE = "title"  # the place of a title in the index
FILTERS = ("organ", "session", "year", "subject")
EXCERPT_CHARACTERS = 90  # shown before and behind what was found


@dataclass(frozen=True, slots=True)
class IndexedDocument:
    """A document in one language, as it is put into an index.

    ``name``: its folder in the run, by which it is known. ``order``: what it is sorted by among what was found.
    ``filters``: pairs of a name in FILTERS and a value. ``places``: ids with texts, the title first. ``citations``:
    symbol, as printed, id of the place, its label, its page; the embedded index alone keeps them.
    """

    name: str
    symbol: str
    language: str
    organ: str
    title: str
    adopted: str = ""
    order: str = ""
    filters: tuple[tuple[str, str], ...] = ()
    places: tuple[tuple[str, str], ...] = ()
    citations: tuple[tuple[str | None, str, str, str, int | None], ...] = ()


@dataclass(frozen=True, slots=True)
class SearchQuery:
    """What is searched for: words as they stand in a text, a language ("" is: all), filters, the page from 1.

    ``in_forms``: also texts of which a place has all the words in whatever form, where an engine knows the language.
    """

    words: str
    language: str = ""
    filters: tuple[tuple[str, str], ...] = ()
    page: int = 1
    in_forms: bool = False

    @property
    def plain_words(self) -> str:
        """The words with single spaces between them."""
        return " ".join(self.words.split())

    @property
    def first(self) -> int:
        """The place of the first document of the page among all that are found, counted from 0."""
        return (max(1, self.page) - 1) * PAGE_RESULTS


@dataclass(frozen=True, slots=True)
class FoundPlace:
    """A place with the words: the document's folder, symbol and language, the id of the place, its text.

    ``found``: the words as the text has them, where they differ from those that were asked for.
    """

    name: str
    symbol: str
    language: str
    place: str
    text: str
    found: str = ""


@dataclass(frozen=True, slots=True)
class FoundPage:
    """A page of results: how many documents there are in all, the first place of each of the page.

    ``filters``: how many of all documents there are behind each value of each filter.
    """

    count: int
    places: tuple[FoundPlace, ...] = ()
    filters: dict[str, dict[str, int]] = field(default_factory=dict)


class Index(Protocol):
    """An index of texts, whatever engine keeps it. Each function raises Refusal where the engine cannot answer."""

    def put(self, documents: Iterable[IndexedDocument]) -> int:
        """Make the index one of these documents and of no others; return how many had to be written."""

    def search(self, query: SearchQuery) -> FoundPage:
        """Return a page of the documents of which a place has the words of a query."""

    def find_places(self, words: str) -> Iterator[FoundPlace]:
        """Yield all places that have the words, by document and in its order."""


def cut_excerpt(place: FoundPlace, words: str) -> tuple[str, str, str]:
    """Return what stands before the words in the text of a place, the words, and what stands behind them."""
    text, words = place.text, place.found or words
    at = text.lower().find(words.lower())
    at, end = (at, at + len(words)) if at >= 0 else (0, 0)
    before, behind = text[max(0, at - EXCERPT_CHARACTERS) : at], text[end : end + EXCERPT_CHARACTERS]
    opening, closing = "… " * (at > EXCERPT_CHARACTERS), " …" * (end + EXCERPT_CHARACTERS < len(text))
    return f"{opening}{before}", text[at:end], f"{behind}{closing}"
