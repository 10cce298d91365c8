"""Order the pages of a document for sheets that are printed on both sides: folded in signatures, or several a side."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

FOLDED_PAGES = 4  # pages of a folded sheet
MOST_SHEETS = 15  # sheets that fold well into each other


@dataclass(frozen=True, slots=True)
class SheetSide:
    """A side of a sheet: the number of the sheet, and of the page in each place; both from 1, None for no page.

    The places are counted from the left, row by row from the top. ``depth``: how many sheets of its signature are
    folded around it.
    """

    sheet: int
    is_front: bool
    pages: tuple[int | None, ...]
    depth: int = 0


def list_signatures(pages: int, signature: int) -> tuple[int, ...]:
    """Return the pages of each signature, blank ones too, which are three at most.

    ``signature``: the pages of each, a multiple of 4, where the last may have less; 0 for all pages in one.
    """
    whole = -(-pages // FOLDED_PAGES) * FOLDED_PAGES
    if not signature:
        return (whole,)
    full, rest = divmod(whole, signature)
    return (*(signature for _ in range(full)), *([rest] if rest else []))


def order_folded(pages: int, signature: int, *, is_right_bound: bool) -> tuple[SheetSide, ...]:
    """Return the sides of a booklet's sheets, two pages each; the blank pages are the last ones of the reader.

    A booklet that is bound on its right side is read from right to left.
    """
    sides: list[SheetSide] = []
    before = 0
    for size in list_signatures(pages, signature):
        for depth in range(size // FOLDED_PAGES):
            sheet = len(sides) // 2 + 1
            front = (before + size - 2 * depth, before + 1 + 2 * depth)
            back = (before + 2 + 2 * depth, before + size - 1 - 2 * depth)
            for is_front, pair in ((True, front), (False, back)):
                placed = tuple(page if page <= pages else None for page in pair)
                sides.append(SheetSide(sheet, is_front, placed[::-1] if is_right_bound else placed, depth))
        before += size
    return tuple(sides)


def order_rows(pages: int, columns: int, rows: int, *, is_right_to_left: bool) -> tuple[SheetSide, ...]:
    """Return the sides of sheets with the pages in rows, as they are read; the last side may have places without."""
    return tuple(_fill_sides(pages, columns, rows, is_right_to_left=is_right_to_left))


def _fill_sides(pages: int, columns: int, rows: int, *, is_right_to_left: bool) -> Iterator[SheetSide]:
    for number, first in enumerate(range(1, pages + 1, columns * rows)):
        places: list[int | None] = []
        for row in range(rows):
            start = first + row * columns
            numbers = [page if page <= pages else None for page in range(start, start + columns)]
            places += reversed(numbers) if is_right_to_left else numbers
        yield SheetSide(number // 2 + 1, number % 2 == 0, tuple(places))
