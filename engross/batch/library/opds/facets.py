"""List the facets of a feed of publications: the same place in other languages, and what is beside it and within it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from engross.batch.library.opds.values import (
    ACQUISITION,
    CatalogueShelf,
    FacetGroup,
    FeedLink,
    spell_list_address,
    spell_shelf_address,
)
from engross.grammars.language import load_language

FACET = "http://opds-spec.org/facet"
MOST_FACETS = 100  # of a group: a longer one, as of subjects, is in the feeds of links only
Trail = tuple[CatalogueShelf, ...]


def list_facets(
    language: str, trail: Trail, others: Mapping[str, Mapping[str, CatalogueShelf]]
) -> tuple[FacetGroup, ...]:
    """Return the groups of facets of the last shelf of a trail. ``others``: the shelves of each language by name."""
    return (*_list_languages(language, trail[-1], others), *_list_narrower(language, trail))


def _list_languages(
    language: str, shelf: CatalogueShelf, others: Mapping[str, Mapping[str, CatalogueShelf]]
) -> Iterator[FacetGroup]:
    """Yield the languages that have a shelf of this name, if there are several."""
    links = tuple(
        _link_shelf(code, shelves[shelf.name], load_language(code).word("language", "name"), is_active=code == language)
        for code, shelves in others.items()
        if shelf.name in shelves
    )
    if len(links) > 1:
        yield FacetGroup(load_language(language).word("library", "languages"), links)


def _list_narrower(language: str, trail: Trail) -> Iterator[FacetGroup]:
    """Yield what each shelf of the trail is divided into, with the part that the trail goes through."""
    whole = trail[0]
    words = load_language(language).words["library"]
    for shelf, chosen in zip(trail, (*trail[1:], None), strict=True):
        whole = shelf if shelf.publications else whole
        if shelf.kind and len(shelf.parts) <= MOST_FACETS:  # the parts of a language are ways to divide it: no kind
            everything = _link_shelf(language, whole, words["all"], is_active=chosen is None)
            links = (_link_shelf(language, part, part.title, is_active=part is chosen) for part in shelf.parts)
            yield FacetGroup(words[shelf.kind], (everything, *links))


def _link_shelf(language: str, shelf: CatalogueShelf, title: str, *, is_active: bool) -> FeedLink:
    address = spell_list_address(spell_shelf_address(language, shelf))
    return FeedLink(FACET, address, ACQUISITION, title, shelf.count, shelf.updated, is_active)
