"""Atom feeds (RFC 4287) of the newest documents, with archives of all others (RFC 5005, 4), and sitemaps.

They are dated by the documents, not by the clock. Archives are filled from the oldest document on, so that they stay as
they are when newer ones come; the feed itself has the rest, at least the newest.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any

from engross.batch.library.addresses import quote_address
from engross.batch.library.frame import Library, Page
from engross.batch.library.groups import Group, sort_latest_first
from engross.batch.library.list_pages import FED_KINDS, FEED_NAME, NEWEST_DOCUMENTS
from engross.batch.library.opds import spell_id, spell_moment
from engross.batch.library.values import Document

ARCHIVED_DOCUMENTS = 50  # of an archive
SITEMAP_PAGES = 40_000  # addresses of a sitemap: 50,000 are allowed, and 50 MB
MAP_INDEX = "sitemap.xml"


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """A document in a feed."""

    id: str
    title: str
    updated: str
    href: str


def make_feeds(library: Library, groups: Mapping[str, tuple[Group, ...]]) -> Iterator[Page]:
    """Yield the feeds: of all documents, and of each organ, session and subject."""
    yield from _make_history(library, "", "", library.catalogue.documents)
    for kind in FED_KINDS:
        for group in groups[kind]:
            yield from _make_history(library, group.address, group.spell_name(library.language), group.documents)


def _make_history(library: Library, folder: str, title: str, documents: Iterable[Document]) -> Iterator[Page]:
    """Yield the feed of some documents, and its archives. ``folder``: the address that they stand at."""
    ordered = sort_latest_first(documents)
    archives = max(0, len(ordered) - NEWEST_DOCUMENTS) // ARCHIVED_DOCUMENTS
    names = [FEED_NAME, *(f"archive-{number}.atom" for number in range(archives, 0, -1))]  # from the newest
    first = len(ordered) - archives * ARCHIVED_DOCUMENTS
    starts = (0, *range(first, len(ordered), ARCHIVED_DOCUMENTS))
    for at, (name, start) in enumerate(zip(names, starts, strict=True)):
        shown = ordered[start : start + ARCHIVED_DOCUMENTS] if at else ordered[:first]
        values = _collect_feed(library, f"{folder}{name}", title, shown)
        values["is_archive"] = at > 0
        values["older"] = names[at + 1] if at + 1 < len(names) else ""
        yield Page(f"{folder}{name}", "library/feed.atom", values)


def _collect_feed(library: Library, address: str, title: str, documents: Iterable[Document]) -> dict[str, Any]:
    frame = library.frame(library.language, address, title)
    entries = tuple(_make_entry(library, frame.root, document) for document in documents)
    return {
        "frame": frame,
        "id": spell_id(address),
        "current": FEED_NAME,
        "title": f"{title} · {frame.site}" if title else frame.site,
        "site": frame.site,
        "updated": max((entry.updated for entry in entries), default=spell_moment("")),
        "base_url": frame.base_url,
        "address": address,
        "entries": entries,
    }


def _make_entry(library: Library, root: str, document: Document) -> FeedEntry:
    title = document.choose_version(library.language).title
    start = library.options.base_url or root
    href = f"{start}{quote_address(document.address)}"
    return FeedEntry(spell_id(document.address), f"{document.symbol} {title}", spell_moment(document.date), href)


def make_sitemaps(library: Library, addresses: Iterable[tuple[str, str]]) -> Iterator[Page]:
    """Yield the sitemaps of pages by address and date, and their index; nothing if the site's address is not known."""
    if not library.options.base_url:
        return
    base = {"base_url": library.options.base_url, "frame": library.frame(library.language, "", "")}
    names = []
    rest = iter(addresses)
    for number, some in enumerate(iter(lambda: tuple(islice(rest, SITEMAP_PAGES)), ()), 1):
        names.append(f"sitemap-{number}.xml")
        yield Page(names[-1], "library/sitemap.xml", {**base, "addresses": some})
    yield Page(MAP_INDEX, "library/sitemaps.xml", {**base, "names": tuple(names)})
    yield Page("robots.txt", "library/robots.txt", base)
