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

from engross.editions.pdf import fast_import  # noqa: F401 - before WeasyPrint is loaded

# isort: split
from weasyprint import __version__
from weasyprint.document import Document

from engross.editions.pdf.append_to_last_page import append_back_page
from engross.editions.pdf.audit import audit_notes
from engross.editions.pdf.document_metadata import AttachedFile, PdfExtras
from engross.editions.pdf.drawn import find_blank_characters
from engross.editions.pdf.footnote_rule import shorten_footnote_rules
from engross.editions.pdf.page_map import make_page_map
from engross.editions.pdf.patches import PATCHED_VERSION, apply_patches
from engross.editions.pdf.regions import PageRegion, find_regions
from engross.editions.pdf.render_context import RenderAssets, RenderContext, clear_font_caches, make_render_context
from engross.editions.pdf.running_heads import add_running_heads
from engross.editions.pdf.tags import PDF_VARIANT, write_tagged_pdf
from engross.editions.pdf.xml_input import parse_markup
from engross.model.book import PageMap, Sheet
from engross.model.notice import Code, Notice, make_notice
from engross.model.tree import Where

LOGGER = logging.getLogger("weasyprint")
MISSING_GLYPH = re.compile(r"\.notdef glyph.*\(U\+([0-9A-F]+)\)")
PRODUCER = f"WeasyPrint {__version__}"  # what the metadata call the program that wrote the file


@dataclass(frozen=True)
class BodyLayout:
    """A body laid out: its pages, the map of them, what stands where, what was noticed."""

    document: Document
    pages: PageMap
    regions: tuple[PageRegion, ...]
    notices: tuple[Notice, ...]


@dataclass(frozen=True)
class BoundLayout:
    """Body and back laid out, the map of all their pages, what stands where on those of the body."""

    document: Document
    pages: PageMap
    regions: tuple[PageRegion, ...]


@dataclass(frozen=True)
class PrintEdition:
    """A finished print edition: the PDF, the map of its pages, where its text stands, the characters no font has.

    ``blank``: those for which a font has a glyph that draws nothing.
    """

    data: bytes
    pages: PageMap
    regions: tuple[PageRegion, ...]
    missing: str
    blank: str = ""


def lay_out_body(body: Sheet, shop: RenderAssets, places: Mapping[str, Where] | None = None) -> BodyLayout:
    """The body laid out on pages, each note at the foot of the page that calls it, and the audit of that.

    ``places``: where each note is in the source, by its id, for what is noticed of it.
    """
    other = apply_patches()
    said = (make_notice(Code.PLAIN_LINES, found=other, expected=PATCHED_VERSION),) if other else ()
    document = _render_sheet(body, make_render_context(shop))
    shorten_footnote_rules(document)
    return BodyLayout(
        document, make_page_map(document), find_regions(document), (*said, *audit_notes(document, places))
    )


def bind_back(layout: BodyLayout, back: Sheet, shop: RenderAssets) -> BoundLayout:
    """The index and colophon laid out behind the body, on its last page where they find room there."""
    document = _render_sheet(back, make_render_context(shop))
    body = layout.document.pages
    if whole := append_back_page(body, document.pages):
        joined = layout.document.copy(whole)
        return BoundLayout(joined, layout.pages, find_regions(joined))
    starts = make_page_map(document, len(body)).starts
    total = len(body) + len(document.pages)
    pages = PageMap(total, (*layout.pages.starts, *starts), layout.pages.anchors)
    return BoundLayout(layout.document.copy([*body, *document.pages]), pages, layout.regions)


def finish_print(bound: BoundLayout, papers: PdfExtras, shop: RenderAssets) -> PrintEdition:
    """The PDF of body and back with running heads and feet, tags and metadata; no clock, no random identifier."""
    with _listen_for_missing_glyphs() as heard:
        add_running_heads(bound.document.pages, _render_sheet(papers.running_heads, make_render_context(shop)).pages)
        data = write_tagged_pdf(bound.document, papers)
    return PrintEdition(data, bound.pages, bound.regions, heard(), find_blank_characters(bound.document.fonts.values()))


def _render_sheet(sheet: Sheet, ready: RenderContext) -> Document:
    return parse_markup(sheet.markup, ready.fetcher).render(
        font_config=ready.fonts,
        counter_style=ready.counters,
        stylesheets=[ready.faces, ready.sheet],
        pdf_variant=PDF_VARIANT,
    )


@contextmanager
def _listen_for_missing_glyphs() -> Iterator[Callable[[], str]]:
    """Collect what WeasyPrint says of glyphs that no font has, each character once, in the order of their setting."""
    heard: list[str] = []

    class GlyphHandler(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            heard.append(record.getMessage())

    ear = GlyphHandler(logging.WARNING)
    LOGGER.addHandler(ear)
    before, LOGGER.propagate = LOGGER.propagate, False
    try:
        yield lambda: "".join(
            dict.fromkeys(chr(int(found[1], 16)) for found in map(MISSING_GLYPH.search, heard) if found)
        )
    finally:
        LOGGER.removeHandler(ear)
        LOGGER.propagate = before


__all__ = [
    "PRODUCER",
    "AttachedFile",
    "BodyLayout",
    "Page",
    "PdfExtras",
    "PrintEdition",
    "RenderAssets",
    "bind_back",
    "clear_font_caches",
    "finish_print",
    "lay_out_body",
]
