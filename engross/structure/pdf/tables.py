"""The tables of a PDF by its rules: each line's cell, and the frames that hold the cells.

A table that goes on at the top of the next page is one, and the rows that head it there again are furniture.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from engross.structure.pdf.cells import Box, Drawn, drawn
from engross.structure.pdf.glyphs import LESS, Glyph, Page, body_size
from engross.structure.pdf.printed import Printed
from engross.structure.pdf.ruled import NEAR, regions
from engross.structure.raw import bidi
from engross.structure.raw.frames import Frame, Slot
from engross.structure.raw.lines import Spot
from engross.text import fold

HEAD = 2.5  # of the size: how far a running head is over a table
UNEVEN = 0.3  # of the size: baselines that are one

Baselines = list[list[Glyph]]


@dataclass(frozen=True, slots=True)
class Placed:
    """A table on a page: the baseline of its first line, in pt, and its lines, each with its spot."""

    top: float
    lines: tuple[tuple[Spot, tuple[Glyph, ...]], ...]


@dataclass(frozen=True, slots=True)
class Laid:
    """A page: its baselines outside of tables, and its tables."""

    loose: Baselines
    tables: tuple[Placed, ...] = ()


@dataclass(frozen=True, slots=True)
class Layout:
    """The pages of a document, the frames of its tables, and the size of its body in pt."""

    pages: list[Laid]
    frames: tuple[Frame, ...]
    size: float


@dataclass(frozen=True, slots=True)
class _Seen:
    """A page as seen: its lines outside of tables, its tables, and whether it is read from right to left."""

    loose: list[Printed]
    tables: list[Drawn]
    turned: bool


def laid(pages: list[Page], baselines: list[Baselines]) -> Layout:
    """The pages with their tables."""
    size = body_size(glyph for page in pages for glyph in page.glyphs)
    seen = [_seen(page, groups, size) for page, groups in zip(pages, baselines, strict=True)]
    size = body_size(glyph for page in seen for line in page.loose for glyph in line.glyphs) or size
    binder = _Binder(size)
    out = [Laid([list(line.glyphs) for line in page.loose], tuple(binder.page(page))) for page in seen]
    return Layout(out, tuple(binder.frames), size)


@dataclass
class _Binder:
    """The frames of the tables so far, and the beginning of the one that may go on over the page."""

    size: float
    frames: list[Frame] = field(default_factory=list)
    first: Drawn | None = None

    def page(self, page: _Seen) -> Iterator[Placed]:
        """The tables of a page, the first as what it goes on with if it does."""
        for n, seen in enumerate(page.tables):
            table = self._as_first(seen) if n == 0 else seen
            goes_on = n == 0 and self._goes_on(page, table)
            again = _repeated(self.first, table) if self.first and goes_on else 0
            before = len(self.frames[-1].rows) - again if goes_on else 0
            frame = _frame(table, page.turned, again)
            if goes_on:
                self.frames[-1] = _joined(self.frames[-1], frame, again)
            else:
                self.frames.append(frame)
                self.first = table
            yield _placed(table, _Numbers(len(self.frames) - 1, before, again), page.turned)
        if not page.tables or not _at_foot(page, page.tables[-1], self.size):
            self.first = None

    def _as_first(self, table: Drawn) -> Drawn:
        """A table in the columns of the one that may go on in it, if they give it the same heads."""
        first = self.first
        if first is None or _alike(first, table):
            return table
        shift = table.edges[0] - first.edges[0]
        other = drawn(replace(table.region, edges=tuple(x + shift for x in first.edges)))
        return other if _repeated(first, other) else table

    def _goes_on(self, page: _Seen, table: Drawn) -> bool:
        if self.first is None or not _on_top(page, table, self.size):
            return False
        again = len(self.first.edges) == len(table.edges) and _repeated(self.first, table) > 0
        return again or _alike(self.first, table)


def _seen(page: Page, groups: Baselines, size: float) -> _Seen:
    lines = [_printed(group) for group in groups]
    found = regions(page.strokes, _level(lines), size) if page.strokes else []
    taken = {id(glyph) for region in found for line in region.lines for glyph in line.glyphs}
    turned = bool(found) and bidi.is_rtl("".join(glyph.text for glyph in page.glyphs))
    loose = [line for line in lines if id(line.glyphs[0]) not in taken]
    return _Seen(loose, [drawn(region) for region in found], turned)


def _level(lines: list[Printed]) -> list[Printed]:
    """Lines, those side by side as one whose baselines hardly differ: fonts of two scripts may sit at two heights."""
    out: list[Printed] = []
    for line in lines:
        last = out[-1] if out else None
        if last and last.base - line.base < UNEVEN * line.size and (last.right < line.left or line.right < last.left):
            pair = sorted((last, line), key=lambda one: one.left)
            out[-1] = Printed((*pair[0].glyphs, *pair[1].glyphs), last.base, max(last.size, line.size))
        else:
            out.append(line)
    return out


def _printed(group: list[Glyph]) -> Printed:
    drawn_ = [glyph for glyph in group if glyph.text.strip()]
    main = max(drawn_, key=lambda glyph: glyph.size)
    return Printed(tuple(group), main.base, main.size)


def _on_top(page: _Seen, table: Drawn, size: float) -> bool:
    """Whether only a running head stands over a table: small words, or one line well above."""
    large = [line for line in page.loose if line.base > table.top and line.size >= LESS * size]
    return not large or (len(large) == 1 and large[0].base - table.top > HEAD * size)


def _at_foot(page: _Seen, table: Drawn, size: float) -> bool:
    """Whether only notes and the page's foot stand under a table."""
    return all(line.size < LESS * size for line in page.loose if line.base < table.foot)


