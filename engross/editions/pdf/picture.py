"""Draw a page as a PNG with the pinned fonts; the same bytes for the same page."""

from __future__ import annotations

from io import BytesIO

import pypdfium2
from weasyprint import HTML

from engross.editions.pdf.patches import apply_patches
from engross.editions.pdf.render_context import RenderAssets, make_render_context
from engross.model.book import Sheet

PALETTE_COLOURS = 64  # a cover has two colours and the shades between them


def draw_first_page(page: Sheet, width: int, assets: RenderAssets) -> bytes:
    """Return the first page of ``page`` as a PNG, ``width`` pixels wide."""
    apply_patches()
    context = make_render_context(assets)
    data = HTML(string=page.markup, url_fetcher=context.fetcher).write_pdf(font_config=context.fonts)
    with pypdfium2.PdfDocument(data) as document:
        first_page = document[0]
        image = first_page.render(scale=width / first_page.get_width()).to_pil()
    out = BytesIO()
    image.convert("RGB").quantize(PALETTE_COLOURS).save(out, "PNG", optimize=True)
    return out.getvalue()
