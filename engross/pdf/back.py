"""The text taken out of a finished PDF again, region by region: what a reader of the file would copy."""

from __future__ import annotations

import ctypes
import sys
from collections import defaultdict
from collections.abc import Iterator
from operator import itemgetter

import pypdfium2
import pypdfium2.raw as pdfium

from engross.pdf.regions import BODY, CELL, DIVIDED, MAST, NOTE, Region, Seat
from engross.pdf.turned import Printed, holds, in_order
from engross.text import Streams, fold

Path = tuple[Seat, ...]  # the cells that a text stands in, the outermost first
Piece = tuple[Path, list[Printed]]  # characters that follow each other in one cell, or in none
Texts = dict[tuple[str, str], list[Piece]]  # the pieces of each stream, as they are drawn
Pages = list[list[Printed]]
GAPS = frozenset(b" \r\n")  # what PDFium puts between words and lines of its own
BELOW = sys.maxsize  # ranks what is below a row behind its cells
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
            for kind, pieces in _read_page(document[n], by_page[n], margins).items():
                texts[kind] += pieces if turned else [(path, _bare(piece)) for path, piece in pieces]
    finally:
        document.close()
    numbers = {region.name: region.number for region in regions if region.kind == NOTE}
    return _turned(texts, numbers, turned) if turned else _streams(texts, numbers)


def _bare(piece: list[Printed]) -> list[Printed]:
    """What a piece says, as one: a text from left to right has no need of the places, which take most room."""
    return [("".join([character for character, _, _ in piece]), 0.0, 0.0)]


def _in_order(pieces: list[Piece]) -> Pages:
    """The pieces of a stream as they are read: a cell to its end, then the next of its row, then what is below it.

    They are drawn page by page: of a cell that goes on over a page's end, only its beginning stands before the next.
    """
    last: dict[Path, int] = {}  # the row drawn last, of those that are in a cell, or in none
    ranked: list[tuple[Path, list[Printed]]] = []
    for path, characters in pieces:
        for depth, (row, _) in enumerate(path):
            last[path[:depth]] = row
        ranked.append(((*path, (last.get(path, 0), BELOW)), characters))
    return [characters for _, characters in sorted(ranked, key=lambda pair: pair[0])]


def _streams(texts: Texts, numbers: dict[str, str]) -> Streams:
    notes = tuple(_said(_in_order(texts[NOTE, name])).removeprefix(number) for name, number in numbers.items())
    return Streams((_said(_in_order(texts[MAST, ""])),), _said(_in_order(texts[BODY, ""])), notes)


def _turned(texts: Texts, numbers: dict[str, str], due: Streams) -> Streams:
    """The texts as they should be where each line looks as it should; notes without their numbers."""
    heads = _said(_in_order(texts[MAST, ""]))
    whole = tuple(map(fold, due.masthead))
    wanted = dict(zip(numbers, due.notes, strict=False))
    notes = (
        in_order(_in_order(texts[NOTE, name]), f"{number} {wanted.get(name, '')}").removeprefix(number)
        for name, number in numbers.items()
    )
    masthead = whole if holds(heads, "".join(whole)) else (heads,)
    return Streams(masthead, in_order(_in_order(texts[BODY, ""]), due.body), tuple(notes))


def _said(pages: list[list[Printed]]) -> str:
    """What the characters of a stream say, folded.

    PDFium gives characters beyond U+FFFF as two halves (UTF-16).
    """
    said = "".join(character for page in pages for character, _, _ in page)
    return fold(said.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace"))


def _read_page(
    page: pypdfium2.PdfPage, regions: list[Region], margins: tuple[float, float]
) -> dict[tuple[str, str], list[Piece]]:
    """The characters of each region of a page, with their places, in the order in which they are drawn."""
    top, foot = page.get_height() - margins[0], margins[1]
    texts: dict[tuple[str, str], list[Piece]] = defaultdict(list)
    divided = [region for region in regions if region.kind == DIVIDED]
    cells = [region for region in regions if region.kind == CELL]
    regions = [region for region in regions if region.kind not in (DIVIDED, CELL)]
    level: dict[float, list[Region]] = {}  # the regions at a height: the characters of a line have one
    path: Path = ()
    for (said, x, y), middle in _as_drawn(page):
        if middle is not None:  # a word that is longer than its cell is wide reaches into the next one
            path = tuple(cell.seat for cell in cells if cell.holds(middle, y))
        if y not in level:
            level[y] = [one for one in regions if one.box[1] <= y <= one.box[3]] if foot <= y <= top else []
        for region in level[y]:
            if region.box[0] <= x <= region.box[2]:
                break
        else:
            continue  # beyond the page's edge nobody can read it: the comparison is to miss it
        if said == HYPHEN and any(one.holds(x, y) for one in divided):
            continue
        pieces = texts[region.kind, region.name]
        if not pieces or pieces[-1][0] != path:
            pieces.append((path, []))
        pieces[-1][1].append(("-" if said == HYPHEN else said, x, y))
    return texts


def _as_drawn(page: pypdfium2.PdfPage) -> Iterator[tuple[Printed, float | None]]:
    """Each character of a page in the order in which its pieces of text are drawn.

    With the first of a piece comes where the middle of its ink is from left to right: a bracket that hangs stands on
    the edge of its line. PDFium has all that is on one baseline from left to right, whatever it belongs to.
    """
    drawn = {_address(pdfium.FPDFPage_GetObject(page.raw, n)): n for n in range(pdfium.FPDFPage_CountObjects(page.raw))}
    text = page.get_textpage()
    characters: list[tuple[int, int, Printed]] = []
    at = 0
    for n, character in enumerate(_characters(text)):
        # A gap that PDFium sees is of no piece: it goes with what stands before it.
        at = drawn.get(_address(pdfium.FPDFText_GetTextObject(text.raw, n)), at)
        characters.append((at, n, character))
    before = -1
    for at, n, character in sorted(characters, key=itemgetter(0)):
        left, _, right, _ = text.get_charbox(n) if at != before else (0.0, 0.0, 0.0, 0.0)
        yield character, (left + right) / 2 if at != before else None
        before = at
    text.close()


def _characters(text: pypdfium2.PdfTextPage) -> Iterator[Printed]:
    """Each character of a page as PDFium has them, with the point on the baseline where it stands."""
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


def _address(pointer: object) -> int:
    """Where an object of PDFium's lies; 0 for none."""
    return ctypes.cast(pointer, ctypes.c_void_p).value or 0  # type: ignore[arg-type]
