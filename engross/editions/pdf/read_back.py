"""The text taken out of a finished PDF again, region by region: what a reader of the file would copy."""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Iterator
from operator import itemgetter

import pypdfium2

from engross.editions.pdf.regions import (
    BODY_REGION,
    CELL_REGION,
    DIVIDED_REGION,
    MASTHEAD_REGION,
    NOTE_REGION,
    CellIndex,
    PageRegion,
)
from engross.editions.pdf.rtl_compare import PlacedCharacter, has_all_characters, match_rtl_lines
from engross.grammars.pdfium import LINE_END_HYPHEN, PdfCharacters, join_surrogates, object_addresses
from engross.model.text import TextStreams, fold

CellPath = tuple[CellIndex, ...]  # the cells that a text stands in, the outermost first
CellText = tuple[CellPath, list[PlacedCharacter]]  # characters that follow each other in one cell, or in none
CellTextsByStream = dict[tuple[str, str], list[CellText]]  # the pieces of each stream, as they are drawn
PageCharacters = list[list[PlacedCharacter]]
BELOW_CELLS = sys.maxsize  # ranks what is below a row behind its cells


def read_back(
    data: bytes, regions: tuple[PageRegion, ...], margins: tuple[float, float], turned: TextStreams | None = None
) -> TextStreams:
    """The text of the pages that ``regions`` describe; pages behind them (the index) are not read.

    ``margins``: how many points of the page's top and foot hold running heads, which are no text of the document.
    ``turned``: what should be there, spaced, for a text that runs from right to left
    (``engross.editions.pdf.rtl_compare``).
    """
    by_page: dict[int, list[PageRegion]] = defaultdict(list)
    for region in regions:
        by_page[region.page].append(region)
    texts: CellTextsByStream = defaultdict(list)
    document = pypdfium2.PdfDocument(data)
    try:
        for n in sorted(by_page):
            for kind, pieces in _read_page(document[n], by_page[n], margins).items():
                texts[kind] += pieces if turned else [(path, _drop_places(piece)) for path, piece in pieces]
    finally:
        document.close()
    numbers = {region.name: region.number for region in regions if region.kind == NOTE_REGION}
    return _make_rtl_streams(texts, numbers, turned) if turned else _make_streams(texts, numbers)


def _drop_places(piece: list[PlacedCharacter]) -> list[PlacedCharacter]:
    """What a piece says, as one: a text from left to right has no need of the places, which take most room."""
    return [("".join([character for character, _, _ in piece]), 0.0, 0.0)]


def _sort_by_cells(pieces: list[CellText]) -> PageCharacters:
    """The pieces of a stream as they are read: a cell to its end, then the next of its row, then what is below it.

    They are drawn page by page: of a cell that goes on over a page's end, only its beginning stands before the next.
    """
    last: dict[CellPath, int] = {}  # the row drawn last, of those that are in a cell, or in none
    ranked: list[tuple[CellPath, list[PlacedCharacter]]] = []
    for path, characters in pieces:
        for depth, (row, _) in enumerate(path):
            last[path[:depth]] = row
        ranked.append(((*path, (last.get(path, 0), BELOW_CELLS)), characters))
    return [characters for _, characters in sorted(ranked, key=lambda pair: pair[0])]


def _make_streams(texts: CellTextsByStream, numbers: dict[str, str]) -> TextStreams:
    notes = tuple(
        _join_characters(_sort_by_cells(texts[NOTE_REGION, name])).removeprefix(number)
        for name, number in numbers.items()
    )
    return TextStreams(
        (_join_characters(_sort_by_cells(texts[MASTHEAD_REGION, ""])),),
        _join_characters(_sort_by_cells(texts[BODY_REGION, ""])),
        notes,
    )


