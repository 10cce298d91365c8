"""The conductor's part for the e-book: a Book and its pages to the bytes of an EPUB, dressed as its profile asks."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from engross.editions import assets, epub, pdf
from engross.editions.epub.fonts import embed_fonts
from engross.editions.fonts import licence_paths, verified_faces
from engross.editions.pdf.picture import draw_first_page
from engross.editions.typeset import print_markup
from engross.editions.typeset.epub_markup import EpubOptions, embedded_font_name, make_epub_sheets
from engross.model.book import MEDIA_TYPES, BinaryFile, Book, Face, PageMap, Sheet
from engross.model.epub_profile import READER, Profile
from engross.model.tree import Source

COVER_WIDTH_PIXELS = 1600  # pixels; Kindle asks for 1000 on the longer side at least, and advises 2560
# What no id in XML can have (XML 1.0, production 4a; no colon), nor a path in an address without being spelt there.
UNNAMEABLE_CHARACTER = re.compile(
    "[^-._0-9A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u3001-\ud7ff\U00010000-\U000effff]"
)
COVER_PAGE, COVER_IMAGE = "cover.html", "cover.png"


@dataclass(frozen=True, slots=True)
class EpubInputs:
    """What an e-book is bound with: its profile, the source it was made of, the folder of the pinned fonts."""

    profile: Profile
    source: Source
    fonts: Path


def make_ebook(book: Book, pages: PageMap | None, bindery: EpubInputs) -> bytes:
    """The EPUB of ``book``. Raises Refusal where a font is missing or the profile's limit is passed."""
    profile = bindery.profile
    if profile == READER:
        return epub.pack_epub(book, make_epub_sheets(book, pages))
    faces = _find_needed_faces(book, bindery.fonts)
    guise = _make_epub_options(bindery, faces)
    sheets = make_epub_sheets(book, pages, guise)
    cargo = (*_collect_carried_files(bindery, faces, sheets), *_draw_cover(sheets, bindery, faces))
    return epub.pack_epub(book, (sheet for sheet in sheets if sheet.name != COVER_PAGE), profile, cargo)


def _find_needed_faces(book: Book, fonts: Path) -> tuple[Face, ...]:
    """The faces that the book's text needs."""
    text = "".join(sheet.markup for sheet in make_epub_sheets(book, None) if sheet.name != "flow.css")
    return verified_faces(fonts, book.resolution.language, text)


def _make_epub_options(bindery: EpubInputs, faces: tuple[Face, ...]) -> EpubOptions:
    profile = bindery.profile
    return EpubOptions(
        profile,
        source=_make_source_path(bindery.source) if profile.source else "",
        faces=faces if profile.fonts else (),
        licences=tuple(f"fonts/{path.name}" for path in licence_paths(bindery.fonts, faces)) if profile.fonts else (),
        cover_faces=tuple(dict.fromkeys(face.family for face in faces)) if profile.raster else (),
    )


def _make_source_path(source: Source) -> str:
    """Where the source lies in an e-book: under its name, as far as that can be an id and an address too."""
    return f"source/{UNNAMEABLE_CHARACTER.sub('_', source.name)}"


def _collect_carried_files(
    bindery: EpubInputs, faces: tuple[Face, ...], sheets: tuple[Sheet, ...]
) -> tuple[BinaryFile, ...]:
    """The source, the fonts and their licences, as far as the profile has them inside."""
    carried: tuple[BinaryFile, ...] = ()
    if bindery.profile.source:
        source = bindery.source
        carried += (BinaryFile(_make_source_path(source), MEDIA_TYPES[source.format], source.data),)
    if bindery.profile.fonts:
        text = "".join(sheet.markup for sheet in sheets)
        carried += embed_fonts([(embedded_font_name(face), face.path) for face in faces], text)
        texts = licence_paths(bindery.fonts, faces)
        carried += tuple(BinaryFile(f"fonts/{path.name}", "text/plain", path.read_bytes()) for path in texts)
    return carried


def _draw_cover(sheets: tuple[Sheet, ...], bindery: EpubInputs, faces: tuple[Face, ...]) -> tuple[BinaryFile, ...]:
    """The cover drawn with the pinned fonts, where the profile has it of points."""
    if not bindery.profile.raster:
        return ()
    (cover,) = (sheet for sheet in sheets if sheet.name == COVER_PAGE)
    shop = pdf.RenderAssets(print_markup.make_faces_sheet(faces), (), (bindery.fonts, assets.style_folder()))
    return (BinaryFile(COVER_IMAGE, "image/png", draw_first_page(cover, COVER_WIDTH_PIXELS, shop)),)
