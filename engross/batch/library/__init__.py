"""Make a library of a finished run: a static site of its documents, to be read, searched and linked to by symbol."""

from engross.batch.library.catalogue import make_catalogue, read_adoption, read_catalogue, read_paragraphs
from engross.batch.library.citations import open_citations
from engross.batch.library.frame import SiteOptions
from engross.batch.library.site import SiteSummary, make_library
from engross.batch.library.values import (
    AdoptionRecord,
    Catalogue,
    CitedPlace,
    Document,
    HeldFile,
    HeldVersion,
    VoteTally,
)

__all__ = [
    "AdoptionRecord",
    "Catalogue",
    "CitedPlace",
    "Document",
    "HeldFile",
    "HeldVersion",
    "SiteOptions",
    "SiteSummary",
    "VoteTally",
    "make_catalogue",
    "make_library",
    "open_citations",
    "read_adoption",
    "read_catalogue",
    "read_paragraphs",
]
