"""What the print edition of one document and that of two languages are both made with: fonts, files, expected texts."""

from __future__ import annotations

from collections.abc import Iterable

from engross.editions import assets, export, pdf
from engross.editions.fonts import verified_faces
from engross.editions.pdf.render_context import hide_system_fonts
from engross.editions.pdf.rtl_compare import LEFT_TO_RIGHT, RIGHT_TO_LEFT, DueStreams, has_rtl_words
from engross.editions.typeset import print_markup as typeset
from engross.grammars.language import Language, load_language
from engross.model.book import MEDIA_TYPES, Book, Sheet
from engross.model.paper import HANDOUT, Kind
from engross.model.request import Request
from engross.model.text import TextStreams, spaced_streams
from engross.model.tree import Source


def make_render_assets(
    languages: Iterable[Language], request: Request, styles: tuple[Sheet, ...], text: str
) -> pdf.RenderAssets:
    """Return fonts and style sheets for print in these languages of ``text``. Raises Refusal if a font is missing."""
    hide_system_fonts(assets.style_folder() / "fonts.conf")
    design = request.format.kind.design
    codes = (lang.code for lang in languages)
    faces = dict.fromkeys(face for code in codes for face in verified_faces(request.fonts, code, text, design))
    folders = (request.fonts, assets.style_folder(), assets.template_folder())
    return pdf.RenderAssets(typeset.make_faces_sheet(tuple(faces)), styles, folders)


def find_due_streams(
    book: Book, text: TextStreams, *, is_beside_rtl: bool = False, kind: Kind = HANDOUT
) -> DueStreams | None:
    """Return what should be read back from pages that have right-to-left words; None for others.

    ``text``: the folded streams of the book's resolution. ``is_beside_rtl``: whether a text of such words is beside it.
    ``kind``: that of the print edition.
    """
    language = load_language(book.resolution.language)
    base = RIGHT_TO_LEFT if language.direction == "rtl" else LEFT_TO_RIGHT
    if base == LEFT_TO_RIGHT and not is_beside_rtl and not has_rtl_words(text):
        return None
    return DueStreams(spaced_streams(typeset.resolution_as_shown(book, kind)), base, is_beside_rtl)


def attach_source(source: Source, language: Language) -> pdf.AttachedFile:
    """Return a source as it is attached to a PDF; ``language``: that of the words about it."""
    return pdf.AttachedFile(source.name, MEDIA_TYPES[source.format], source.data, language.word("colophon", "attached"))


def attach_document(book: Book, name: str, language: Language) -> pdf.AttachedFile:
    """Return the structured document as it is attached to a PDF under the name of the edition."""
    label = language.word("colophon", "attached_data")
    return pdf.AttachedFile(f"{name}.json", "application/json", export.make_document_json(book), label, "Data")
