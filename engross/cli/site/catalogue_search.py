"""Answer the search of a catalogue that is served: its description, what is found, the link to it in every feed."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path, PurePosixPath

from engross.batch.library import Catalogue
from engross.batch.library.opds import (
    DESCRIPTION_PATH,
    ROOT_ADDRESS,
    SEARCH_ADDRESS,
    CatalogueOptions,
    FoundPublications,
    add_search,
    clean_text,
    describe_search,
    list_publications,
    spell_found,
)
from engross.batch.library.search import SiteSearch
from engross.batch.search import PAGE_RESULTS, SearchQuery

MEDIA_TYPES = {
    DESCRIPTION_PATH: "application/opensearchdescription+xml",
    ".atom": "application/atom+xml;profile=opds-catalog;charset=utf-8",
    ".json": "application/opds+json",
}
NO_WORDS = "?"  # the title of what is found by a query without words
FORMS = (".atom", ".json")


class CatalogueSearch:
    """The search of a site's catalogue: what an index finds, as feeds of the publications that are there."""

    def __init__(self, catalogue: Catalogue, site: Path) -> None:
        self._by_address = {one.address: one for one in list_publications(catalogue)}
        root = site / f"{ROOT_ADDRESS}.json"
        self._title = json.loads(root.read_bytes())["metadata"]["title"] if root.is_file() else ""

    def has_path(self, path: str) -> bool:
        """Return whether a path of the site is one of the search."""
        return bool(self._title) and path in (DESCRIPTION_PATH, *(f"{SEARCH_ADDRESS}{ending}" for ending in FORMS))

    def answer(self, path: str, index: SiteSearch, query: SearchQuery, base_url: str) -> bytes:
        """Return what stands at a path of the search. ``base_url``: of the server. Raises Refusal as the index does."""
        options = CatalogueOptions(self._title, "en", base_url)
        if path == DESCRIPTION_PATH:
            return describe_search(options)
        words = clean_text(query.words)
        found = index.search(replace(query, words=words))
        by_address = ((one, self._by_address.get(one.address.partition("#")[0])) for one in found.documents)
        publications = tuple(
            replace(publication, summary=clean_text("".join(one.excerpt)) or publication.summary)
            for one, publication in by_address
            if publication
        )
        page = FoundPublications(words or NO_WORDS, query.page, PAGE_RESULTS, found.count, publications)
        return spell_found(page, PurePosixPath(path).suffix, options)


def find_media_type(path: str) -> str:
    """Return the media type of a file of the catalogue; "" for any other."""
    if not path.startswith("opds/"):
        return ""
    return MEDIA_TYPES.get(path) or MEDIA_TYPES.get(PurePosixPath(path).suffix, "")


__all__ = ["CatalogueSearch", "add_search", "find_media_type"]
