"""Spell feeds and entries as Atom with the terms of OPDS 1.2, by templates."""

from __future__ import annotations

from collections.abc import Mapping

from engross.batch.library.opds.feeds import CRAWLABLE, CRAWLABLE_ADDRESS
from engross.batch.library.opds.hrefs import Hrefs
from engross.batch.library.opds.values import (
    ROOT_ADDRESS,
    CatalogueOptions,
    Feed,
    Publication,
    spell_id,
    spell_list_address,
)
from engross.editions.typeset import template_environment
from engross.grammars.language import load_language

ATOM = ".atom"
FEED_TYPE = "application/atom+xml;profile=opds-catalog;kind="
ENTRY_TYPE = "application/atom+xml;type=entry;profile=opds-catalog"


def spell_atom_feed(feed: Feed, options: CatalogueOptions) -> bytes:
    """Return a feed as a file."""
    values = {
        "language": feed.language,
        "feed": feed,
        "id": spell_id,
        "root": ROOT_ADDRESS,
        "crawlable": (CRAWLABLE, spell_list_address(CRAWLABLE_ADDRESS)),
        "feed_type": FEED_TYPE,
    }
    return _fill("feed.atom", Hrefs(feed.address, ATOM, options.base_url, feed.query), options, values)


def spell_atom_entry(publication: Publication, options: CatalogueOptions) -> bytes:
    """Return the entry of a publication as a file of its own."""
    hrefs = Hrefs(f"{publication.address}entry", ATOM, options.base_url)
    return _fill("entry-document.atom", hrefs, options, {"publication": publication, "language": publication.language})


def spell_search_description(to_found: str, options: CatalogueOptions) -> bytes:
    """Return the OpenSearch description of a search. ``to_found``: path of what is found, up to the words asked for."""
    values = {"language": options.language, "to_found": to_found, "feed_type": FEED_TYPE}
    return _fill("search.xml", Hrefs("", "", options.base_url), options, values)


def spell_search_link(href: str) -> bytes:
    """Return the link of a feed to the description of a search."""
    return template_environment().get_template("library/opds/search-link.atom").render(href=href).encode("utf-8")


def _fill(template: str, hrefs: Hrefs, options: CatalogueOptions, values: Mapping[str, object]) -> bytes:
    lang = load_language(str(values["language"]))
    common = {"hrefs": hrefs, "lang": lang, "words": lang.words["library"], "options": options}
    text = template_environment().get_template(f"library/opds/{template}")
    return text.render({**common, "entry_type": ENTRY_TYPE, **values}).encode("utf-8")
