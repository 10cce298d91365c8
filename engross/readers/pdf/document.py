"""Open a PDF with PDFium, or refuse it: with a password, damaged, without pages, or beyond the limits."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager

import pikepdf
import pypdfium2

from engross.grammars.pdfium import count_objects
from engross.model.limits import PAGES, PDF_CHARACTERS, PDF_OBJECTS
from engross.model.notice import Refusal
from engross.model.tree import Source, Where
from engross.readers.pdf.tounicode import protect_characters

FETCH_AGAIN_HINT = "open it in a viewer, and fetch it again if that fails too"
PASSWORD_HINT = "save it from a viewer as a PDF without a password"  # noqa: S105 # advice, no secret
TOO_LARGE_HINT = "take the pages of the resolution out of it, or give its text"


@contextmanager
def open_document(source: Source) -> Iterator[pypdfium2.PdfDocument]:
    """Open a PDF for the length of a ``with`` block.

    Raises Refusal if it asks for a password, cannot be read, or has no page or more than ``PAGES``.
    """
    try:
        pypdfium2.PdfDocument(source.data).close()  # refuse here: pikepdf may repair what is opened below
        document = pypdfium2.PdfDocument(protect_characters(source.data))
    except pypdfium2.PdfiumError:
        raise _make_refusal(source) from None
    try:
        if len(document) > PAGES:
            what = f"the PDF has {len(document):,} pages; engross reads up to {PAGES:,}"
            raise Refusal(what, TOO_LARGE_HINT, Where(source.name))
        yield document
    finally:
        document.close()


def _make_refusal(source: Source) -> Refusal:
    """Make the refusal of a PDF, with pikepdf's reason: PDFium may keep the reason of an earlier file."""
    where = Where(source.name)
    try:
        with pikepdf.open(io.BytesIO(source.data)) as pdf:
            pages = len(pdf.pages)
    except pikepdf.PasswordError:
        return Refusal("the PDF asks for a password", PASSWORD_HINT, where)
    except (pikepdf.PdfError, RuntimeError, TypeError, ValueError):
        pages = 1
    return Refusal(f"the PDF {'is cut short or damaged' if pages else 'has no pages'}", FETCH_AGAIN_HINT, where)


def load_pages(document: pypdfium2.PdfDocument, name: str) -> Iterator[tuple[pypdfium2.PdfPage, pypdfium2.PdfTextPage]]:
    """Yield the pages of a document, each with its text. ``name``: the file's, for a refusal.

    Raises Refusal if a page cannot be read, if the pages so far have more than ``PDF_CHARACTERS`` characters, or if a
    page has more than ``PDF_OBJECTS`` objects.
    """
    characters = 0
    for n in range(len(document)):
        where = Where(name)
        try:
            page = document[n]
            text = page.get_textpage()
        except pypdfium2.PdfiumError as error:
            raise Refusal(f"page {n + 1} of the PDF cannot be read: {error}", FETCH_AGAIN_HINT, where) from None
        characters += text.count_chars()
        if characters > PDF_CHARACTERS or count_objects(page) > PDF_OBJECTS:
            what = f"page {n + 1} of the PDF goes beyond {PDF_CHARACTERS:,} characters or {PDF_OBJECTS:,} drawings"
            raise Refusal(what, TOO_LARGE_HINT, where)
        yield page, text
        text.close()
        page.close()
