"""Spell feeds and publications as JSON with the terms of OPDS 2.0 and of the Readium Web Publication Manifest.

Titles are plain texts and relations single ones, not maps and lists: KOReader reads no others.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from engross.batch.library.opds.covers import COVER_WIDTH, SMALL_WIDTH
from engross.batch.library.opds.feeds import CRAWLABLE, CRAWLABLE_ADDRESS, NEW
from engross.batch.library.opds.hrefs import Hrefs
from engross.batch.library.opds.values import (
    NAVIGATION,
    ROOT_ADDRESS,
    CatalogueOptions,
    Feed,
    FeedLink,
    Publication,
    spell_list_address,
)
from engross.grammars.language import load_language

JSON = ".json"
FEED_TYPE, PUBLICATION_TYPE = "application/opds+json", "application/opds-publication+json"
ACQUIRE = "http://opds-spec.org/acquisition/open-access"
IMAGE, THUMBNAIL = "http://opds-spec.org/image", "http://opds-spec.org/image/thumbnail"
KIND_OF_WORK = "http://schema.org/Book"


def spell_json_feed(feed: Feed, options: CatalogueOptions) -> bytes:
    """Return a feed as a file."""
    hrefs = Hrefs(feed.address, JSON, options.base_url, feed.query)
    links = (
        {"rel": "self", "href": hrefs.to_self(), "type": FEED_TYPE},
        {"rel": "start", "href": hrefs.to_feed(ROOT_ADDRESS), "type": FEED_TYPE},
        {"rel": CRAWLABLE, "href": hrefs.to_feed(spell_list_address(CRAWLABLE_ADDRESS)), "type": FEED_TYPE},
        *({"rel": link.rel, "href": hrefs.to_link(link), "type": FEED_TYPE} for link in feed.links),
    )
    value = {"metadata": _describe_feed(feed), "links": links}
    return _spell({**value, **(_spell_links(feed, hrefs) if feed.kind == NAVIGATION else _spell_list(feed, hrefs))})


def _describe_feed(feed: Feed) -> dict[str, Any]:
    about = {"title": feed.title, "modified": feed.updated}
    if feed.kind == NAVIGATION:
        return about
    return {**about, "numberOfItems": feed.total, "itemsPerPage": feed.size, "currentPage": feed.page}


def _spell_links(feed: Feed, hrefs: Hrefs) -> dict[str, Any]:
    """Return the links of a feed to others; the newest publications stand in a group beside them."""
    entries = (entry for entry in feed.entries if not (feed.newest and entry.rel == NEW))
    value: dict[str, Any] = {"navigation": tuple(_spell_link(entry, hrefs) for entry in entries)}
    if feed.newest:
        link, publications = feed.newest
        about = {"title": link.title, "numberOfItems": link.count}
        self = {"rel": "self", "href": hrefs.to_feed(link.address), "type": FEED_TYPE}
        value["groups"] = ({"metadata": about, "links": (self,), "publications": _describe_all(publications, hrefs)},)
    return value


def _spell_link(link: FeedLink, hrefs: Hrefs) -> dict[str, Any]:
    value = {"href": hrefs.to_link(link), "title": link.title, "type": FEED_TYPE, "rel": link.rel}
    return value | {"properties": {"numberOfItems": link.count}} if link.count else value


def _spell_list(feed: Feed, hrefs: Hrefs) -> dict[str, Any]:
    value: dict[str, Any] = {"publications": _describe_all(feed.publications, hrefs)}
    if feed.facets:
        value["facets"] = tuple(
            {"metadata": {"title": group.title}, "links": tuple(_spell_facet(link, hrefs) for link in group.links)}
            for group in feed.facets
        )
    return value


def _spell_facet(link: FeedLink, hrefs: Hrefs) -> dict[str, Any]:
    """Return a facet; the one that is in use is known by its relation."""
    return _spell_link(link, hrefs) | {"rel": "self" if link.is_active else link.rel}


def _describe_all(publications: Iterable[Publication], hrefs: Hrefs) -> tuple[dict[str, Any], ...]:
    return tuple(_describe_publication(publication, hrefs) for publication in publications)


def spell_json_publication(publication: Publication, options: CatalogueOptions) -> bytes:
    """Return a publication as a file of its own."""
    hrefs = Hrefs(f"{publication.address}publication", JSON, options.base_url)
    return _spell(_describe_publication(publication, hrefs))


def _describe_publication(publication: Publication, hrefs: Hrefs) -> dict[str, Any]:
    to_self = hrefs.to_whole(f"{publication.address}publication")
    files = (
        {"rel": ACQUIRE, "href": hrefs.to_path(f"{publication.address}{file.name}"), "type": file.media_type}
        | {"size": file.size}
        for file in publication.files
    )
    page = {"rel": "alternate", "href": hrefs.to_path(publication.address), "type": "text/html"}
    pictures = ((IMAGE, COVER_WIDTH, False), (THUMBNAIL, SMALL_WIDTH, True))
    return {
        "metadata": _describe_work(publication),
        "links": ({"rel": "self", "href": to_self, "type": PUBLICATION_TYPE}, *files, page),
        "images": tuple(
            {"rel": rel, "href": hrefs.to_cover(publication, is_small=small), "type": "image/png", "width": width}
            for rel, width, small in pictures
        ),
    }


def _describe_work(publication: Publication) -> dict[str, Any]:
    direction = load_language(publication.language).direction
    about = {
        "@type": KIND_OF_WORK,
        "identifier": publication.id,
        "title": publication.title,
        "author": {"name": publication.author},
        "language": publication.tag,
        "modified": publication.updated,
        "published": publication.day,
        "subject": tuple({"name": subject} for subject in publication.subjects),
        "description": publication.summary,
        "numberOfPages": publication.pages,
        "readingProgression": direction,
    }
    return {name: value for name, value in about.items() if value}


def _spell(value: dict[str, Any]) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8") + b"\n"
