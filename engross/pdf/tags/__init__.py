"""Painted pages to an accessible, archival PDF: PDF/A-3a and PDF/UA-1 in one file, through WeasyPrint's finisher.

WeasyPrint draws; the tags are made here, from the laid-out boxes and the elements they come from. Its own tags
(pdf_tags) fall short: no notes, paragraphs cut in two by a page, running heads as content (Kozea/WeasyPrint#1836).
"""

from __future__ import annotations

from typing import Any

from weasyprint.document import Document

from engross.pdf.papers import Papers
from engross.pdf.tags.catalog import describe
from engross.pdf.tags.grow import grow
from engross.pdf.tags.leaf import leaves
from engross.pdf.tags.write import write

# PDF/A-3 without tags, for WeasyPrint makes none; the packet says that the file has them.
VARIANT = "pdf/a-3u"


def tagged(document: Document, papers: Papers) -> bytes:
    """The bytes of a document with its structure tree and ``papers``; the same for the same arguments."""
    pages = leaves(document.pages)

    def finish(_: Document, pdf: Any) -> None:
        language = document.metadata.lang or ""
        write(grow(pages, language), pages, pdf)
        describe(papers, pdf)

    data: bytes | None = document.copy(pages).write_pdf(pdf_variant=VARIANT, finisher=finish)
    return data or b""


__all__ = ["VARIANT", "tagged"]
