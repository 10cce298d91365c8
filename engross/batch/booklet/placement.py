"""Choose the sheet for the pages of a document, and the place of each on it. Lengths are in pt, from the foot."""

from __future__ import annotations

from dataclasses import dataclass

from engross.model.paper import POINTS_PER_MM

SHEETS = {  # sizes of sheets in mm, upright (ISO 216, ISO 217, ANSI Y14.1)
    "a4": (210.0, 297.0),
    "a3": (297.0, 420.0),
    "sra4": (225.0, 320.0),
    "sra3": (320.0, 450.0),
    "letter": (215.9, 279.4),
    "tabloid": (279.4, 431.8),
}
LETTER_WIDTH = 215.9 * POINTS_PER_MM
SAME_LENGTH = 1.0  # pt that pages of one size may differ by
GRIDS = {2: (2, 1), 4: (2, 2), 6: (3, 2), 8: (4, 2), 9: (3, 3)}  # columns and rows on a sheet that lies on its side
MARK_GAP = 2 * POINTS_PER_MM  # between the trimmed page and a mark
MARK_LENGTH = 4 * POINTS_PER_MM

Size = tuple[float, float]
Box = tuple[float, float, float, float]  # left, foot, right, top
Line = tuple[float, float, float, float]  # from, to


@dataclass(frozen=True, slots=True)
class Placement:
    """How pages stand on the sides of sheets: the size of the sheet, its columns and rows, the scale of the pages.

    ``page``: the size of a page before it is scaled. ``is_folded``: whether the sheet is folded between its two pages.
    """

    sheet: Size
    columns: int
    rows: int
    page: Size
    scale: float
    is_folded: bool

    @property
    def trim(self) -> Box:
        """The box of all pages of a side that is folded; what lies outside may be cut off. Else the whole sheet."""
        if not self.is_folded:
            return 0.0, 0.0, *self.sheet
        width, height = (self.scale * length for length in self.page)
        left, foot = self.sheet[0] / 2 - width, (self.sheet[1] - height) / 2
        return left, foot, left + 2 * width, foot + height

    def corner(self, place: int, creep: float = 0.0) -> tuple[float, float]:
        """Return the lower left corner of the page in a place; ``creep``: how much nearer it stands to the fold."""
        width, height = (self.scale * length for length in self.page)
        if self.is_folded:
            left, foot, *_ = self.trim
            return left + place * width + (-creep if place else creep), foot
        row, column = divmod(place, self.columns)
        cell_width, cell_height = self.sheet[0] / self.columns, self.sheet[1] / self.rows
        left = column * cell_width + (cell_width - width) / 2
        return left, self.sheet[1] - (row + 1) * cell_height + (cell_height - height) / 2


def place_folded(page: Size, sheet: Size) -> Placement:
    """Return the placement of two pages beside each other; they are made smaller where they must be, never larger."""
    long, short = max(sheet), min(sheet)
    scale = min(1.0, long / 2 / page[0], short / page[1])
    return Placement((long, short), 2, 1, page, scale, is_folded=True)


def place_rows(page: Size, sheet: Size, a_side: int) -> Placement:
    """Return the placement of so many pages a side: upright or lying on its side, as the pages are larger."""
    long, short = max(sheet), min(sheet)
    columns, rows = GRIDS[a_side]
    ways = ((long, short, columns, rows), (short, long, rows, columns))
    placed = [
        Placement((width, height), across, down, page, scale, is_folded=False)
        for width, height, across, down in ways
        for scale in (min(1.0, width / across / page[0], height / down / page[1]),)
    ]
    return max(placed, key=lambda placement: placement.scale)


def choose_sheet(page: Size) -> str:
    """Return the sheet for pages where none is asked for: letter where they are as wide as that, else A4."""
    return "letter" if abs(min(page) - LETTER_WIDTH) <= SAME_LENGTH else "a4"


def sheet_size(name: str) -> Size:
    """Return the size of a sheet of ``SHEETS`` in pt."""
    width, height = SHEETS[name]
    return width * POINTS_PER_MM, height * POINTS_PER_MM


def find_marks(placement: Placement) -> tuple[tuple[Line, ...], tuple[Line, ...]]:
    """Return the lines that show where to fold and where to cut, outside the trimmed pages where the sheet has room."""
    if not placement.is_folded:
        return (), ()
    left, foot, right, top = placement.trim
    width, height = placement.sheet
    ends = {
        "foot": (foot - MARK_GAP, foot - MARK_GAP - MARK_LENGTH),
        "top": (top + MARK_GAP, top + MARK_GAP + MARK_LENGTH),
    }
    upright = [end for end in ends.values() if 0 <= end[1] <= height]
    sides = [(left - MARK_GAP, left - MARK_GAP - MARK_LENGTH), (right + MARK_GAP, right + MARK_GAP + MARK_LENGTH)]
    level = [side for side in sides if 0 <= side[1] <= width]
    cuts = [(x, near, x, far) for near, far in upright for x in (left, right)]
    cuts += [(near, y, far, y) for near, far in level for y in (foot, top)]
    return tuple((width / 2, near, width / 2, far) for near, far in upright), tuple(cuts)
