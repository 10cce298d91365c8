"""The characters of a PDF with their places: position, size, and whether another line of the file drew them.

pypdfium2 and not pdfplumber: PDFium tells the spaces it infers from those that are drawn, joins what Word tore
apart by kerning, is a dependency already, and reads a page in a tenth of the time.
"""

from __future__ import annotations

import ctypes
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

import pypdfium2
import pypdfium2.raw as pdfium

from engross.model import Source, Where
from engross.notice import Refusal
from engross.structure.pdf.dividers import told_apart

HYPHEN = 0x02  # what PDFium says for a hyphen at a line's end
SURROGATES = range(0xD800, 0xDC00)


@dataclass(frozen=True, slots=True)
class Glyph:
    """A character: where it begins and ends and its baseline, in pt from the page's left and foot; its size in pt.

    ``inferred``: a space that is not drawn, where PDFium sees a gap.
    """

    text: str
    left: float
    right: float
    base: float
    size: float
    inferred: bool = False


def glyphs(source: Source) -> list[list[Glyph]]:
    """The characters of each page in the order of its content.

    Raises Refusal where the file is no whole PDF, asks for a password, or has no text on any page.
    """
    where = Where(source.name)
    try:
        document = pypdfium2.PdfDocument(told_apart(source.data))
    except pypdfium2.PdfiumError as error:
        hint = "open it in a viewer: it may be cut short, or ask for a password"
        raise Refusal(f"the PDF cannot be opened: {error}", hint, where) from None
    try:
        pages = [list(_page(document[n])) for n in range(len(document))]
    finally:
        document.close()
    if not any(glyph.text.strip() for page in pages for glyph in page):
        what = "the PDF has no text: its pages are pictures, as a scanner makes them"
        raise Refusal(what, "run a text recognition over it first, or give the text or the XML", where)
    return pages


def _page(page: pypdfium2.PdfPage) -> Iterator[Glyph]:
    """The characters of a page; those beyond U+FFFF, which PDFium gives as two halves, made whole."""
    text = page.get_textpage()
    half = ""
    for n in range(text.count_chars()):
        code = pdfium.FPDFText_GetUnicode(text.raw, n)
        inferred = pdfium.FPDFText_IsGenerated(text.raw, n) == 1 and code != HYPHEN
        if code in SURROGATES:
            half = chr(code)
            continue
        character = "-" if code == HYPHEN else chr(code)
        if half:
            character = (half + character).encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
            half = ""
        if code and (not inferred or character == " "):
            yield _glyph(text, n, character, inferred)
    text.close()


def _glyph(text: pypdfium2.PdfTextPage, n: int, character: str, inferred: bool) -> Glyph:
    x, y = ctypes.c_double(), ctypes.c_double()
    box = pdfium.FS_RECTF()
    matrix = pdfium.FS_MATRIX()
    pdfium.FPDFText_GetCharOrigin(text.raw, n, x, y)
    pdfium.FPDFText_GetLooseCharBox(text.raw, n, box)
    pdfium.FPDFText_GetMatrix(text.raw, n, matrix)
    size = pdfium.FPDFText_GetFontSize(text.raw, n) * (matrix.c**2 + matrix.d**2) ** 0.5
    if unicodedata.combining(character[0]):  # a sign without a width of its own: where its ink is
        edges = [ctypes.c_double() for _ in range(4)]
        pdfium.FPDFText_GetCharBox(text.raw, n, *edges)
        return Glyph(character, edges[0].value, edges[1].value, y.value, size, inferred)
    return Glyph(character, x.value, max(x.value, box.right), y.value, size, inferred)
