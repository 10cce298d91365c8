"""Read the text back out of a finished PDF, region by region: what a reader of the file would copy."""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import groupby
from math import inf
from operator import attrgetter

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
from engross.editions.pdf.rtl_compare import (
    ISOLATE_END,
    RIGHT_TO_LEFT,
    RTL_ISOLATE,
    DueStreams,
    PlacedCharacter,
    has_all_characters,
    match_mixed_lines,
    match_rtl_lines,
)
from engross.grammars.pdfium import GAP_CODES, LINE_END_HYPHEN, PdfCharacters, join_surrogates, object_addresses
from engross.model.paper import Format
from engross.model.text import TextStreams, fold

OPENING_CODES = frozenset(map(ord, "《〈「『【〔（［｛“‘"))  # drawn in the right half of a square
CellPath = tuple[CellIndex, ...]  # the cells around a text, the outermost first
CellText = tuple[CellPath, list[PlacedCharacter]]  # characters that follow each other in one cell, or outside all
CellTextsByStream = dict[tuple[str, str], list[CellText]]  # by kind of region and note, as drawn
PageCharacters = list[list[PlacedCharacter]]
RAISED_EM = 0.58  # how far a call may stand above its line, in ems of the text; lines are further apart
RTL_SIZE = 13.0  # the size of right-to-left text in a handout, where the format names none, pt
Span = tuple[PageRegion | None, float, float]  # a region, the left and the right edge of what it covers
NOWHERE: Span = (None, 0.0, 0.0)
BELOW_CELLS = sys.maxsize  # a cell number that sorts what is below a row behind its cells


def read_back(
    data: bytes, regions: tuple[PageRegion, ...], page_format: Format, turned: DueStreams | None = None
) -> TextStreams:
    """Return the text of the pages that ``regions`` describe; the pages behind them (the index) are not read.

    ``page_format``: of the pages; the strips at their tops and feet hold running heads, which are no text of the
    document. ``turned``: for a text with right-to-left words, what should be there, with its spaces
    (``engross.editions.pdf.rtl_compare``); None for any other.
    """
    by_page: dict[int, list[PageRegion]] = defaultdict(list)
    for region in regions:
        by_page[region.page].append(region)
    texts: CellTextsByStream = defaultdict(list)
    document = pypdfium2.PdfDocument(data)
    try:
        for n in sorted(by_page):
            for stream, pieces in _read_page(document[n], by_page[n], page_format.margins).items():
                texts[stream] += pieces if turned else [(path, _drop_places(piece)) for path, piece in pieces]
    finally:
        document.close()
    notes = sorted((region for region in regions if region.kind == NOTE_REGION), key=attrgetter("place"))
    numbers = {note.name: note.number for note in notes}
    if not turned:
        return _make_streams(texts, numbers)
    raised = RAISED_EM * (page_format.size or RTL_SIZE)
    make_streams = _make_rtl_streams if turned.base == RIGHT_TO_LEFT else _make_mixed_streams
    return make_streams(texts, numbers, turned, raised)


def _drop_places(piece: list[PlacedCharacter]) -> list[PlacedCharacter]:
    """Join a piece into one item without place: only right-to-left text needs the places, which take most memory."""
    return [("".join([character for character, _, _ in piece]), 0.0, 0.0)]


def _sort_by_cells(pieces: list[CellText]) -> PageCharacters:
    """Sort the pieces of a stream into reading order: a cell to its end, then the next of its row, then what is below.

    They come page by page: only the beginning of a cell that goes on over a page's end comes before the next cell.
    """
    last_row: dict[CellPath, int] = {}  # the row drawn last in each cell, and outside all
    ranked: list[tuple[CellPath, list[PlacedCharacter]]] = []
    for path, characters in pieces:
        for depth, (row, _) in enumerate(path):
            last_row[path[:depth]] = row
        ranked.append(((*path, (last_row.get(path, 0), BELOW_CELLS)), characters))
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


def _make_rtl_streams(
    texts: CellTextsByStream, numbers: dict[str, str], turned: DueStreams, raised: float
) -> TextStreams:
    """Return the expected text of every line that looks as it should, the extracted text of others.

    Notes come without their numbers. ``turned``: the expected texts. ``raised``: how far a call may stand above its
    line.
    """
    due = turned.streams
    due_notes = dict(zip(numbers, due.notes, strict=False))
    notes = (
        match_rtl_lines(
            _sort_by_cells(texts[NOTE_REGION, name]),
            f"{RTL_ISOLATE}{number}{ISOLATE_END} {due_notes.get(name, '')}",
            raised,
        ).removeprefix(number)
        for name, number in numbers.items()
    )
    return TextStreams(
        _match_masthead(texts, due),
        match_rtl_lines(_sort_by_cells(texts[BODY_REGION, ""]), due.body, raised),
        tuple(notes),
    )


def _match_masthead(texts: CellTextsByStream, due: TextStreams) -> tuple[str, ...]:
    """Return the expected lines of the masthead if the page has all their characters, else what was extracted."""
    extracted = _join_characters(_sort_by_cells(texts[MASTHEAD_REGION, ""]))
    lines = tuple(map(fold, due.masthead))
    return lines if has_all_characters(extracted, "".join(lines)) else (extracted,)


