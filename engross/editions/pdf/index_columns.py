"""Choose which lines of the index stand in which column of which page: arithmetic of lines, without boxes.

All lines of the index are equally high, so the columns of a page have a common baseline and columns can be counted in
lines. A heading stays with two entries, an entry is divided only with two lines on each side, the columns of the last
page are equally long (Chicago 16.143, "continued" lines; Bringhurst 2.4.8).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

KEPT_LINES = 2  # of an entry before and behind a division
DRAWN_OVER_LINES = 2  # of the index that are drawn over, at least, to a page where the colophon would stand alone
LEAST_FILL = 0.3  # of a page's lines that the last page has, if so many are to be had: else it looks left over
SHORT_INDEX_LINES = 8  # an index of so few lines is not divided into columns where what follows has room


@dataclass(frozen=True, slots=True)
class Strip:
    """What no division parts: a heading or a line of an entry. ``lines``: its height, in lines.

    ``is_start``: whether a column may begin with it; ``space``: the lines above a heading, which a column's top drops.
    ``continued``: the lines of a heading where its group goes on; 0 of a line of an entry.
    """

    lines: int
    is_start: bool
    space: int = 0
    continued: int = 0

    @property
    def is_heading(self) -> bool:
        """Whether it names a group."""
        return self.continued > 0


@dataclass(frozen=True, slots=True)
class Room:
    """How many lines have room: ``first`` on the first page, ``other`` on others; ``tail`` for what stands behind.

    ``columns``: of a page; ``tail`` is 0 where nothing stands behind the index.
    """

    first: int
    other: int
    tail: int
    columns: int


@dataclass(frozen=True, slots=True)
class ColumnPlan:
    """The strips of each column of each page, as ranges; ``last_lines``: how many lines of the last page are taken.

    ``has_lone_tail``: the tail has a page for itself.
    """

    pages: tuple[tuple[range, ...], ...]
    last_lines: int
    has_lone_tail: bool = False

    @property
    def page_count(self) -> int:
        """The number of pages, with that of a lone tail."""
        return len(self.pages) + self.has_lone_tail

    def is_short(self, other: int) -> bool:
        """Return whether the last page is a page of ``other`` lines behind another, with few lines on it."""
        return self.page_count > 1 and self.last_lines < LEAST_FILL * other


def make_entry_strips(lines: int, *, is_kept: bool) -> Iterator[Strip]:
    """Yield the strips of an entry of so many lines; ``is_kept``: it stays with what is before it."""
    for n in range(lines):
        is_division = KEPT_LINES <= n <= lines - KEPT_LINES
        yield Strip(1, is_division or (n == 0 and not is_kept))


def count_first_lines(strips: Sequence[Strip]) -> int:
    """Return the lines that a page takes at least if the index begins on it: a heading and two entries."""
    end = next((n for n, strip in enumerate(strips) if n and strip.is_start), len(strips))
    return sum(strip.lines for strip in strips[:end]) - sum(strip.space for strip in strips[:1])


def plan_columns(strips: Sequence[Strip], room: Room) -> ColumnPlan:
    """Return the columns of all pages, the last page's equally long."""
    return _ColumnPlanner(strips, room).plan_pages()


class _ColumnPlanner:
    """The strips with the sum of lines before each, and the rooms that they are set in."""

    def __init__(self, strips: Sequence[Strip], room: Room) -> None:
        self.strips, self.room = strips, room
        self.sums = (0, *accumulate(strip.lines for strip in strips))
        self.starts = [n for n, strip in enumerate(strips) if strip.is_start]

    def plan_pages(self) -> ColumnPlan:
        """Return the columns of all pages."""
        pages: list[tuple[range, ...]] = []
        start, height = 0, self.room.first
        while True:
            page = self.balance_columns(start, height)
            if page and (lines := self.column_height(page) + self.room.tail) <= height:
                return ColumnPlan((*pages, page), lines)
            shorter = self.draw_over(start, height)
            if page and not shorter:
                return ColumnPlan((*pages, page), self.room.tail, has_lone_tail=True)
            pages.append(shorter or self.fill_page(start, height))
            start, height = pages[-1][-1].stop, self.room.other

    def fill_page(self, start: int, height: int) -> tuple[range, ...]:
        """Return the columns of a page of ``height`` lines, from the strip ``start`` on."""
        columns: list[range] = []
        place = start
        for n in range(self.room.columns):
            # Above a group that goes on from the page before stands its heading again.
            end = self.fill_column(place, height if n else height - self.continued_lines(start))
            if end == place and n == 0 and height >= self.room.other:
                end = self.force_column(place, height)
            columns.append(range(place, end))
            place = end
        return tuple(columns)

    def fill_column(self, start: int, height: int) -> int:
        """Return where a column of ``height`` lines ends: at the last place where the next may begin."""
        end = self.force_column(start, height, least=0)
        if end == len(self.strips):
            return end
        return next((n for n in range(end, start, -1) if self.strips[n].is_start), start)

    def force_column(self, start: int, height: int, least: int = 1) -> int:
        """Return where a column ends that may end anywhere, with ``least`` strips: where no page has room for more."""
        end = start
        while end < len(self.strips) and (end < start + least or self.count_lines(start, end + 1) <= height):
            end += 1
        return end

    def balance_columns(self, start: int, height: int) -> tuple[range, ...] | None:
        """Return the shortest columns that hold all strips from ``start`` on; None if ``height`` lines do not."""
        total = self.count_lines(start, len(self.strips)) + self.continued_lines(start)
        if not start and total <= SHORT_INDEX_LINES and total + self.room.tail <= height:
            return self.fill_page(start, total)
        for lines in range(-(-total // self.room.columns) - 1, height + 1):
            page = self.fill_page(start, lines)
            if page[-1].stop == len(self.strips):
                return page
        return None

    def draw_over(self, start: int, height: int) -> tuple[range, ...] | None:
        """Return the fullest page behind which the last page is not short, else the shortest; None if not the last."""
        best = None
        for lines in range(height, 0, -1):
            page = self.fill_page(start, lines)
            end = page[-1].stop
            if not page[0] or self.sums[-1] - self.sums[end] < DRAWN_OVER_LINES:
                continue
            rest = self.balance_columns(end, self.room.other - self.room.tail)
            if rest is None:
                break
            best = page
            if self.column_height(rest) + self.room.tail >= LEAST_FILL * self.room.other:
                break
        return best

    def column_height(self, page: Sequence[range]) -> int:
        """Return the lines of the longest column."""
        heights = [self.count_lines(column.start, column.stop) for column in page]
        heights[0] += self.continued_lines(page[0].start)
        return max(heights)

    def count_lines(self, start: int, end: int) -> int:
        """Return the lines of a column from strip ``start`` up to ``end``."""
        return self.sums[end] - self.sums[start] - (self.strips[start].space if start < end else 0)

    def continued_lines(self, start: int) -> int:
        """Return the lines of the heading above a page that begins within a group."""
        if not 0 < start < len(self.strips) or self.strips[start].is_heading:
            return 0
        return next(self.strips[n].continued for n in range(start, -1, -1) if self.strips[n].is_heading)
