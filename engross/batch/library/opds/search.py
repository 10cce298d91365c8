"""Let a catalogue be searched where a server stands behind it: the search's description, feeds of what is found."""

from __future__ import annotations

import json
from dataclasses import dataclass
from urllib.parse import urlencode

from engross.batch.library.opds.atom import ATOM, spell_atom_feed, spell_search_description, spell_search_link
from engross.batch.library.opds.manifest import FEED_TYPE, JSON, spell_json_feed
from engross.batch.library.opds.values import (
    ACQUISITION,
    FOLDER,
    NAVIGATION,
    ROOT_ADDRESS,
    CatalogueOptions,
    Feed,
    FeedLink,
    Publication,
    list_page_ways,
    spell_moment,
)

SEARCH_ADDRESS = f"{FOLDER}search"
DESCRIPTION_PATH = f"{SEARCH_ADDRESS}.xml"
QUERY_NAME, PAGE_NAME = "query", "page"  # of the addresses of what is found


@dataclass(frozen=True, slots=True)
class FoundPublications:
    """A page of what a search found. ``count``: publications of all its pages; ``size``: those of a page."""

    words: str
    page: int
    size: int
    count: int
    publications: tuple[Publication, ...]


def describe_search(options: CatalogueOptions) -> bytes:
    """Return the OpenSearch description of the search of a catalogue."""
    return spell_search_description(f"{SEARCH_ADDRESS}{ATOM}?{QUERY_NAME}=", options)


def add_search(path: str, data: bytes) -> bytes:
    """Return a feed of the catalogue with the link to its search; any other file as it is."""
    if not path.startswith(FOLDER) or not path.endswith((ATOM, JSON)):
        return data
    to_search = "../" * path.count("/") + SEARCH_ADDRESS
    if path.endswith(ATOM):
        return data.replace(b"<link ", spell_search_link(f"{to_search}.xml") + b"<link ", 1)
    feed = json.loads(data)
    href = f"{to_search}{JSON}{{?{QUERY_NAME}}}"
    feed["links"].append({"rel": "search", "href": href, "type": FEED_TYPE, "templated": True})
    return json.dumps(feed, ensure_ascii=False, separators=(",", ":")).encode("utf-8")


def spell_found(found: FoundPublications, ending: str, options: CatalogueOptions) -> bytes:
    """Return the feed of a page of what a search found, in the form that has an ending."""
    feed = _make_found_feed(found, options)
    return add_search(
        f"{SEARCH_ADDRESS}{ending}", (spell_atom_feed if ending == ATOM else spell_json_feed)(feed, options)
    )


def _make_found_feed(found: FoundPublications, options: CatalogueOptions) -> Feed:
    last = max(1, -(-found.count // found.size))
    links = (
        FeedLink(rel, SEARCH_ADDRESS, ACQUISITION, query=_spell_query(found.words, page))
        for rel, page in list_page_ways(found.page, last).items()
    )
    return Feed(
        SEARCH_ADDRESS,
        ACQUISITION,
        found.words,
        options.language,
        max((one.updated for one in found.publications), default=spell_moment("")),
        (FeedLink("up", ROOT_ADDRESS, NAVIGATION), *links),
        publications=found.publications,
        total=found.count,
        page=found.page,
        size=found.size,
        query=_spell_query(found.words, found.page),
    )


def _spell_query(words: str, page: int) -> str:
    return "?" + urlencode({QUERY_NAME: words} | ({PAGE_NAME: page} if page > 1 else {}))
