"""Count the characters that the pages of a PDF show, as PDFium gives them page by page, without their places."""

from __future__ import annotations

import re
from contextlib import closing

import pypdfium2

from engross.grammars.pdfium import PdfCharacters
from engross.model.tree import Source

UNKNOWN_CHARACTER = "\ufffd"  # stands for a glyph without a meaning
CONTROL_CHARACTER = re.compile(
    "[\x00\x01\x03-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\uffff]"
)  # neither white space nor U+0002, PDFium's hyphen at a line's end
# How PDFium gives a hyphen at the end of a line, and one that divides a word.
DIVIDERS = dict.fromkeys(map(ord, "\u00ad\x02\ufffe"), "-")


def text_of(source: Source) -> str:
    """Return the text of all pages, as far as PDFium takes it for text; pictures have none."""
    with pypdfium2.PdfDocument(source.data) as document:
        return "\n".join(_page_text(document, n) for n in range(len(document))).translate(DIVIDERS)


def _page_text(document: pypdfium2.PdfDocument, number: int) -> str:
    """Return the text of a page, counted from 0; "" if PDFium cannot load it."""
    try:
        page = document[number]
    except pypdfium2.PdfiumError:
        return ""
    with closing(page), closing(page.get_textpage()) as text:
        page_text = str(text.get_text_range())
        plain = CONTROL_CHARACTER.sub("", page_text)
        return plain if len(plain) >= text.count_chars() else plain + UNKNOWN_CHARACTER * _count_unknown(text)


def _count_unknown(text: pypdfium2.PdfTextPage) -> int:
    """Return how many glyphs of a page have no meaning in their fonts; PDFium leaves most of them out of its text."""
    characters = PdfCharacters(text)
    return sum(CONTROL_CHARACTER.fullmatch(chr(characters.code(n))) is not None for n in range(len(characters)))
