"""Sheets to an EPUB container: the package around them, the spine in their order, one fixed sequence of bytes."""

from __future__ import annotations

from collections.abc import Iterable

from engross.editions.epub import patches
from engross.editions.epub.metadata import PackageContents, modification_time, package_metadata
from engross.grammars.language import load_language
from engross.model.book import BinaryFile, Book, Sheet
from engross.model.epub_profile import READER, Profile
from engross.model.notice import Refusal

XHTML = "application/xhtml+xml"

# What the package says of the sheets that play a part in the container (EPUB 3.3, D.5).
SHEET_PROPERTIES = {"nav.xhtml": "nav", "cover.svg": "cover-image", "cover.png": "cover-image"}


def pack_epub(
    book: Book, sheets: Iterable[Sheet], profile: Profile = READER, cargo: Iterable[BinaryFile] = ()
) -> bytes:
    """The EPUB of ``book``: ``sheets`` as its files, the XHTML ones but the navigation in reading order; ``cargo``.

    The sheets must hold ``nav.xhtml`` and one NCX. Equal arguments give equal bytes. Raises Refusal where the
    installed EbookLib is not the one that was mended or the book is larger than its profile allows, ValueError where
    a title holds what XML cannot.
    """
    sheets, cargo = tuple(sheets), tuple(cargo)
    one = load_language(book.resolution.language)
    package = patches.make_empty_book()
    package.uid, package.direction = book.identifier, one.direction
    package.language = one.words["language"][profile.tag]
    for meta in package_metadata(book, summarise_files(sheets, cargo, package.language)):
        patches.add_metadata(package, meta.name, meta.value, meta.attributes)
    for sheet in sheets:
        item = patches.add_file(package, sheet.name, sheet.media_type, sheet.markup.encode("utf-8"))
        item.properties = [SHEET_PROPERTIES[sheet.name]] if sheet.name in SHEET_PROPERTIES else []
        if sheet.media_type == XHTML and sheet.name not in SHEET_PROPERTIES:
            package.spine.append(item)
    for one_file in cargo:
        item = patches.add_file(package, one_file.name, one_file.media_type, one_file.data)
        item.properties = [SHEET_PROPERTIES[one_file.name]] if one_file.name in SHEET_PROPERTIES else []
    return _check_size_limit(patches.write_epub(package, modification_time(book)), profile)


def summarise_files(sheets: tuple[Sheet, ...], cargo: tuple[BinaryFile, ...], tag: str) -> PackageContents:
    """What the book's files are to its package."""
    names = [*(sheet.name for sheet in sheets), *(one.name for one in cargo)]
    return PackageContents(
        tag=tag,
        cover=next((patches.manifest_id(name) for name in names if SHEET_PROPERTIES.get(name) == "cover-image"), ""),
        paged=any('role="doc-pagebreak"' in sheet.markup for sheet in sheets),
        licences=tuple(one.name for one in cargo if one.media_type == "text/plain" and one.name.startswith("fonts/")),
    )


def _check_size_limit(data: bytes, profile: Profile) -> bytes:
    if profile.limit and len(data) > profile.limit:
        what = f"the e-book has {len(data)} bytes, {profile.name} takes {profile.limit}"
        raise Refusal(what, "choose another profile: --profile reader")
    return data
