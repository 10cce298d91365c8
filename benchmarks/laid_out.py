"""Documents laid out for the counts of ``benchmarks.pages``, and walks through their boxes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from engross_weasyprint.document import Page
from engross_weasyprint.formatting_structure.boxes import FootnoteAreaBox, LineBox, MarginBox, TextBox

from engross import passes
from engross.editions import pdf
from engross.editions.index import build_index, paginate_index
from engross.editions.pdf.boxes import FIRST_FOOT_CLASS, Box, all_boxes
from engross.editions.typeset import print_markup as typeset
from engross.grammars.language import load_language
from engross.model.book import Book, Imprint
from engross.model.paper import DEFAULT_FORMAT
from engross.model.reading import Overrides
from engross.model.text import spell_title
from engross.readers import structure
from engross.readers.load import load_source
from tests.test_pdf import shop


@dataclass(frozen=True)
class LaidOut:
    """A document laid out: its name and language, its pages, how many of them the text begins on.

    ``title``: its title, as the running heads have it, uncut; ``heads``: an empty page with its running heads.
    """

    name: str
    language: str
    pages: tuple[Page, ...]
    text_pages: int
    title: str
    heads: Page


def lay_out(path: Path) -> LaidOut:
    """Lay out the print edition of a source. Raises Refusal if it cannot be read."""
    resolution = passes.run_passes(structure(load_source(path)[0], Overrides())).resolution
    lang = load_language(resolution.language)
    book = Book(resolution, build_index(resolution, lang), Imprint(path.name, "0" * 64, "0"))
    assets = replace(shop(lang.code), styles=typeset.print_style_sheets(lang, DEFAULT_FORMAT))
    layout = pdf.lay_out_body(typeset.make_body_sheet(book), assets)
    text_pages = layout.pages.pages
    book = replace(book, index=paginate_index(book.index, layout.pages))
    bound = pdf.bind_back(layout, typeset.make_back_sheet(book, text_pages), assets)
    heads = pdf.lay_out_body(typeset.make_running_heads_sheet(book, typeset.PageCounts(2, 0)), assets).document.pages[1]
    title = spell_title(resolution.full_title)
    return LaidOut(path.name, lang.code, tuple(bound.document.pages), text_pages, title, heads)


def content_boxes(page: Page) -> Iterator[Box]:
    """Yield the boxes of a page without running heads, notes and the codes at the first page's foot."""
    for top in page._page_box.children:
        if not isinstance(top, MarginBox | FootnoteAreaBox):
            yield from all_boxes(top, FIRST_FOOT_CLASS)


def paragraph_lines(laid: LaidOut) -> Iterator[tuple[int, list[Box]]]:
    """Yield the lines of each block of text on each page, notes included, with the page's number."""
    for n, page in enumerate(laid.pages, 1):
        for box in all_boxes(page._page_box):
            lines: list[Box] = [child for child in getattr(box, "children", ()) if isinstance(child, LineBox)]
            if lines:
                yield n, lines


def content_lines(page: Page) -> Iterator[Box]:
    """Yield the lines among the content boxes of a page."""
    return (box for box in content_boxes(page) if isinstance(box, LineBox))


def spell_box(box: Box) -> str:
    """Return the text of a box."""
    return "".join(inner.text for inner in all_boxes(box) if isinstance(inner, TextBox))