def _alike(a: Drawn, b: Drawn) -> bool:
    """Whether two tables have the same columns; pages may have other margins."""
    if len(a.edges) != len(b.edges):
        return False
    shift = b.edges[0] - a.edges[0]
    return all(abs(y - x - shift) < NEAR for x, y in zip(a.edges, b.edges, strict=True))


def _rows(table: Drawn, number: int) -> list[str]:
    """The words of so many rows of a table from its top, cell by cell."""
    return [_words(box) for box in table.boxes if box.row < number]


def _words(box: Box) -> str:
    return fold("".join(glyph.text for line in box.lines for glyph in line.glyphs))


def _repeated(first: Drawn, table: Drawn) -> int:
    """How many rows at a table's top are those that head it on the page before."""
    number = first.heads or int(table.rows > 1)
    words = _rows(table, number)
    return number if any(words) and words == _rows(first, number) else 0


def _frame(table: Drawn, turned: bool, skipped: int) -> Frame:
    rows: list[tuple[tuple[int, Slot], ...]] = []
    for row in range(skipped, table.rows):
        boxes = [box for box in table.boxes if box.row == row]
        cells = ((_column(box, table, turned), Slot(box.columns, box.rows, _align(box, turned))) for box in boxes)
        rows.append(tuple(sorted(cells, key=lambda cell: cell[0])))
    return Frame(tuple(rows), table.heads - skipped if table.heads > skipped else 0)


def _column(box: Box, table: Drawn, turned: bool) -> int:
    return len(table.edges) - 1 - box.column - box.columns if turned else box.column


def _align(box: Box, turned: bool) -> str:
    """How a cell's words stand, "right" where lines end: that is at the left from right to left."""
    return "right" if box.align == ("left" if turned else "right") else ""


def _joined(first: Frame, second: Frame, again: int) -> Frame:
    """A frame that goes on; rows that the second page repeats are heads."""
    return Frame((*first.rows, *second.rows), first.heads or again)


@dataclass(frozen=True, slots=True)
class _Numbers:
    """The number of a table, of its first row, and of its rows that are there again."""

    table: int
    row: int
    again: int


def _placed(table: Drawn, numbers: _Numbers, turned: bool) -> Placed:
    """A table's lines in the order of reading."""
    order = sorted(table.boxes, key=lambda box: (box.row, _column(box, table, turned)))
    lines = (
        (Spot(numbers.table, box.row + numbers.row, _column(box, table, turned), begins, box.row < numbers.again), line)
        for box in order
        for line, begins in box.begins(table.leading)
    )
    return Placed(table.top, tuple((spot, line.glyphs) for spot, line in lines))
