"""The characters that the pages of a PDF show, as PDFium gives them page by page without their places."""

from __future__ import annotations

from contextlib import closing

import pypdfium2

from engross.model import Source

# How PDFium gives a hyphen at the end of a line, and one that divides a word.
DIVIDERS = dict.fromkeys(map(ord, "\u00ad\x02\ufffe"), "-")


def text_of(source: Source) -> str:
    """Return the text of all pages; nothing is left out but what PDFium takes for no text, such as pictures."""
    with pypdfium2.PdfDocument(source.data) as document:
        return "\n".join(_page_text(document, n) for n in range(len(document))).translate(DIVIDERS)


def _page_text(document: pypdfium2.PdfDocument, number: int) -> str:
    """Return the text of the page of a number from 0; none of one that PDFium cannot load."""
    try:
        page = document[number]
    except pypdfium2.PdfiumError:
        return ""
    with closing(page), closing(page.get_textpage()) as text:
        return str(text.get_text_range())
