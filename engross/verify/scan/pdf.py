"""The characters that the pages of a PDF show, as PDFium gives them page by page without their places."""

from __future__ import annotations

import re
from contextlib import closing

import pypdfium2
import pypdfium2.raw as pdfium

from engross.model.tree import Source

# How PDFium gives a hyphen at the end of a line, and one that divides a word.
UNKNOWN_CHARACTER = "\ufffd"
CONTROL_CHARACTER = re.compile(
    "[\x00\x01\x03-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\uffff]"
)  # no space, nor the hyphen at a line's end
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
        said = str(text.get_text_range())
        plain = CONTROL_CHARACTER.sub("", said)
        return plain if len(plain) >= text.count_chars() else plain + UNKNOWN_CHARACTER * _count_unknown(text)


def _count_unknown(text: pypdfium2.PdfTextPage) -> int:
    """Return how many glyphs of a page have no meaning in their fonts; PDFium leaves most of them out of its text."""
    codes = (pdfium.FPDFText_GetUnicode(text.raw, n) for n in range(text.count_chars()))
    return sum(CONTROL_CHARACTER.fullmatch(chr(code)) is not None for code in codes)