def _make_rtl_streams(texts: CellTextsByStream, numbers: dict[str, str], due: TextStreams) -> TextStreams:
    """The texts as they should be where each line looks as it should; notes without their numbers."""
    heads = _join_characters(_sort_by_cells(texts[MASTHEAD_REGION, ""]))
    whole = tuple(map(fold, due.masthead))
    wanted = dict(zip(numbers, due.notes, strict=False))
    notes = (
        match_rtl_lines(_sort_by_cells(texts[NOTE_REGION, name]), f"{number} {wanted.get(name, '')}").removeprefix(
            number
        )
        for name, number in numbers.items()
    )
    masthead = whole if has_all_characters(heads, "".join(whole)) else (heads,)
    return TextStreams(masthead, match_rtl_lines(_sort_by_cells(texts[BODY_REGION, ""]), due.body), tuple(notes))


def _join_characters(pages: list[list[PlacedCharacter]]) -> str:
    """What the characters of a stream say, folded.

    PDFium gives characters beyond U+FFFF as two halves (UTF-16).
    """
    said = "".join(character for page in pages for character, _, _ in page)
    return fold(join_surrogates(said))


def _read_page(
    page: pypdfium2.PdfPage, regions: list[PageRegion], margins: tuple[float, float]
) -> dict[tuple[str, str], list[CellText]]:
    """The characters of each region of a page, with their places, in the order in which they are drawn."""
    top, foot = page.get_height() - margins[0], margins[1]
    texts: dict[tuple[str, str], list[CellText]] = defaultdict(list)
    divided = [region for region in regions if region.kind == DIVIDED_REGION]
    cells = [region for region in regions if region.kind == CELL_REGION]
    regions = [region for region in regions if region.kind not in (DIVIDED_REGION, CELL_REGION)]
    level: dict[float, list[PageRegion]] = {}  # the regions at a height: the characters of a line have one
    path: CellPath = ()
    for (said, x, y), middle in _iter_as_drawn(page):
        if middle is not None:  # a word that is longer than its cell is wide reaches into the next one
            path = tuple(cell.seat for cell in cells if cell.has_point(middle, y))
        if y not in level:
            level[y] = [one for one in regions if one.box[1] <= y <= one.box[3]] if foot <= y <= top else []
        for region in level[y]:
            if region.box[0] <= x <= region.box[2]:
                break
        else:
            continue  # beyond the page's edge nobody can read it: the comparison is to miss it
        if said == LINE_END_HYPHEN and any(one.has_point(x, y) for one in divided):
            continue
        pieces = texts[region.kind, region.name]
        if not pieces or pieces[-1][0] != path:
            pieces.append((path, []))
        pieces[-1][1].append(("-" if said == LINE_END_HYPHEN else said, x, y))
    return texts


def _iter_as_drawn(page: pypdfium2.PdfPage) -> Iterator[tuple[PlacedCharacter, float | None]]:
    """Each character of a page in the order in which its pieces of text are drawn.

    With the first of a piece comes where the middle of its ink is from left to right: a bracket that hangs stands on
    the edge of its line. PDFium has all that is on one baseline from left to right, whatever it belongs to.
    """
    drawn = {address: n for n, address in enumerate(object_addresses(page))}
    text = page.get_textpage()
    placed = PdfCharacters(text)
    characters: list[tuple[int, int, PlacedCharacter]] = []
    at = 0
    for n, character in enumerate(_iter_characters(placed)):
        # A gap that PDFium sees is of no piece: it goes with what stands before it.
        at = drawn.get(placed.object_address(n), at)
        characters.append((at, n, character))
    before = -1
    for at, n, character in sorted(characters, key=itemgetter(0)):
        left, _, right, _ = text.get_charbox(n) if at != before else (0.0, 0.0, 0.0, 0.0)
        yield character, (left + right) / 2 if at != before else None
        before = at
    text.close()


def _iter_characters(characters: PdfCharacters) -> Iterator[PlacedCharacter]:
    """Each character of a page as PDFium has them, with the point on the baseline where it stands."""
    x, y = 0.0, 0.0
    for n in range(len(characters)):
        code = characters.code(n)
        if characters.is_gap(n, code):
            yield " ", x, y  # where PDFium sees a gap: it tells words apart, and is no character
            continue
        x, y = characters.origin(n)
        yield chr(code), x, y
