"""The text taken out of a finished PDF again, region by region: what a reader of the file would copy."""

from __future__ import annotations

import ctypes
from collections import defaultdict
from collections.abc import Iterator

import pypdfium2
import pypdfium2.raw as pdfium

from engross.pdf.regions import BODY, DIVIDED, MAST, NOTE, SPANNED, Region
from engross.pdf.turned import Printed, holds, in_order
from engross.text import Streams, fold

Texts = dict[tuple[str, str], list[list[Printed]]]  # the characters of each stream, page by page
GAPS = frozenset(b" \r\n")  # what PDFium puts between words and lines of its own
HYPHEN = "\x02"  # what PDFium says for a hyphen at a line's end


def read_back(
    data: bytes, regions: tuple[Region, ...], margins: tuple[float, float], turned: Streams | None = None
) -> Streams:
    """The text of the pages that ``regions`` describe; pages behind them (the index) are not read.

    ``margins``: how many points of the page's top and foot hold running heads, which are no text of the document.
    ``turned``: what should be there, spaced, for a text that runs from right to left (``engross.pdf.turned``).
    """
    by_page: dict[int, list[Region]] = defaultdict(list)
    for region in regions:
        by_page[region.page].append(region)
    texts: Texts = defaultdict(list)
    document = pypdfium2.PdfDocument(data)
    try:
        for n in sorted(by_page):
            for kind, characters in _read_page(document[n], by_page[n], margins).items():
                texts[kind].append(characters if turned else _bare(characters))
    finally:
        document.close()
    numbers = {region.name: region.number for region in regions if region.kind == NOTE}
    return _turned(texts, numbers, turned) if turned else _streams(texts, numbers)


def _bare(page: list[Printed]) -> list[Printed]:
    """What a page says, in one piece: a text from left to right has no need of the places, which take most room."""
    return [("".join([character for character, _, _ in page]), 0.0, 0.0)]


def _streams(texts: Texts, numbers: dict[str, str]) -> Streams:
    notes = tuple(_said(texts[NOTE, name]).removeprefix(number) for name, number in numbers.items())
    return Streams((_said(texts[MAST, ""]),), _said(texts[BODY, ""]), notes)


def _turned(texts: Texts, numbers: dict[str, str], due: Streams) -> Streams:
    """The texts as they should be where each line looks as it should; notes without their numbers."""
    heads = _said(texts[MAST, ""])
    whole = tuple(map(fold, due.masthead))
    wanted = dict(zip(numbers, due.notes, strict=False))
    notes = (
        in_order(texts[NOTE, name], f"{number} {wanted.get(name, '')}").removeprefix(number)
        for name, number in numbers.items()
    )
    masthead = whole if holds(heads, "".join(whole)) else (heads,)
    return Streams(masthead, in_order(texts[BODY, ""], due.body), tuple(notes))


def _said(pages: list[list[Printed]]) -> str:
    """What the characters of a stream say, folded.

    PDFium gives characters beyond U+FFFF as two halves (UTF-16).
    """
    said = "".join(character for page in pages for character, _, _ in page)
    return fold(said.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace"))


def _read_page(
    page: pypdfium2.PdfPage, regions: list[Region], margins: tuple[float, float]
) -> dict[tuple[str, str], list[Printed]]:
    """The characters of each region of a page, with their places."""
    top, foot = page.get_height() - margins[0], margins[1]
    texts: dict[tuple[str, str], list[Printed]] = defaultdict(list)
    divided = [region for region in regions if region.kind == DIVIDED]
    spanned = any(region.kind == SPANNED for region in regions)
    regions = [region for region in regions if region.kind not in (DIVIDED, SPANNED)]
    level: dict[float, list[Region]] = {}  # the regions at a height: the characters of a line have one
    for said, x, y in _as_drawn(page) if spanned else _characters(page):
        if y not in level:
            level[y] = [one for one in regions if one.box[1] <= y <= one.box[3]] if foot <= y <= top else []
        for region in level[y]:
            if region.box[0] <= x <= region.box[2]:
                break
        else:
            continue  # beyond the page's edge nobody can read it: the comparison is to miss it
        if said == HYPHEN and any(one.holds(x, y) for one in divided):
            continue
        texts[region.kind, region.name].append(("-" if said == HYPHEN else said, x, y))
    return texts


def _characters(page: pypdfium2.PdfPage) -> Iterator[tuple[str, float, float]]:
    """Each character of a page in the order of its content, with the point on the baseline where it stands.

    PDFium puts what is drawn on one baseline, one piece after the other, in order from left to right.
    """
    text = page.get_textpage()
    raw, x, y = text.raw, ctypes.c_double(), ctypes.c_double()
    code_of, origin_of, is_generated = (
        pdfium.FPDFText_GetUnicode,
        pdfium.FPDFText_GetCharOrigin,
        pdfium.FPDFText_IsGenerated,
    )
    for n in range(text.count_chars()):
        code = code_of(raw, n)
        if code in GAPS and is_generated(raw, n) == 1:
            yield " ", x.value, y.value  # where PDFium sees a gap: it tells words apart, and is no character
            continue
        origin_of(raw, n, x, y)
        yield chr(code), x.value, y.value
    text.close()


def _as_drawn(page: pypdfium2.PdfPage) -> Iterator[Printed]:
    """Each character of a page as its pieces are drawn, whatever else stands on their baselines."""
    drawn = {_address(pdfium.FPDFPage_GetObject(page.raw, n)): n for n in range(pdfium.FPDFPage_CountObjects(page.raw))}
    text = page.get_textpage()
    places: list[int] = []
    for n in range(text.count_chars()):
        piece = drawn.get(_address(pdfium.FPDFText_GetTextObject(text.raw, n)))
        before = places[-1] if places else 0
        places.append(before if piece is None else piece)  # a gap that PDFium sees is no piece
    text.close()
    ranked = sorted(zip(places, _characters(page), strict=True), key=lambda pair: pair[0])
    return (character for _, character in ranked)


def _address(pointer: object) -> int:
    """Where an object of PDFium's lies; 0 for none."""
    return ctypes.cast(pointer, ctypes.c_void_p).value or 0  # type: ignore[arg-type]
