"""A page to a picture of points, drawn with the pinned fonts: PNG, the same bytes for the same page."""

from __future__ import annotations

from io import BytesIO

import pypdfium2
from weasyprint import HTML

from engross.editions.pdf.patches import apply_patches
from engross.editions.pdf.render_context import RenderAssets, make_render_context
from engross.model.book import Sheet

PALETTE_COLOURS = 64  # a cover has two colours and the shades between them


def draw_first_page(page: Sheet, width: int, shop: RenderAssets) -> bytes:
    """The first page of ``page``, drawn as a PNG of ``width`` pixels."""
    apply_patches()
    ready = make_render_context(shop)
    data = HTML(string=page.markup, url_fetcher=ready.fetcher).write_pdf(font_config=ready.fonts)
    with pypdfium2.PdfDocument(data) as drawn:
        first = drawn[0]
        image = first.render(scale=width / first.get_width()).to_pil()
    out = BytesIO()
    image.convert("RGB").quantize(PALETTE_COLOURS).save(out, "PNG", optimize=True)
    return out.getvalue()
