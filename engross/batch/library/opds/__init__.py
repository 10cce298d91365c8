"""Catalogues of a library for e-readers: OPDS 1.2 (Atom) and OPDS 2.0 (JSON), as files by their paths in the site."""

from engross.batch.library.opds.covers import CoverPictures, draw_cover, list_covers
from engross.batch.library.opds.files import make_catalogues
from engross.batch.library.opds.publications import Publication, list_publications
from engross.batch.library.opds.values import ROOT_ADDRESS, CatalogueOptions

__all__ = [
    "ROOT_ADDRESS",
    "CatalogueOptions",
    "CoverPictures",
    "Publication",
    "draw_cover",
    "list_covers",
    "list_publications",
    "make_catalogues",
]
