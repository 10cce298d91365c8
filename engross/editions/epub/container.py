"""Pack sheets into an EPUB container: the package around them, the spine in their order, always the same bytes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from engross.editions.epub import patches
from engross.editions.epub.metadata import PackageContents, PackageMeta, modification_time, package_metadata
from engross.grammars.language import Language, load_language
from engross.model.book import BinaryFile, Book, Sheet
from engross.model.epub_profile import READER, Profile
from engross.model.notice import Refusal

XHTML = "application/xhtml+xml"

# What the package says of the sheets that play a part in the container (EPUB 3.3, D.5).
SHEET_PROPERTIES = {"nav.xhtml": "nav", "cover.png": "cover-image"}


@dataclass(frozen=True, slots=True)
class EpubPackage:
    """What the package of an e-book says of itself: its identifier, its metadata, when it was changed."""

    identifier: str
    language: Language
    metadata: tuple[PackageMeta, ...]
    modified: datetime


def pack_epub(
    book: Book, sheets: Iterable[Sheet], profile: Profile = READER, cargo: Iterable[BinaryFile] = ()
) -> bytes:
    """Return the EPUB of ``book`` with ``sheets`` and ``cargo`` as its files, as ``pack_files`` does."""
    sheets, cargo = tuple(sheets), tuple(cargo)
    language = load_language(book.resolution.language)
    tag = language.words["language"][profile.tag]
    metadata = package_metadata(book, summarise_files(sheets, cargo, tag))
    return pack_files(EpubPackage(book.identifier, language, metadata, modification_time(book)), sheets, profile, cargo)


def pack_files(
    about: EpubPackage, sheets: tuple[Sheet, ...], profile: Profile = READER, cargo: tuple[BinaryFile, ...] = ()
) -> bytes:
    """Return the EPUB with ``sheets`` and ``cargo`` as its files; its spine: the XHTML but the navigation.

    The sheets must hold ``nav.xhtml`` and one NCX. Equal arguments give equal bytes. Raises Refusal if the installed
    EbookLib is not the patched version or the book is larger than its profile allows, ValueError if a title holds what
    XML cannot.
    """
    package = patches.make_empty_book()
    package.uid, package.direction = about.identifier, about.language.direction
    package.language = about.language.words["language"][profile.tag]
    for meta in about.metadata:
        patches.add_metadata(package, meta.name, meta.value, meta.attributes)
    for sheet in sheets:
        item = patches.add_file(package, sheet.name, sheet.media_type, sheet.markup.encode("utf-8"))
        item.properties = [SHEET_PROPERTIES[sheet.name]] if sheet.name in SHEET_PROPERTIES else []
        if sheet.media_type == XHTML and sheet.name not in SHEET_PROPERTIES:
            package.spine.append(item)
    for binary in cargo:
        item = patches.add_file(package, binary.name, binary.media_type, binary.data)
        item.properties = [SHEET_PROPERTIES[binary.name]] if binary.name in SHEET_PROPERTIES else []
    return _check_size_limit(patches.write_epub(package, about.modified), profile)


def summarise_files(sheets: tuple[Sheet, ...], cargo: tuple[BinaryFile, ...], tag: str) -> PackageContents:
    """Return what the metadata of the package say of the book's files."""
    names = [*(sheet.name for sheet in sheets), *(binary.name for binary in cargo)]
    return PackageContents(
        tag=tag,
        cover=next((patches.manifest_id(name) for name in names if SHEET_PROPERTIES.get(name) == "cover-image"), ""),
        paged=any('role="doc-pagebreak"' in sheet.markup for sheet in sheets if sheet.media_type == XHTML),
        licences=tuple(
            binary.name for binary in cargo if binary.media_type == "text/plain" and binary.name.startswith("fonts/")
        ),
    )


def _check_size_limit(data: bytes, profile: Profile) -> bytes:
    if profile.limit and len(data) > profile.limit:
        message = f"the e-book has {len(data)} bytes, {profile.name} takes {profile.limit}"
        raise Refusal(message, "choose another profile: --profile reader")
    return data
