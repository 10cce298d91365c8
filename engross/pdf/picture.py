"""A vector picture to a picture of points, drawn with the pinned fonts: PNG, the same bytes for the same picture."""

from __future__ import annotations

from io import BytesIO

import pypdfium2
from weasyprint import HTML

from engross.book import Sheet
from engross.pdf.press import Shop, press

# A page that is nothing but the picture, one CSS pixel for each of its units.
PAGE = "@page {{ margin: 0; size: {width}px {height}px }} body {{ margin: 0 }} svg {{ display: block }}"
CSS_PIXELS = 96 / 72  # of a point, the unit of PDF
COLOURS = 64  # a cover has two colours and the shades between them


def picture(svg: Sheet, size: tuple[int, int], width: int, shop: Shop) -> bytes:
    """The picture in ``svg``, of this width and height in its own units, as a PNG of ``width`` pixels."""
    ready = press(shop)
    style = PAGE.format(width=size[0], height=size[1])
    page = HTML(string=f"<style>{style}</style>{svg.markup.partition('?>')[2]}", url_fetcher=ready.fetcher)
    data = page.write_pdf(font_config=ready.fonts)
    with pypdfium2.PdfDocument(data) as drawn:
        image = drawn[0].render(scale=width / size[0] * CSS_PIXELS).to_pil()
    out = BytesIO()
    image.convert("RGB").quantize(COLOURS).save(out, "PNG", optimize=True)
    return out.getvalue()
