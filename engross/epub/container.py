"""Sheets to an EPUB container: the package around them, the spine in their order, one fixed sequence of bytes."""

from __future__ import annotations

from collections.abc import Iterable

from engross.book import Book, Sheet
from engross.epub import mend
from engross.epub.metadata import metadata, modified
from engross.language import language

XHTML = "application/xhtml+xml"

# What the package says of the sheets that play a part in the container (EPUB 3.3, D.5).
PROPERTIES = {"nav.xhtml": "nav", "cover.svg": "cover-image"}


def pack(book: Book, sheets: Iterable[Sheet]) -> bytes:
    """The EPUB of ``book``: ``sheets`` as its files, the XHTML ones but the navigation in reading order.

    The sheets must hold ``nav.xhtml`` and one NCX. Equal arguments give equal bytes. Raises Refusal where the
    installed EbookLib is not the one that was mended, ValueError where a title holds what XML cannot.
    """
    sheets = tuple(sheets)
    one = language(book.resolution.language)
    package = mend.empty_book()
    package.uid, package.language, package.direction = book.identifier, one.tag, one.direction
    for meta in metadata(book, any('role="doc-pagebreak"' in sheet.markup for sheet in sheets)):
        mend.add_metadata(package, meta.name, meta.value, meta.attributes)
    for sheet in sheets:
        item = mend.add_file(package, sheet.name, sheet.media_type, sheet.markup.encode("utf-8"))
        item.properties = [PROPERTIES[sheet.name]] if sheet.name in PROPERTIES else []
        if sheet.media_type == XHTML and sheet.name not in PROPERTIES:
            package.spine.append(item)
    return mend.write(package, modified(book))
