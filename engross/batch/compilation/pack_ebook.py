"""Pack the e-book of a compilation: its metadata, its cover, its navigation."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from engross.editions.epub.container import EpubPackage, pack_files, summarise_files
from engross.editions.epub.metadata import (
    DATE_WHERE_UNKNOWN,
    PackageContents,
    PackageMeta,
    describe_accessibility,
    describe_collection,
    describe_creator,
    describe_making,
    describe_page_source,
)
from engross.editions.fonts import verified_faces
from engross.editions.typeset.compilation_epub import make_cover_sheets, make_navigation
from engross.editions.typeset.contents import ContentsEntry
from engross.grammars.language import Language, load_language
from engross.model.book import Sheet
from engross.model.compilation import Compilation
from engross.pipeline.ebook import draw_cover


@dataclass(frozen=True, slots=True)
class EbookInputs:
    """What an e-book is packed from: the folder of the pinned fonts, the compilation, or the part of one.

    ``series``: the title of the whole, ``position``: the number of the part in it; "" and 0 for the whole.
    """

    fonts: Path
    book: Compilation
    series: str = ""
    position: int = 0

    @property
    def identifier(self) -> str:
        """The permanent identifier: a name-based UUID (RFC 9562, 5.5) of language, title, part and texts."""
        symbols = (text.symbol for text in self.book.texts)
        return uuid.uuid5(
            uuid.NAMESPACE_OID,
            "\n".join(("epub", *self.book.languages, self.book.title, str(self.position), *symbols)),
        ).urn


def pack_ebook(
    inputs: EbookInputs,
    title: str,
    documents: tuple[Sheet, ...],
    listed: tuple[Sequence[ContentsEntry], Mapping[str, str]],
) -> bytes:
    """Return the EPUB of ``documents``. ``listed``: its contents; the names of its first text and its index."""
    book, language = inputs.book, load_language(inputs.book.language)
    faces = verified_faces(inputs.fonts, book.language, title + book.session + book.organ)
    cover, drawn = make_cover_sheets(book, title, dict.fromkeys(face.family for face in faces))
    cargo = (draw_cover(drawn, inputs.fonts, faces),)
    documents = (cover, *documents)
    about = {"identifier": inputs.identifier, **listed[1]}
    sheets = (*documents, *make_navigation(book, title, documents, (listed[0], about)))
    contents = summarise_files(sheets, cargo, language.tag)
    metadata = tuple(_describe_package(inputs, title, language, contents))
    modified = datetime.fromisoformat(book.last or DATE_WHERE_UNKNOWN)
    return pack_files(EpubPackage(inputs.identifier, language, metadata, modified), sheets, cargo=cargo)


def _describe_package(
    inputs: EbookInputs, title: str, language: Language, contents: PackageContents
) -> Iterator[PackageMeta]:
    """Yield the metadata of the package; a part tells its series and its place there (EPUB 3.3, D.3.4)."""
    book = inputs.book
    yield PackageMeta("dc:identifier", inputs.identifier, {"id": "book"})
    whole = f"{book.title}: {title}" if inputs.series else title
    yield PackageMeta("dc:title", whole, {"id": "title"})
    if book.beside and not inputs.series:
        yield PackageMeta("dc:title", book.beside.title)
    for code in book.languages:
        yield PackageMeta("dc:language", load_language(code).tag)
    yield from describe_creator(book.organ)
    yield PackageMeta("dc:publisher", language.word("book", "publisher"))
    yield PackageMeta("dc:rights", language.word("book", "rights"))
    if book.last:
        yield PackageMeta("dc:date", book.last)
    yield from describe_making(contents.cover, book.version)
    if inputs.series:
        yield from describe_collection(inputs.series, "set", str(inputs.position))
    yield from describe_accessibility(language, contents.paged)
    if contents.paged:
        yield describe_page_source(language, book.title, book.version)
