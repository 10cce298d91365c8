"""Sheets to the print edition: laid out once, audited, joined with its index, written as PDF.

The only stage that knows WeasyPrint. What it gives: bytes that are the same for the same sheets and fonts, PDF/A-3a
and PDF/UA-1 at once; a map of the pages; and a notice for each note that is not on the page of its call.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

from engross.pdf import early  # noqa: F401 - before WeasyPrint is loaded

# isort: split
from weasyprint import __version__
from weasyprint.document import Document

from engross.book import PageMap, Sheet
from engross.model import Where
from engross.notice import Code, Notice, notice
from engross.pdf.audit import audit
from engross.pdf.drawn import undrawn
from engross.pdf.folio import dress
from engross.pdf.graft import grafted
from engross.pdf.mend import VERSION, mend
from engross.pdf.pages import page_map
from engross.pdf.papers import Attached, Papers
from engross.pdf.press import Press, Shop, let_go, press
from engross.pdf.regions import Region, regions
from engross.pdf.rule import draw_rules
from engross.pdf.tags import VARIANT, tagged
from engross.pdf.tree import tree

LOGGER = logging.getLogger("weasyprint")
GLYPH = re.compile(r"\.notdef glyph.*\(U\+([0-9A-F]+)\)")
PRODUCER = f"WeasyPrint {__version__}"  # what the metadata call the program that wrote the file


@dataclass(frozen=True)
class Layout:
    """A body laid out: its pages, the map of them, what stands where, what was noticed."""

    document: Document
    pages: PageMap
    regions: tuple[Region, ...]
    notices: tuple[Notice, ...]


@dataclass(frozen=True)
class Bound:
    """Body and back laid out, the map of all their pages, what stands where on those of the body."""

    document: Document
    pages: PageMap
    regions: tuple[Region, ...]


@dataclass(frozen=True)
class Print:
    """A finished print edition: the PDF, the map of its pages, where its text stands, the characters no font has.

    ``blank``: those for which a font has a glyph that draws nothing.
    """

    data: bytes
    pages: PageMap
    regions: tuple[Region, ...]
    missing: str
    blank: str = ""


def lay_out(body: Sheet, shop: Shop, places: Mapping[str, Where] | None = None) -> Layout:
    """The body laid out on pages, each note at the foot of the page that calls it, and the audit of that.

    ``places``: where each note is in the source, by its id, for what is noticed of it.
    """
    other = mend()
    said = (notice(Code.PLAIN_LINES, found=other, expected=VERSION),) if other else ()
    document = _render(body, press(shop))
    draw_rules(document)
    return Layout(document, page_map(document), regions(document), (*said, *audit(document, places)))


def bind(layout: Layout, back: Sheet, shop: Shop) -> Bound:
    """The index and colophon laid out behind the body, on its last page where they find room there."""
    document = _render(back, press(shop))
    body = layout.document.pages
    if whole := grafted(body, document.pages):
        joined = layout.document.copy(whole)
        return Bound(joined, layout.pages, regions(joined))
    starts = page_map(document, len(body)).starts
    total = len(body) + len(document.pages)
    pages = PageMap(total, (*layout.pages.starts, *starts), layout.pages.anchors)
    return Bound(layout.document.copy([*body, *document.pages]), pages, layout.regions)


def finish(bound: Bound, papers: Papers, shop: Shop) -> Print:
    """The PDF of body and back with running heads and feet, tags and metadata; no clock, no random identifier."""
    with _listening() as heard:
        dress(bound.document.pages, _render(papers.folios, press(shop)).pages)
        data = tagged(bound.document, papers)
    return Print(data, bound.pages, bound.regions, heard(), undrawn(bound.document.fonts.values()))


def _render(sheet: Sheet, ready: Press) -> Document:
    return tree(sheet.markup, ready.fetcher).render(
        font_config=ready.fonts,
        counter_style=ready.counters,
        stylesheets=[ready.faces, ready.sheet],
        pdf_variant=VARIANT,
    )


@contextmanager
def _listening() -> Iterator[Callable[[], str]]:
    """Collect what WeasyPrint says of glyphs that no font has, each character once, in the order of their setting."""
    heard: list[str] = []

    class Ear(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            heard.append(record.getMessage())

    ear = Ear(logging.WARNING)
    LOGGER.addHandler(ear)
    before, LOGGER.propagate = LOGGER.propagate, False
    try:
        yield lambda: "".join(dict.fromkeys(chr(int(found[1], 16)) for found in map(GLYPH.search, heard) if found))
    finally:
        LOGGER.removeHandler(ear)
        LOGGER.propagate = before


__all__ = ["PRODUCER", "Attached", "Layout", "Page", "Papers", "Print", "Shop", "bind", "finish", "lay_out", "let_go"]
