"""The layout of pages: each folder under cases/pages has a source and what stands on its pages, where, and how large.

``out.txt``: for each page the boxes that matter and the beginnings of lines: ``x y`` in whole millimetres from the top
left corner of the page (``y`` of the baseline), size and weight, and the first characters of the line. An editor reads
it beside the printed page; a change of looks is a change of these files.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from engross_weasyprint.document import Page
from engross_weasyprint.formatting_structure.boxes import FootnoteAreaBox, LineBox, MarginBox, ReplacedBox, TextBox

from engross import passes
from engross.editions import pdf
from engross.editions.index import build_index, paginate_index
from engross.editions.pdf.boxes import Box, all_boxes, box_attribute
from engross.editions.pdf.render_context import RenderAssets
from engross.editions.pdf.running_heads import add_running_heads
from engross.editions.typeset import print_markup as typeset
from engross.grammars.language import load_language
from engross.model.book import Book, Imprint
from engross.model.paper import DEFAULT_FORMAT, HANDOUT, KINDS, Format
from engross.model.reading import Overrides
from engross.readers import structure
from engross.readers.load import load_source
from tests.cases import expect, folders
from tests.test_pdf import shop

MM = 25.4 / 96  # mm in a CSS pixel
BEGINS = 28  # characters shown of each line


def pages(source: Path, wish: Format) -> list[Page]:
    """Lay out the pages of a source with running heads and feet in place, as the pipeline does."""
    resolution = passes.run_passes(structure(load_source(source)[0], Overrides())).resolution
    lang = load_language(resolution.language)
    book = Book(resolution, build_index(resolution, lang), Imprint(source.name, "0" * 64, "0"))
    here: RenderAssets = replace(shop(lang.code), styles=typeset.print_style_sheets(lang, wish))
    layout = pdf.lay_out_body(typeset.make_body_sheet(book, wish), here)
    assert [one.message for one in layout.notices] == []
    paged = replace(book, index=paginate_index(book.index, layout.pages))
    bound = pdf.bind_back(layout, typeset.make_back_sheet(paged, layout.pages.pages, wish), here)
    counts = typeset.PageCounts(layout.pages.pages, bound.pages.pages - layout.pages.pages)
    folios = pdf.lay_out_body(typeset.make_running_heads_sheet(paged, counts, wish), here).document
    add_running_heads(bound.document.pages, folios.pages)
    bound_pages: list[Page] = bound.document.pages
    return bound_pages


def facts(page: Page, number: int) -> Iterator[str]:
    """Yield the lines of ``out.txt`` for a page."""
    box = page._page_box
    yield f"page {number}: {mm(page.width)} × {mm(page.height)}, text {corners(box)}"
    for top in box.children:
        if isinstance(top, MarginBox):
            if text := words(top):
                yield f"  {top.at_keyword.removeprefix('@')}: {place(top)} {text}"
        elif isinstance(top, FootnoteAreaBox):
            yield f"  notes: {corners(top)}"
            yield from lines(top)
        else:
            yield from lines(top)


def lines(top: Box) -> Iterator[str]:
    """Yield the ruled boxes, the pictures and the lines of text below a box."""
    inner: set[int] = set()  # lines within lines: a number has a box of its own
    for box in all_boxes(top):
        if id(box) in inner:
            continue
        if isinstance(box, LineBox):
            inner.update(id(one) for one in all_boxes(box) if isinstance(one, LineBox))
            texts = [one for one in all_boxes(box) if isinstance(one, TextBox) and one.text.strip()]
            if texts:
                yield f"    {start(box, texts)} {size(texts[0])} {words(box)[:BEGINS]}"
        elif isinstance(box, ReplacedBox):
            yield f"  {box_attribute(box, 'class') or 'picture'}: {corners(box)}"
        elif box_attribute(box, "class") in ("masthead", "vote") or box.element_tag == "table":
            yield f"  {box_attribute(box, 'class') or 'table'}: {corners(box)}"


def start(line: Box, texts: list[Any]) -> str:
    """Return where the text of a line begins (at its right edge from right to left), and its baseline."""
    turned = line.style["direction"] == "rtl"
    x = max(t.position_x + t.width for t in texts) if turned else min(t.position_x for t in texts)
    return f"{mm(x):>3} {mm(line.position_y + line.baseline):>3}"


def size(text: Any) -> str:
    """Return the size in points and the weight."""
    return f"{text.style['font_size'] * 0.75:.3g}pt {text.style['font_weight']}"


def corners(box: Box) -> str:
    """Return the left, top, right and bottom edges of a box without its margins."""
    left, top = box.border_box_x(), box.border_box_y()
    return f"{mm(left)} {mm(top)} to {mm(left + box.border_width())} {mm(top + box.border_height())}"


def place(box: Box) -> str:
    """Return where the first line of a margin box stands."""
    line = next(one for one in all_boxes(box) if isinstance(one, LineBox))
    return start(line, [one for one in all_boxes(line) if isinstance(one, TextBox)])


def words(box: Box) -> str:
    """Return the text below a box."""
    return "".join(one.text for one in all_boxes(box) if isinstance(one, TextBox)).replace("\u2060", "").strip()


def mm(pixels: float) -> int:
    """Return a length in whole millimetres."""
    return round(pixels * MM)


def make_format(wish: dict[str, Any]) -> Format:
    """Return the format that a case wishes; its kind by name."""
    return Format(**{**wish, "kind": KINDS[wish.get("kind", HANDOUT.name)]})


@pytest.mark.parametrize("folder", folders("pages"), ids=lambda f: f.name)
def test_pages(folder: Path, accept: bool) -> None:
    wish = folder / "wish.toml"
    asked = make_format(tomllib.loads(wish.read_text("utf-8"))) if wish.is_file() else DEFAULT_FORMAT
    finished = pages(next(folder.glob("in.*")), asked)
    shown = "\n".join(fact for n, page in enumerate(finished, 1) for fact in facts(page, n))
    expect(folder / "out.txt", shown + "\n", accept)
