"""The conductor's part for the e-book: a Book and its pages to the bytes of an EPUB, dressed as its profile asks."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from engross import assets, epub, pdf
from engross.book import MEDIA_TYPES, Book, Cargo, Face, PageMap, Sheet
from engross.epub.fonts import embedded
from engross.fonts import licences, shelf
from engross.model import Source
from engross.pdf.picture import picture
from engross.profile import READER, Profile
from engross.typeset import page
from engross.typeset.flow import Guise, flow, font_name

COVER_WIDTH = 1600  # pixels; Kindle asks for 1000 on the longer side at least, and advises 2560
# What no id in XML can have (XML 1.0, production 4a; no colon), nor a path in an address without being spelt there.
UNNAMEABLE = re.compile(
    "[^-._0-9A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u3001-\ud7ff\U00010000-\U000effff]"
)
COVER, COVER_DRAWN = "cover.html", "cover.png"


@dataclass(frozen=True, slots=True)
class Bindery:
    """What an e-book is bound with: its profile, the source it was made of, the folder of the pinned fonts."""

    profile: Profile
    source: Source
    fonts: Path


def ebook(book: Book, pages: PageMap | None, bindery: Bindery) -> bytes:
    """The EPUB of ``book``. Raises Refusal where a font is missing or the profile's limit is passed."""
    profile = bindery.profile
    if profile == READER:
        return epub.pack(book, flow(book, pages))
    faces = _faces(book, bindery.fonts)
    guise = _guise(bindery, faces)
    sheets = flow(book, pages, guise)
    cargo = (*_carried(bindery, faces, sheets), *_drawn(sheets, bindery, faces))
    return epub.pack(book, (sheet for sheet in sheets if sheet.name != COVER), profile, cargo)


def _faces(book: Book, fonts: Path) -> tuple[Face, ...]:
    """The faces that the book's text needs."""
    text = "".join(sheet.markup for sheet in flow(book, None) if sheet.name != "flow.css")
    return shelf(fonts, book.resolution.language, text)


def _guise(bindery: Bindery, faces: tuple[Face, ...]) -> Guise:
    profile = bindery.profile
    return Guise(
        profile,
        source=_source_path(bindery.source) if profile.source else "",
        faces=faces if profile.fonts else (),
        licences=tuple(f"fonts/{path.name}" for path in licences(bindery.fonts, faces)) if profile.fonts else (),
        cover_faces=tuple(dict.fromkeys(face.family for face in faces)) if profile.raster else (),
    )


def _source_path(source: Source) -> str:
    """Where the source lies in an e-book: under its name, as far as that can be an id and an address too."""
    return f"source/{UNNAMEABLE.sub('_', source.name)}"


def _carried(bindery: Bindery, faces: tuple[Face, ...], sheets: tuple[Sheet, ...]) -> tuple[Cargo, ...]:
    """The source, the fonts and their licences, as far as the profile has them inside."""
    carried: tuple[Cargo, ...] = ()
    if bindery.profile.source:
        source = bindery.source
        carried += (Cargo(_source_path(source), MEDIA_TYPES[source.format], source.data),)
    if bindery.profile.fonts:
        text = "".join(sheet.markup for sheet in sheets)
        carried += embedded([(font_name(face), face.path) for face in faces], text)
        texts = licences(bindery.fonts, faces)
        carried += tuple(Cargo(f"fonts/{path.name}", "text/plain", path.read_bytes()) for path in texts)
    return carried


def _drawn(sheets: tuple[Sheet, ...], bindery: Bindery, faces: tuple[Face, ...]) -> tuple[Cargo, ...]:
    """The cover drawn with the pinned fonts, where the profile has it of points."""
    if not bindery.profile.raster:
        return ()
    (cover,) = (sheet for sheet in sheets if sheet.name == COVER)
    shop = pdf.Shop(page.faces(faces), (), (bindery.fonts, assets.styles()))
    return (Cargo(COVER_DRAWN, "image/png", picture(cover, COVER_WIDTH, shop)),)
