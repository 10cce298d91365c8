"""Set pages that belong to no single document: tagged ones, to be bound with documents, and folios for all of them."""

from __future__ import annotations

from dataclasses import dataclass

from engross.editions.engine import load  # noqa: F401 - makes engross_weasyprint importable

# isort: split
from engross_weasyprint.document import Document

from engross.editions.pdf.document_metadata import PdfExtras
from engross.editions.pdf.render_context import RenderAssets, make_render_context
from engross.editions.pdf.tags import PDF_VARIANT, write_tagged_pdf
from engross.editions.pdf.xml_input import parse_markup
from engross.model.book import Sheet


@dataclass(frozen=True, slots=True)
class LoosePages:
    """Pages as a PDF, and how many they are."""

    data: bytes
    pages: int


def set_tagged_pages(sheet: Sheet, packet: Sheet, assets: RenderAssets, *, turned: bool = False) -> LoosePages:
    """Set a sheet as PDF/A-3a and PDF/UA-1. ``packet``: its XMP packet. ``turned``: from right to left."""
    document = _render(sheet, assets)
    pages = len(document.pages)  # writing takes the boxes off them
    return LoosePages(write_tagged_pdf(document, PdfExtras(sheet, packet, turned=turned)), pages)


def set_untagged_pages(sheet: Sheet, assets: RenderAssets) -> bytes:
    """Set a sheet without tags: what is drawn over other pages is an artifact there."""
    data: bytes | None = _render(sheet, assets).write_pdf()
    return data or b""


def _render(sheet: Sheet, assets: RenderAssets) -> Document:
    context = make_render_context(assets)
    return parse_markup(sheet.markup, context.fetcher).render(
        font_config=context.fonts,
        counter_style=context.counters,
        stylesheets=[context.faces, context.sheet],
        pdf_variant=PDF_VARIANT,
    )
