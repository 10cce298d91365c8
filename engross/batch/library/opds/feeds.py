"""Make the feeds of a catalogue: those that lead on, with fewer than a hundred links, and those of publications, paged.

A reader shows the first page only of a feed of links: it is never paged, but nested. What narrows a list is both a
facet of it and a link of the feed above: some readers know the one only, some the other.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from math import ceil

from engross.batch.library.opds.facets import list_facets
from engross.batch.library.opds.shelves import arrange_shelves, name_keys
from engross.batch.library.opds.values import (
    ACQUISITION,
    FOLDER,
    NAVIGATION,
    ROOT_ADDRESS,
    CatalogueOptions,
    CatalogueShelf,
    Feed,
    FeedLink,
    Publication,
    list_page_ways,
    spell_list_address,
    spell_moment,
    spell_shelf_address,
)
from engross.grammars.language import load_language

MOST_ENTRIES = 90  # links of a feed to others
PAGE_SIZE = 50  # publications of a page of a list
NEWEST_SIZE, SHOWN_NEWEST = 50, 10  # publications of the list of the newest, and of those shown beside links
CRAWLED_SIZE = 5_000  # publications of a page of the list of all: some 10 MB
TITLES_BETWEEN = " · "
CRAWLABLE_ADDRESS, NEWEST_NAME = f"{FOLDER}all", "new"
SUBSECTION, NEW = "subsection", "http://opds-spec.org/sort/new"
CRAWLABLE = "http://opds-spec.org/crawlable"
Trail = tuple[CatalogueShelf, ...]  # a shelf with all that it is part of, from the shelf of its language on


def make_feeds(publications: tuple[Publication, ...], options: CatalogueOptions) -> Iterator[Feed]:
    """Yield all feeds of a catalogue, its root first."""
    latest = sort_latest_first(publications)
    names = name_keys(publications)
    languages = tuple(sorted({publication.language for publication in publications}))
    shelves = {code: arrange_shelves(tuple(x for x in latest if x.language == code), names) for code in languages}
    yield _make_root(latest, shelves, options)
    word = partial(load_language(options.language).word, "library")
    newest = CatalogueShelf(NEWEST_NAME, word("newest"), latest[:NEWEST_SIZE])
    everything = CatalogueShelf("all", word("all"), latest)
    base = Feed("", ACQUISITION, "", options.language, "", (_link_to_root("up"),))
    yield from page_list(replace(base, title=newest.title), f"{FOLDER}{NEWEST_NAME}", newest.publications)
    yield from page_list(
        replace(base, title=everything.title, is_complete=True), CRAWLABLE_ADDRESS, latest, CRAWLED_SIZE
    )
    for code, shelf in shelves.items():
        yield from _LanguageFeeds(code, {c: index_shelves(other) for c, other in shelves.items()}).walk(shelf)


def sort_latest_first(publications: tuple[Publication, ...]) -> tuple[Publication, ...]:
    """Return publications by their dates, the latest first, those of one day as they are."""
    return tuple(sorted(publications, key=lambda publication: publication.updated, reverse=True))


def index_shelves(shelf: CatalogueShelf) -> dict[str, CatalogueShelf]:
    """Return a shelf and all that it is divided into, by their names."""
    found = {shelf.name: shelf}
    for part in shelf.parts:
        found |= index_shelves(part)
    return found


def _link_to_root(rel: str) -> FeedLink:
    return FeedLink(rel, ROOT_ADDRESS, NAVIGATION)


def _make_root(
    latest: tuple[Publication, ...], shelves: Mapping[str, CatalogueShelf], options: CatalogueOptions
) -> Feed:
    """Return the feed that a reader is given: the newest, and each language."""
    updated = max((one.updated for one in latest), default=spell_moment(""))
    address = spell_list_address(f"{FOLDER}{NEWEST_NAME}")
    title = load_language(options.language).word("library", "newest")
    newest = FeedLink(NEW, address, ACQUISITION, title, min(len(latest), NEWEST_SIZE), updated)
    others = tuple(
        FeedLink(SUBSECTION, spell_shelf_address(code, shelf), NAVIGATION, shelf.title, shelf.count, shelf.updated)
        for code, shelf in shelves.items()
    )
    return Feed(
        ROOT_ADDRESS,
        NAVIGATION,
        options.title,
        options.language,
        updated,
        (),
        (newest, *others),
        newest=(newest, latest[:SHOWN_NEWEST]),
        total=len(latest),
    )


def page_list(base: Feed, stem: str, publications: tuple[Publication, ...], size: int = PAGE_SIZE) -> Iterator[Feed]:
    """Yield the pages of a list. ``base`` has what they have in common; ``stem``: what their addresses begin with."""
    count = max(1, ceil(len(publications) / size))
    updated = max((one.updated for one in publications), default=spell_moment(""))
    for page in range(1, count + 1):
        ways = list_page_ways(page, count).items()
        links = (FeedLink(rel, spell_list_address(stem, number), ACQUISITION) for rel, number in ways)
        yield replace(
            base,
            address=spell_list_address(stem, page),
            updated=updated,
            links=(*base.links, *links),
            publications=publications[(page - 1) * size : page * size],
            total=len(publications),
            page=page,
            size=size,
            is_complete=base.is_complete and count == 1,
        )


@dataclass(frozen=True, slots=True)
class _LanguageFeeds:
    """The feeds of a language. ``others``: the shelves of each language by their names."""

    language: str
    others: Mapping[str, Mapping[str, CatalogueShelf]]

    def walk(self, shelf: CatalogueShelf) -> Iterator[Feed]:
        """Yield the feeds of the shelf of all, and of all parts, each once."""
        stem = f"{FOLDER}{self.language}/{NEWEST_NAME}"
        base = Feed("", ACQUISITION, self._word("newest"), self.language, "", (self._link_up((shelf,)),))
        yield from page_list(base, stem, shelf.publications[:NEWEST_SIZE])
        seen: set[str] = set()
        waiting: list[Trail] = [(shelf,)]
        while waiting:
            trail = waiting.pop()
            if trail[-1].name not in seen:
                seen.add(trail[-1].name)
                yield from self._make_shelf_feeds(trail)
                waiting.extend((*trail, part) for part in reversed(trail[-1].parts))

    def _word(self, key: str) -> str:
        return load_language(self.language).word("library", key)

    def _make_shelf_feeds(self, trail: Trail) -> Iterator[Feed]:
        shelf = trail[-1]
        title = TITLES_BETWEEN.join(one.title for one in trail[1:] if one.publications) or shelf.title
        up = self._link_up(trail) if shelf.parts else self._link_up(trail[:-1])
        if shelf.parts:
            yield from self._make_navigation(trail, title)
        if shelf.publications:
            facets = list_facets(self.language, trail, self.others)
            base = Feed("", ACQUISITION, title, self.language, "", (up,), facets=facets)
            yield from page_list(base, spell_shelf_address(self.language, shelf), shelf.publications)

    def _link_up(self, trail: Trail) -> FeedLink:
        """Return the link to the feed of a shelf's parts; to the root, if there is none."""
        if not trail:
            return _link_to_root("up")
        return FeedLink("up", spell_shelf_address(self.language, trail[-1]), NAVIGATION)

    def _make_navigation(self, trail: Trail, title: str) -> Iterator[Feed]:
        """Yield the feed of a shelf's parts, and those that it is broken up into if there are many."""
        shelf = trail[-1]
        address = spell_shelf_address(self.language, shelf)
        base = Feed(address, NAVIGATION, title, self.language, shelf.updated, (self._link_up(trail[:-1]),))
        first = tuple(self._list_whole(shelf)) if shelf.publications else ()
        newest = (first[0], shelf.publications[:SHOWN_NEWEST]) if len(trail) == 1 else None
        entries = tuple(map(self._link_part, shelf.parts))
        above = replace(base.links[0], address=address)
        level = 0
        while len(first) + len(entries) > MOST_ENTRIES:
            level += 1
            size = ceil(len(entries) / ceil(len(entries) / (MOST_ENTRIES - len(first))))
            groups = [entries[start : start + size] for start in range(0, len(entries), size)]
            entries = ()
            for number, group in enumerate(groups, 1):
                part = f"{address}~part-{level}-{number}"
                name = f"{group[0].title} – {group[-1].title}"
                updated = max(entry.updated for entry in group)
                yield replace(base, address=part, title=name, updated=updated, links=(above,), entries=group)
                entries += (FeedLink(SUBSECTION, part, NAVIGATION, name, 0, updated),)
        yield replace(base, entries=(*first, *entries), newest=newest, total=shelf.count)

    def _list_whole(self, shelf: CatalogueShelf) -> Iterator[FeedLink]:
        """Yield the links to all publications of a shelf; of the shelf of a language, first to the newest."""
        if not shelf.name:
            address = spell_list_address(f"{FOLDER}{self.language}/{NEWEST_NAME}")
            count = min(shelf.count, NEWEST_SIZE)
            yield FeedLink(NEW, address, ACQUISITION, self._word("newest"), count, shelf.updated)
        address = spell_list_address(spell_shelf_address(self.language, shelf))
        yield FeedLink(SUBSECTION, address, ACQUISITION, self._word("all"), shelf.count, shelf.updated)

    def _link_part(self, shelf: CatalogueShelf) -> FeedLink:
        """Return the link to a part: to its own parts, or to its publications if it has none."""
        address = spell_shelf_address(self.language, shelf)
        kind = NAVIGATION if shelf.parts else ACQUISITION
        to = address if shelf.parts else spell_list_address(address)
        return FeedLink(SUBSECTION, to, kind, shelf.title, shelf.count, shelf.updated)
