"""The text taken out of a finished PDF again, region by region: what a reader of the file would copy."""

from __future__ import annotations

import ctypes
from collections import defaultdict
from collections.abc import Iterator

import pypdfium2
import pypdfium2.raw as pdfium

from engross.pdf.regions import BODY, MAST, NOTE, Region
from engross.text import Streams, fold

HYPHEN = 0x02  # what PDFium says for a hyphen at a line's end


def read_back(data: bytes, regions: tuple[Region, ...], margins: tuple[float, float]) -> Streams:
    """The text of the pages that ``regions`` describe; pages behind them (the index) are not read.

    ``margins``: how many points of the page's top and foot hold running heads, which are no text of the document.
    """
    by_page: dict[int, list[Region]] = defaultdict(list)
    for region in regions:
        by_page[region.page].append(region)
    texts: dict[tuple[str, str], list[str]] = defaultdict(list)
    document = pypdfium2.PdfDocument(data)
    try:
        for n in sorted(by_page):
            _read_page(document[n], by_page[n], margins, texts)
    finally:
        document.close()
    numbers = {region.name: region.number for region in regions if region.kind == NOTE}
    notes = tuple(_folded(texts[NOTE, name]).removeprefix(number) for name, number in numbers.items())
    return Streams((_folded(texts[MAST, ""]),), _folded(texts[BODY, ""]), notes)


def _folded(characters: list[str]) -> str:
    """Characters as one folded text. PDFium gives those beyond U+FFFF as two halves (UTF-16)."""
    return fold("".join(characters).encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace"))


def _read_page(
    page: pypdfium2.PdfPage,
    regions: list[Region],
    margins: tuple[float, float],
    texts: dict[tuple[str, str], list[str]],
) -> None:
    top, foot = page.get_height() - margins[0], margins[1]
    for character, x, y in _characters(page):
        if foot <= y <= top:
            region = next(region for region in regions if region.holds(x, y))
            texts[region.kind, region.name].append(character)


def _characters(page: pypdfium2.PdfPage) -> Iterator[tuple[str, float, float]]:
    """Each character of a page in the order of its content, with the point on the baseline where it stands."""
    text = page.get_textpage()
    x, y = ctypes.c_double(), ctypes.c_double()
    for n in range(text.count_chars()):
        code = pdfium.FPDFText_GetUnicode(text.raw, n)
        if pdfium.FPDFText_IsGenerated(text.raw, n) == 1 and code != HYPHEN:
            continue
        pdfium.FPDFText_GetCharOrigin(text.raw, n, x, y)
        yield "-" if code == HYPHEN else chr(code), x.value, y.value
    text.close()