def _make_mixed_streams(
    texts: CellTextsByStream, numbers: dict[str, str], turned: DueStreams, raised: float
) -> TextStreams:
    """Return as ``_make_rtl_streams``, for a text from left to right that has right-to-left words in some lines."""
    due, beside = turned.streams, turned.is_beside_rtl
    due_notes = dict(zip(numbers, due.notes, strict=False))
    notes = (
        match_mixed_lines(
            _sort_by_cells(texts[NOTE_REGION, name]),
            f"{number} {due_notes.get(name, '')}",
            raised,
            is_beside_rtl=beside,
        ).removeprefix(number)
        for name, number in numbers.items()
    )
    masthead = (_join_characters(_sort_by_cells(texts[MASTHEAD_REGION, ""])),)
    body = match_mixed_lines(_sort_by_cells(texts[BODY_REGION, ""]), due.body, raised, is_beside_rtl=beside)
    return TextStreams(_match_masthead(texts, due) if beside else masthead, body, tuple(notes))


def _join_characters(pages: list[list[PlacedCharacter]]) -> str:
    """Return the folded text of a stream's characters; PDFium gives those beyond U+FFFF as two halves (UTF-16)."""
    text = "".join(character for page in pages for character, _, _ in page)
    return fold(join_surrogates(text))


def _read_page(
    page: pypdfium2.PdfPage, regions: list[PageRegion], margins: tuple[float, float]
) -> dict[tuple[str, str], list[CellText]]:
    """Return the pieces of text of each region of a page, in the order of drawing.

    ``margins``: the points of running heads at top and foot.
    """
    top, foot = page.get_height() - margins[0], margins[1]
    texts: dict[tuple[str, str], list[CellText]] = defaultdict(list)
    divided = _RegionsByHeight(region for region in regions if region.kind == DIVIDED_REGION)
    cells = _RegionsByHeight(region for region in regions if region.kind == CELL_REGION)
    others = _RegionsByHeight(region for region in regions if region.kind not in (DIVIDED_REGION, CELL_REGION))
    for middle, piece in _iter_pieces(page):
        # Decided once a piece: a word too long for its cell reaches into the next.
        path = tuple(cell.seat for cell in cells.list_at(piece[0][2]) if cell.has_point(middle, piece[0][2]))
        found: PageRegion | None = None
        characters: list[PlacedCharacter] = []
        region, height, left, right = None, 0.0, 0.0, 0.0  # that of the characters between left and right at a height
        for character, x, y in piece:
            if not (y == height and left < x < right):
                region, left, right = others.find_span(x, y) if foot <= y <= top else NOWHERE
                height = y
            if region is None:
                continue  # nobody can read what is beyond the page's edge: the comparison must miss it
            is_hyphen = character == LINE_END_HYPHEN
            if is_hyphen and divided.find_first(x, y):
                continue
            if region is not found:
                found, pieces = region, texts[region.kind, region.name]
                if not pieces or pieces[-1][0] != path:
                    pieces.append((path, []))
                characters = pieces[-1][1]
            characters.append(("-" if is_hyphen else character, x, y))
    return texts


class _RegionsByHeight:
    """Regions of a page, those at a height looked up once a line: a table has hundreds of cells."""

    def __init__(self, regions: Iterable[PageRegion]) -> None:
        self._regions = tuple(regions)
        self._by_height: dict[float, list[PageRegion]] = {}

    def list_at(self, y: float) -> list[PageRegion]:
        """Return the regions that reach over a height, in their order."""
        if y not in self._by_height:
            self._by_height[y] = [region for region in self._regions if region.box[1] <= y <= region.box[3]]
        return self._by_height[y]

    def find_first(self, x: float, y: float) -> PageRegion | None:
        """Return the first of the regions that have a point."""
        return self.find_span(x, y)[0]

    def find_span(self, x: float, y: float) -> Span:
        """Return the first of the regions that have a point, and between which two edges it is the first at its height.

        Without a region the edges are of no use: there is nothing between them.
        """
        left, right = -inf, inf
        for region in self.list_at(y):
            if region.box[0] <= x <= region.box[2]:
                return region, max(left, region.box[0]), min(right, region.box[2])
            if region.box[2] < x:
                left = max(left, region.box[2])
            else:
                right = min(right, region.box[0])
        return NOWHERE


def _iter_pieces(page: pypdfium2.PdfPage) -> Iterator[tuple[float, list[PlacedCharacter]]]:
    """Iterate over the pieces of text of a page in the order in which they are drawn, as their characters.

    With a piece comes the x of the middle of its first character's ink: a hanging bracket stands on the edge of its
    line. PDFium orders all on one baseline from left to right, whatever it belongs to.
    """
    order = {address: n for n, address in enumerate(object_addresses(page))}
    text = page.get_textpage()
    characters = PdfCharacters(text)
    placed, first, place = _place_characters(characters), 0, 0
    pieces: dict[int, tuple[int, list[PlacedCharacter]]] = {}  # the number of the first character, and all
    for address, run in groupby(characters.list_object_addresses()):
        # A space that PDFium inserted belongs to no piece: it goes with the character before it.
        place, end = order.get(address, place), first + sum(1 for _ in run)
        pieces.setdefault(place, (first, []))[1].extend(placed[first:end])
        first = end
    for place in sorted(pieces):
        first, piece = pieces[place]
        left, _, right, _ = text.get_charbox(first)
        yield (left + right) / 2, piece
    text.close()


def _place_characters(characters: PdfCharacters) -> list[PlacedCharacter]:
    """Return the characters of a page in PDFium's order, each with its origin on the baseline."""
    codes = characters.list_codes()
    placed = [(character, x, y) for character, (x, y) in zip(map(chr, codes), characters.list_origins(), strict=True)]
    for n, code in enumerate(codes):
        if code in GAP_CODES and characters.is_inferred(n):
            # PDFium inserted it: no character of the file, so it has no origin but that of the one before.
            placed[n] = (" ", *(placed[n - 1][1:] if n else (0.0, 0.0)))
        elif code in OPENING_CODES:
            # What stands before a bracket that is half as wide as its square begins behind it.
            placed[n] = (placed[n][0], characters.ink_edges(n)[0], placed[n][2])
    return placed
