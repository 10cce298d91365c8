"""Make the e-book: a Book and its pages to the bytes of an EPUB, with the fonts and files that its profile asks for."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from engross.editions import assets, epub, pdf
from engross.editions.epub.fonts import embed_fonts
from engross.editions.fonts import licence_paths, verified_faces
from engross.editions.pdf.picture import draw_first_page
from engross.editions.typeset import print_markup
from engross.editions.typeset.epub_markup import (
    COVER_IMAGE,
    NO_FONTS,
    EpubFonts,
    EpubText,
    embedded_font_name,
    make_cover_page,
    make_epub_sheets,
    make_epub_text,
)
from engross.editions.typeset.parallel_epub import make_parallel_epub_text
from engross.model.book import MEDIA_TYPES, BinaryFile, Book, Face, PageMap, Sheet
from engross.model.epub_profile import Profile
from engross.model.parallel import ParallelText
from engross.model.tree import Source

COVER_WIDTH_PIXELS = 1200  # and 1800 high, as wide as e-readers' screens; Kindle asks for 1000 on the longer side
# No id in XML can have these (XML 1.0, production 4a; no colon); in a path of an address they would be encoded.
UNNAMEABLE_CHARACTER = re.compile(
    "[^-._0-9A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u3001-\ud7ff\U00010000-\U000effff]"
)


@dataclass(frozen=True, slots=True)
class EpubInputs:
    """What an e-book is made of beside the book: its profile, the source, the folder of the pinned fonts.

    ``more_sources``: those of its other languages.
    """

    profile: Profile
    source: Source
    fonts: Path
    more_sources: tuple[Source, ...] = ()


def make_ebook(book: Book, pages: PageMap | None, inputs: EpubInputs) -> bytes:
    """Return the EPUB of ``book``. Raises Refusal if a font is missing or the profile's limit is exceeded."""
    text = make_epub_text(book, pages, inputs.profile, _name_source(inputs))
    return _pack_text(text, inputs, (book.resolution.language,))


def make_parallel_ebook(parallel: ParallelText, book: Book, inputs: EpubInputs) -> bytes:
    """Return the EPUB of two languages, ``book`` that of the first. Raises as ``make_ebook`` does."""
    text = make_parallel_epub_text(parallel, book, inputs.profile, _name_source(inputs))
    return _pack_text(text, inputs, [resolution.language for resolution in parallel.resolutions])


def _name_source(inputs: EpubInputs) -> str:
    """Return the path of the source in the book; "" if its profile wants none."""
    return _make_source_path(inputs.source) if inputs.profile.source else ""


def _pack_text(text: EpubText, inputs: EpubInputs, languages: Iterable[str]) -> bytes:
    codes = tuple(languages)
    faces = tuple(dict.fromkeys(face for code in codes for face in verified_faces(inputs.fonts, code, text.characters)))
    sheets = make_epub_sheets(text, _name_embedded_fonts(inputs, faces) if inputs.profile.fonts else NO_FONTS)
    cover = draw_cover(make_cover_page(text, dict.fromkeys(face.family for face in faces)), inputs.fonts, faces)
    cargo = (*_collect_carried_files(inputs, faces, sheets), cover)
    return epub.pack_epub(text.book, sheets, inputs.profile, cargo)


def _name_embedded_fonts(inputs: EpubInputs, faces: tuple[Face, ...]) -> EpubFonts:
    """Return the fonts to embed, with the names of their licences in the book."""
    return EpubFonts(faces, tuple(f"fonts/{path.name}" for path in licence_paths(inputs.fonts, faces)))


def _make_source_path(source: Source) -> str:
    """Return the path of the source in an e-book: its name, with "_" for what an id or an address cannot have."""
    return f"source/{UNNAMEABLE_CHARACTER.sub('_', source.name)}"


def _collect_carried_files(
    inputs: EpubInputs, faces: tuple[Face, ...], sheets: tuple[Sheet, ...]
) -> tuple[BinaryFile, ...]:
    """Return the source, the fonts and their licences, as far as the profile asks for them."""
    carried: tuple[BinaryFile, ...] = ()
    if inputs.profile.source:
        by_path = {_make_source_path(source): source for source in (*inputs.more_sources, inputs.source)}
        carried += tuple(BinaryFile(path, MEDIA_TYPES[s.format], s.data) for path, s in reversed(by_path.items()))
    if inputs.profile.fonts:
        characters = "".join(sheet.markup for sheet in sheets)
        carried += embed_fonts([(embedded_font_name(face), face.path) for face in faces], characters)
        licences = licence_paths(inputs.fonts, faces)
        carried += tuple(BinaryFile(f"fonts/{path.name}", "text/plain", path.read_bytes()) for path in licences)
    return carried


def draw_cover(cover: Sheet, fonts: Path, faces: tuple[Face, ...]) -> BinaryFile:
    """Return the cover as an image, drawn with the pinned fonts, which are in the folder ``fonts``."""
    folders = (fonts, assets.style_folder())
    render_assets = pdf.RenderAssets(print_markup.make_faces_sheet(faces), (), folders)
    return BinaryFile(COVER_IMAGE, "image/png", draw_first_page(cover, COVER_WIDTH_PIXELS, render_assets))
