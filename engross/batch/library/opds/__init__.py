"""Catalogues of a library for e-readers: OPDS 1.2 (Atom) and OPDS 2.0 (JSON), as files by their paths in the site."""

from engross.batch.library.opds.covers import CoverPictures, draw_cover, list_covers
from engross.batch.library.opds.files import make_catalogues
from engross.batch.library.opds.publications import (
    clean_text,
    has_publications,
    list_publications,
)
from engross.batch.library.opds.search import (
    DESCRIPTION_PATH,
    SEARCH_ADDRESS,
    FoundPublications,
    add_search,
    describe_search,
    spell_found,
)
from engross.batch.library.opds.values import ROOT_ADDRESS, CatalogueOptions, Publication, spell_id, spell_moment

__all__ = [
    "DESCRIPTION_PATH",
    "ROOT_ADDRESS",
    "SEARCH_ADDRESS",
    "CatalogueOptions",
    "CoverPictures",
    "FoundPublications",
    "Publication",
    "add_search",
    "clean_text",
    "describe_search",
    "draw_cover",
    "has_publications",
    "list_covers",
    "list_publications",
    "make_catalogues",
    "spell_found",
    "spell_id",
    "spell_moment",
]
