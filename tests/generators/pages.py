"""Books laid out as the conductor does, for a look at their pages."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from weasyprint.document import Document

from engross import assets, compare, passes, pdf
from engross.book import Book, Imprint, SymbolIndex
from engross.fonts import shelf
from engross.language import language
from engross.notice import Notice, Refusal
from engross.pdf.audit import text_foot
from engross.pdf.back import read_back
from engross.pdf.pieces import areas
from engross.pdf.press import Shop, private_fonts
from engross.pdf.tags import tagged
from engross.read import read
from engross.reading import Wishes
from engross.structure import structure
from engross.text import spaced
from engross.typeset import page as typeset

ROOT = Path(__file__).parent.parent.parent
FONTS = Path(os.environ.get("ENGROSS_FONTS", ROOT / ".engross" / "fonts"))
MARGINS = (60.0, 52.0)


def shop(code: str) -> Shop:
    """The shop as the conductor makes it."""
    private_fonts(assets.styles() / "fonts.conf")
    return Shop(typeset.faces(shelf(FONTS)), typeset.styles(language(code)), (FONTS, assets.styles()))


def set_pages(book: Book) -> pdf.Layout:
    """The body of a book laid out and audited."""
    return pdf.lay_out(typeset.page_body(book), shop(book.resolution.language))


def taken_out(book: Book, layout: pdf.Layout) -> tuple[Notice, ...]:
    """Where the text taken out of the book's PDF is not the model's."""
    papers = pdf.Papers(typeset.folios(book, typeset.Leaves(layout.pages.pages, 0)), typeset.packet(book, pdf.PRODUCER))
    data = tagged(layout.document, papers)
    turned = language(book.resolution.language).direction == "rtl"
    due = spaced(typeset.shown(book)) if turned else None
    return compare.with_model("PDF", read_back(data, layout.regions, MARGINS, due), book.resolution)


def white(laid_out: Document) -> Iterator[float]:
    """The share of each page's height, the last page's left out, that is white between its text and its notes."""
    for page in laid_out.pages[:-1]:
        box = page._page_box
        bottom = next((area.position_y for area in areas(page)), box.content_box_y() + box.height)
        yield max(0.0, bottom - text_foot(page)) / box.height


def books(paths: Iterable[str]) -> Iterator[tuple[str, Book]]:
    """The resolutions in files; such as engross refuses are named and left out."""
    for path in paths:
        try:
            resolution = passes.run(structure(read(Path(path))[0], Wishes())).resolution
        except (Refusal, ValueError) as error:
            sys.stderr.write(f"{path}: {str(error).splitlines()[0]}\n")
            continue
        yield path, Book(resolution, SymbolIndex(), Imprint(path, "0" * 64, "0"))
