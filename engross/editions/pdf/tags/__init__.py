"""Write an accessible, archival PDF: PDF/A-3a and PDF/UA-1 in one file, through WeasyPrint's finisher.

WeasyPrint draws; the tags are made here from the laid-out boxes and their elements. Its own tags (pdf_tags) fall
short: no notes, paragraphs cut in two by a page, running heads as content (Kozea/WeasyPrint#1836).
"""

from __future__ import annotations

from importlib.resources import files

import engross_pydyf as pydyf
from engross_weasyprint.css import ColorProfile
from engross_weasyprint.document import Document

from engross.editions.pdf.document_metadata import PdfExtras
from engross.editions.pdf.tags.build_tree import TagTreeBuilder
from engross.editions.pdf.tags.catalog import write_catalog
from engross.editions.pdf.tags.marked_page import make_marked_pages
from engross.editions.pdf.tags.write import write_tag_tree

# PDF/A-3 without tags, so that WeasyPrint makes none; the XMP packet says that the file has them.
PDF_VARIANT = "pdf/a-3u"
COLOUR_SPACE, PROFILE_FILE = "srgb", "sRGB2014.icc"


def write_tagged_pdf(document: Document, papers: PdfExtras) -> bytes:
    """Return the PDF of a document with its structure tree and ``papers``; the same bytes for the same arguments.

    A page drops its boxes once it is painted and added to the tree: the document's pages are empty afterwards.
    """
    tree = TagTreeBuilder(document.metadata.lang or "")
    pages = make_marked_pages(document.pages, tree.add_page)

    def finish_pdf(_: Document, pdf: pydyf.PDF) -> None:
        write_tag_tree(tree.finish_tree(), pages, pdf)
        has_all_glyphs = not any(font.missing for font in document.fonts.values())
        write_catalog(papers, pdf, has_all_glyphs=has_all_glyphs)

    marked_document = document.copy(pages)
    marked_document.fonts = document.fonts  # filled while the pages are painted
    marked_document.output_intent, marked_document.color_profiles = COLOUR_SPACE, {COLOUR_SPACE: _load_colour_profile()}
    data: bytes | None = marked_document.write_pdf(
        pdf_variant=PDF_VARIANT, output_intent=PROFILE_FILE, finisher=finish_pdf
    )
    return data or b""


def _load_colour_profile() -> ColorProfile:
    """Load WeasyPrint's colour profile; WeasyPrint itself would leave the file open."""
    with (files("engross_weasyprint.pdf") / PROFILE_FILE).open("rb") as file:
        return ColorProfile(file, PROFILE_FILE, "relative-colorimetric", (["r"], ["g"], ["b"]))


__all__ = ["PDF_VARIANT", "write_tagged_pdf"]
