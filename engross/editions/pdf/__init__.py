"""Lay sheets out once, audit their notes, join body and index, and write the print edition as PDF.

The only stage that uses WeasyPrint, as patched by ``engross.editions.engine``. It yields bytes that are the same for
the same sheets and fonts, PDF/A-3a and PDF/UA-1 at once; a map of the pages; and a notice for each note that is not on
the page of its call.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace

from engross.editions.engine import load  # noqa: F401 - makes engross_weasyprint and engross_pydyf importable

# isort: split
from engross_weasyprint import __version__
from engross_weasyprint.document import Document, Page

from engross.editions.pdf.audit import audit_notes
from engross.editions.pdf.block_places import find_block_places
from engross.editions.pdf.changed_lines import find_changed_lines
from engross.editions.pdf.compose_back import append_back_pages
from engross.editions.pdf.debug_boxes import find_debug_pages
from engross.editions.pdf.document_metadata import AttachedFile, PdfExtras
from engross.editions.pdf.drawn import find_blank_characters
from engross.editions.pdf.footnote_rule import shorten_footnote_rules
from engross.editions.pdf.line_baselines import find_baselines
from engross.editions.pdf.page_map import make_page_map
from engross.editions.pdf.picture import draw_pages
from engross.editions.pdf.regions import PageRegion, find_back_region, find_regions, find_side_regions
from engross.editions.pdf.render_context import RenderAssets, clear_font_caches, make_render_context
from engross.editions.pdf.running_heads import add_running_heads
from engross.editions.pdf.tags import PDF_VARIANT, write_tagged_pdf
from engross.editions.pdf.xml_input import parse_markup
from engross.model.book import PageMap, Sheet
from engross.model.debug_page import DebugPage
from engross.model.notice import Notice
from engross.model.tree import Where

LOGGER = logging.getLogger("engross_weasyprint")
MISSING_GLYPH = re.compile(r"\.notdef glyph.*\(U\+([0-9A-F]+)\)")
DEBUG_DPI = 150  # of the pictures of pages
PRODUCER = f"WeasyPrint {__version__}"  # names the program that wrote the file, in its metadata


@dataclass(frozen=True)
class BodyLayout:
    """A laid-out body: its pages, their map, the regions of their text, the notices of the audit."""

    document: Document
    pages: PageMap
    regions: tuple[PageRegion, ...]
    notices: tuple[Notice, ...]


@dataclass(frozen=True)
class BoundLayout:
    """Body and back laid out: their pages, the map of all of them, the regions of the body's pages.

    ``heads``: empty pages with the running heads, where they are not to be laid out yet.
    """

    document: Document
    pages: PageMap
    regions: tuple[PageRegion, ...]
    heads: tuple[Page, ...] = ()


@dataclass(frozen=True)
class PrintEdition:
    """A finished print edition: the PDF, the map of its pages, the regions of its text.

    ``missing``: the characters that no font has; ``blank``: those whose glyph draws nothing; "" for none.
    ``debug_pages``: pages with their boxes and pictures, if they are asked for.
    """

    data: bytes
    pages: PageMap
    regions: tuple[PageRegion, ...]
    missing: str
    blank: str = ""
    debug_pages: tuple[DebugPage, ...] = ()


def lay_out_body(body: Sheet, assets: RenderAssets, places: Mapping[str, Where] | None = None) -> BodyLayout:
    """Lay the body out on pages, each note at the foot of the page that calls it, and audit the notes.

    ``places``: the place of each note in the source by its id, for the notices.
    """
    document = render_sheet(body, assets)
    shorten_footnote_rules(document)
    return BodyLayout(document, make_page_map(document), find_regions(document), audit_notes(document, places))


def bind_back(layout: BodyLayout, back: Sheet, assets: RenderAssets, *, may_join: bool = True) -> BoundLayout:
    """Set index, colophon and record behind the body; they begin on its last page where that saves a page.

    ``may_join``: whether that page may have them.
    """
    document = render_sheet(back, assets)
    body = layout.document.pages
    all_pages = append_back_pages(body, document.pages, may_join=may_join)
    behind = layout.document.copy(all_pages[len(body) :])
    starts = make_page_map(behind, len(body)).starts
    pages = PageMap(len(all_pages), (*layout.pages.starts, *starts), layout.pages.anchors)
    last = len(body) - 1
    is_joined = all_pages[last] is not body[last]
    regions = (find_back_region(last, all_pages[last]), *layout.regions) if is_joined else layout.regions
    return BoundLayout(layout.document.copy(all_pages), pages, regions)


def finish_print(
    bound: BoundLayout, extras: PdfExtras, assets: RenderAssets, *, has_debug_pages: bool = False
) -> PrintEdition:
    """Return the PDF of body and back with running heads, tags and metadata; no clock, no random identifier."""
    with _listen_for_missing_glyphs() as missing_characters:
        add_running_heads(bound.document.pages, bound.heads or render_sheet(extras.running_heads, assets).pages)
        pages = find_debug_pages(bound.document) if has_debug_pages else ()
        side_regions = tuple(find_side_regions(bound.document))
        data = write_tagged_pdf(bound.document, extras)
    return PrintEdition(
        data,
        bound.pages,
        (*side_regions, *bound.regions),
        missing_characters(),
        find_blank_characters(bound.document.fonts.values()),
        _draw_debug_pages(pages, data),
    )


def _draw_debug_pages(pages: tuple[DebugPage, ...], data: bytes) -> tuple[DebugPage, ...]:
    pictures = draw_pages(data, DEBUG_DPI) if pages else ()
    return tuple(replace(page, picture=picture) for page, picture in zip(pages, pictures, strict=True))


def render_sheet(sheet: Sheet, assets: RenderAssets) -> Document:
    """Return the pages of a sheet, laid out."""
    context = make_render_context(assets)
    return parse_markup(sheet.markup, context.fetcher).render(
        font_config=context.fonts,
        counter_style=context.counters,
        stylesheets=[context.faces, context.sheet],
        pdf_variant=PDF_VARIANT,
    )


@contextmanager
def _listen_for_missing_glyphs() -> Iterator[Callable[[], str]]:
    """Collect WeasyPrint's warnings of missing glyphs; yield a function that returns their characters.

    Each character stands once, in the order in which they were set.
    """
    messages: list[str] = []

    class GlyphHandler(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            messages.append(record.getMessage())

    handler = GlyphHandler(logging.WARNING)
    LOGGER.addHandler(handler)
    propagated, LOGGER.propagate = LOGGER.propagate, False
    try:
        yield lambda: "".join(
            dict.fromkeys(chr(int(match[1], 16)) for match in map(MISSING_GLYPH.search, messages) if match)
        )
    finally:
        LOGGER.removeHandler(handler)
        LOGGER.propagate = propagated


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
    "find_baselines",
    "find_block_places",
    "find_changed_lines",
    "finish_print",
    "lay_out_body",
]
