"""Sheets to an EPUB container: the package around them, the spine in their order, one fixed sequence of bytes."""

from __future__ import annotations

from collections.abc import Iterable

from engross.book import Book, Cargo, Sheet
from engross.epub import mend
from engross.epub.metadata import Contents, metadata, modified
from engross.language import language
from engross.notice import Refusal
from engross.profile import READER, Profile

XHTML = "application/xhtml+xml"

# What the package says of the sheets that play a part in the container (EPUB 3.3, D.5).
PROPERTIES = {"nav.xhtml": "nav", "cover.svg": "cover-image", "cover.png": "cover-image"}


def pack(book: Book, sheets: Iterable[Sheet], profile: Profile = READER, cargo: Iterable[Cargo] = ()) -> bytes:
    """The EPUB of ``book``: ``sheets`` as its files, the XHTML ones but the navigation in reading order; ``cargo``.

    The sheets must hold ``nav.xhtml`` and one NCX. Equal arguments give equal bytes. Raises Refusal where the
    installed EbookLib is not the one that was mended or the book is larger than its profile allows, ValueError where
    a title holds what XML cannot.
    """
    sheets, cargo = tuple(sheets), tuple(cargo)
    one = language(book.resolution.language)
    package = mend.empty_book()
    package.uid, package.direction = book.identifier, one.direction
    package.language = one.words["language"][profile.tag]
    for meta in metadata(book, contents(sheets, cargo, package.language)):
        mend.add_metadata(package, meta.name, meta.value, meta.attributes)
    for sheet in sheets:
        item = mend.add_file(package, sheet.name, sheet.media_type, sheet.markup.encode("utf-8"))
        item.properties = [PROPERTIES[sheet.name]] if sheet.name in PROPERTIES else []
        if sheet.media_type == XHTML and sheet.name not in PROPERTIES:
            package.spine.append(item)
    for one_file in cargo:
        item = mend.add_file(package, one_file.name, one_file.media_type, one_file.data)
        item.properties = [PROPERTIES[one_file.name]] if one_file.name in PROPERTIES else []
    return _within(mend.write(package, modified(book)), profile)


def contents(sheets: tuple[Sheet, ...], cargo: tuple[Cargo, ...], tag: str) -> Contents:
    """What the book's files are to its package."""
    names = [*(sheet.name for sheet in sheets), *(one.name for one in cargo)]
    return Contents(
        tag=tag,
        cover=next((mend.item_id(name) for name in names if PROPERTIES.get(name) == "cover-image"), ""),
        paged=any('role="doc-pagebreak"' in sheet.markup for sheet in sheets),
        licences=tuple(one.name for one in cargo if one.media_type == "text/plain" and one.name.startswith("fonts/")),
    )


def _within(data: bytes, profile: Profile) -> bytes:
    if profile.limit and len(data) > profile.limit:
        what = f"the e-book has {len(data)} bytes, {profile.name} takes {profile.limit}"
        raise Refusal(what, "choose another profile: --profile reader")
    return data
