"""The pages that lead to documents: home, the groups of each kind, each group, the newest, search, and 404."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from engross.batch.library.frame import NOT_FOUND_PAGE, Frame, Library, Page, SiteLink, name_page
from engross.batch.library.groups import GROUP_KINDS, Group, GroupKind, sort_latest_first
from engross.batch.library.opds import ROOT_ADDRESS, has_publications
from engross.batch.library.values import Document
from engross.grammars.language import load_language

PAGE_DOCUMENTS = 200  # documents on a page of a list
HOME_DOCUMENTS = 10  # of the newest on the first page
NEWEST_DOCUMENTS = 50
SHOWN_GROUPS = 12  # of a kind on the first page
FED_KINDS = ("organ", "session", "subject")  # kinds of groups that have feeds
FEED_NAME = "feed.atom"


@dataclass(frozen=True, slots=True)
class Listed:
    """A document in a list."""

    symbol: str
    date: str
    link: SiteLink


@dataclass(frozen=True, slots=True)
class Shelf:
    """Groups of a kind in a list; ``address`` leads to all of them."""

    heading: str
    address: str
    links: tuple[SiteLink, ...]
    count: int


@dataclass(frozen=True, slots=True)
class SearchFilter:
    """A filter of the search; ``options``: its values and their words."""

    name: str
    heading: str
    options: tuple[tuple[str, str], ...]


def make_list_pages(library: Library, groups: Mapping[str, tuple[Group, ...]]) -> Iterator[Page]:
    """Yield all pages that lead to documents, in each language of the lists."""
    for language in library.languages:
        yield _make_home(library, groups, language)
        yield _make_newest(library, language)
        yield _make_search(library, groups, language)
        for kind in GROUP_KINDS:
            if groups[kind.name]:
                yield _make_group_index(library, kind, groups[kind.name], language)
            for group in groups[kind.name]:
                yield from _make_group_pages(library, kind, group, language)
    yield _make_not_found(library)


def list_documents(library: Library, documents: tuple[Document, ...], language: str) -> tuple[Listed, ...]:
    """Return documents as a list in a language has them."""
    return tuple(Listed(one.symbol, one.date, library.link_document(one, language)) for one in documents)


def _make_home(library: Library, groups: Mapping[str, tuple[Group, ...]], language: str) -> Page:
    frame = library.list_frame(language, "", "", feed=FEED_NAME)
    catalogue = f"{ROOT_ADDRESS}.atom" if has_publications(library.catalogue) else ""
    shelves = tuple(_make_shelf(library, kind, groups[kind.name], language) for kind in GROUP_KINDS)
    newest = tuple(sort_latest_first(library.catalogue.documents)[:HOME_DOCUMENTS])
    values = {
        "shelves": tuple(shelf for shelf in shelves if shelf.links),
        "newest": list_documents(library, newest, language),
        "count": len(library.catalogue.documents),
        "catalogue": catalogue,
    }
    return _make_page(frame, "home", values)


def _make_shelf(library: Library, kind: GroupKind, groups: tuple[Group, ...], language: str) -> Shelf:
    """Return a kind of groups for the first page: those with most documents, in their order."""
    most = sorted(groups, key=lambda group: -len(group.documents))[:SHOWN_GROUPS]
    shown = tuple(_link_group(library, group, language) for group in groups if group in most)
    return Shelf(kind.heading, f"{library.prefix(language)}{kind.name}/", shown, len(groups))


def _link_group(library: Library, group: Group, language: str) -> SiteLink:
    address = f"{library.prefix(language)}{group.address}"
    return SiteLink(address, group.spell_name(language), count=len(group.documents))


def _make_newest(library: Library, language: str) -> Page:
    words = load_language(language).words["library"]
    newest = tuple(sort_latest_first(library.catalogue.documents)[:NEWEST_DOCUMENTS])
    frame = library.list_frame(language, "newest/", words["newest"], feed=FEED_NAME)
    return _make_page(frame, "list", {"documents": list_documents(library, newest, language), "count": len(newest)})


def _make_search(library: Library, groups: Mapping[str, tuple[Group, ...]], language: str) -> Page:
    words = load_language(language).words["library"]
    frame = library.list_frame(language, "search/", words["search"], has_search=False)
    languages = library.catalogue.languages
    values = {
        "languages": languages,
        "chosen": language if language in languages else next(iter(languages), ""),
        "filters": tuple(_make_filter(kind, groups[kind.name], language) for kind in GROUP_KINDS if kind.is_filter),
    }
    return _make_page(frame, "search", values)


def _make_filter(kind: GroupKind, groups: tuple[Group, ...], language: str) -> SearchFilter:
    """Return a filter with its values; sessions of several organs with one number are one."""
    named = {group.key.rpartition("/")[2]: group for group in groups}
    organs = load_language(language).words["organs"]
    options = tuple((value, organs[value] if kind.name == "organ" else value) for value in named)
    return SearchFilter(kind.name, kind.heading, options)


def _make_group_index(library: Library, kind: GroupKind, groups: tuple[Group, ...], language: str) -> Page:
    words = load_language(language).words["library"]
    frame = library.list_frame(language, f"{kind.name}/", words[kind.heading])
    links = tuple(_link_group(library, group, language) for group in groups)
    return _make_page(frame, "groups", {"links": links})


def _make_group_pages(library: Library, kind: GroupKind, group: Group, language: str) -> Iterator[Page]:
    """Yield the pages of a group: each has so many documents, the first stands at the address of the group."""
    pages = range(0, len(group.documents), PAGE_DOCUMENTS)
    addresses = [group.address, *(f"{group.address}page-{number}/" for number in range(2, len(pages) + 1))]
    words = load_language(language).words["library"]
    for number, first in enumerate(pages):
        feed = f"{group.address}{FEED_NAME}" if group.kind in FED_KINDS else ""
        title = group.spell_name(language)
        frame = library.list_frame(language, addresses[number], title, feed=feed)
        prefix = library.prefix(language)
        documents = group.documents[first : first + PAGE_DOCUMENTS]
        values = {
            "documents": list_documents(library, documents, language),
            "count": len(group.documents),
            "above": SiteLink(f"{prefix}{kind.name}/", words[kind.heading]),
            "pages": tuple(SiteLink(f"{prefix}{address}", str(n)) for n, address in enumerate(addresses, 1)),
            "number": number + 1,
        }
        yield _make_page(frame, "list", values)


def _make_not_found(library: Library) -> Page:
    words = load_language(library.language).words["library"]
    return _make_page(library.frame(library.language, NOT_FOUND_PAGE, words["not_found"]), "not-found", {})


def _make_page(frame: Frame, template: str, values: Mapping[str, object]) -> Page:
    return Page(name_page(frame.address), f"library/{template}.html", {"frame": frame, **values})
