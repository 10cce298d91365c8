"""Draw a cover, and the pages of a PDF, as pictures of points: PNG, the same bytes for the same page."""

from __future__ import annotations

import zlib
from io import BytesIO
from typing import Any

import pypdfium2

from engross.editions.pdf.render_context import RenderAssets, make_render_context
from engross.editions.pdf.xml_input import parse_markup
from engross.model.book import Sheet

# The shades of a picture: its two colours and those between them at the edges of letters. Eight are as good to the eye
# as sixty, in half the bytes.
SHADES = 8
SAMPLE_STEP = 16  # pixels of a picture for one of the small picture that its two colours are read from
PAGE_COLOURS = 64  # of a page, with the shades between them
POINTS_PER_INCH = 72
# Deflate that looks for runs of a byte only: a tenth of the time of a full search, and a twentieth more bytes.
PNG_COMPRESSION = {"compress_level": 9, "compress_type": zlib.Z_RLE}


def draw_first_page(page: Sheet, width: int, assets: RenderAssets) -> bytes:
    """Return the first page of a sheet of two colours as a PNG ``width`` pixels wide, with the pinned fonts."""
    context = make_render_context(assets)
    data = parse_markup(page.markup, context.fetcher).write_pdf(font_config=context.fonts)
    with pypdfium2.PdfDocument(data) as document:
        first_page = document[0]
        scale = width / first_page.get_width()
        grey = first_page.render(scale=scale, grayscale=True).to_pil()
        small = first_page.render(scale=scale / SAMPLE_STEP).to_pil()
    buffer = BytesIO()
    _reduce_to_shades(grey, small).save(buffer, "PNG", **PNG_COMPRESSION)
    return buffer.getvalue()


def draw_pages(data: bytes, dpi: int) -> tuple[bytes, ...]:
    """Return the pages of a PDF as PNGs, ``dpi`` pixels an inch."""
    with pypdfium2.PdfDocument(data) as document:
        return tuple(_draw_page(page, dpi) for page in document)


def _draw_page(page: pypdfium2.PdfPage, dpi: int) -> bytes:
    image, out = page.render(scale=dpi / POINTS_PER_INCH).to_pil(), BytesIO()
    image.convert("RGB").quantize(PAGE_COLOURS).save(out, "PNG", **PNG_COMPRESSION)
    return out.getvalue()


def _reduce_to_shades(grey: Any, small: Any) -> Any:
    """Return a grey Pillow image as one with a palette: ``SHADES`` shades between the two colours of its page.

    ``small``: the page in colour, as small as its areas of plain colour allow.
    """
    darkest, lightest = grey.getextrema()
    colours = sorted((colour for _, colour in small.getcolors(small.width * small.height)), key=sum)
    steps = ((SHADES - 1) * (level - darkest) / max(1, lightest - darkest) for level in range(256))
    shades = grey.point([round(min(max(step, 0), SHADES - 1)) for step in steps])
    ends = list(zip(colours[0], colours[-1], strict=True))
    shades.putpalette([round(dark + (light - dark) * n / (SHADES - 1)) for n in range(SHADES) for dark, light in ends])
    return shades
