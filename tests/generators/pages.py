"""Books laid out as the conductor does, for a look at their pages."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from engross_weasyprint.document import Document

from engross import passes
from engross.editions import assets, pdf
from engross.editions.fonts import verified_faces
from engross.editions.pdf.audit import find_text_bottom
from engross.editions.pdf.note_fragments import footnote_areas
from engross.editions.pdf.read_back import read_back
from engross.editions.pdf.render_context import RenderAssets, hide_system_fonts
from engross.editions.pdf.rtl_compare import RIGHT_TO_LEFT, DueStreams
from engross.editions.pdf.tags import write_tagged_pdf
from engross.editions.typeset import print_markup as typeset
from engross.grammars.language import load_language
from engross.model.book import Book, Imprint, SymbolIndex
from engross.model.notice import Notice, Refusal
from engross.model.paper import DEFAULT_FORMAT
from engross.model.reading import Overrides
from engross.model.text import spaced_streams
from engross.readers import structure
from engross.readers.load import load_source
from tests.cases import text_differences

ROOT = Path(__file__).parent.parent.parent
FONTS = Path(os.environ.get("ENGROSS_FONTS", ROOT / ".engross" / "fonts"))


def shop(code: str) -> RenderAssets:
    """The shop as the conductor makes it."""
    hide_system_fonts(assets.style_folder() / "fonts.conf")
    return RenderAssets(
        typeset.make_faces_sheet(verified_faces(FONTS)),
        typeset.print_style_sheets(load_language(code)),
        (FONTS, assets.style_folder()),
    )


def set_pages(book: Book) -> pdf.BodyLayout:
    """The body of a book laid out and audited."""
    return pdf.lay_out_body(typeset.make_body_sheet(book), shop(book.resolution.language))


def taken_out(book: Book, layout: pdf.BodyLayout) -> tuple[Notice, ...]:
    """Where the text taken out of the book's PDF is not the model's."""
    papers = pdf.PdfExtras(
        typeset.make_running_heads_sheet(book, typeset.PageCounts(layout.pages.pages, 0)),
        typeset.make_xmp_packet(book, pdf.PRODUCER),
    )
    data = write_tagged_pdf(layout.document, papers)
    turned = load_language(book.resolution.language).direction == "rtl"
    due = DueStreams(spaced_streams(typeset.resolution_as_shown(book)), RIGHT_TO_LEFT) if turned else None
    return text_differences("PDF", read_back(data, layout.regions, DEFAULT_FORMAT, due), book.resolution)


def white(laid_out: Document) -> Iterator[float]:
    """The share of each page's height, the last page's left out, that is white between its text and its notes."""
    for page in laid_out.pages[:-1]:
        box = page._page_box
        bottom = next((area.position_y for area in footnote_areas(page)), box.content_box_y() + box.height)
        yield max(0.0, bottom - find_text_bottom(page)) / box.height


def books(paths: Iterable[str]) -> Iterator[tuple[str, Book]]:
    """The resolutions in files; such as engross refuses are named and left out."""
    for path in paths:
        try:
            resolution = passes.run_passes(structure(load_source(Path(path))[0], Overrides())).resolution
        except (Refusal, ValueError) as error:
            sys.stderr.write(f"{path}: {str(error).splitlines()[0]}\n")
            continue
        yield path, Book(resolution, SymbolIndex(), Imprint(path, "0" * 64, "0"))
