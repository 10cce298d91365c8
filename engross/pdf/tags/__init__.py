"""Painted pages to an accessible, archival PDF: PDF/A-3a and PDF/UA-1 in one file, through WeasyPrint's finisher.

WeasyPrint draws; the tags are made here, from the laid-out boxes and the elements they come from. Its own tags
(pdf_tags) fall short: no notes, paragraphs cut in two by a page, running heads as content (Kozea/WeasyPrint#1836).
"""

from __future__ import annotations

from importlib.resources import files
from typing import Any

from weasyprint.css import ColorProfile
from weasyprint.document import Document

from engross.pdf.papers import Papers
from engross.pdf.tags.catalog import describe
from engross.pdf.tags.grow import Grower
from engross.pdf.tags.leaf import leaves
from engross.pdf.tags.write import write

# PDF/A-3 without tags, for WeasyPrint makes none; the packet says that the file has them.
VARIANT = "pdf/a-3u"
SRGB, PROFILE = "srgb", "sRGB2014.icc"


def tagged(document: Document, papers: Papers) -> bytes:
    """The bytes of a document with its structure tree and ``papers``; the same for the same arguments.

    A page is let go when it is painted and the tree has what it shows: the document's pages are empty afterwards.
    """
    tree = Grower(document.metadata.lang or "")
    pages = leaves(document.pages, tree.take)

    def finish(_: Document, pdf: Any) -> None:
        write(tree.grown(), pages, pdf)
        describe(papers, pdf)

    whole = document.copy(pages)
    whole.fonts = document.fonts  # which are known when the pages are painted
    whole.output_intent, whole.color_profiles = SRGB, {SRGB: _profile()}
    data: bytes | None = whole.write_pdf(pdf_variant=VARIANT, output_intent=PROFILE, finisher=finish)
    return data or b""


def _profile() -> ColorProfile:
    """WeasyPrint's own colour profile; it would leave the file open."""
    with (files("weasyprint.pdf") / PROFILE).open("rb") as file:
        return ColorProfile(file, PROFILE, "relative-colorimetric", (["r"], ["g"], ["b"]))


__all__ = ["VARIANT", "tagged"]
