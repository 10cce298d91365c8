"""The tables of a PDF by its rules: each line's cell, and the frames that hold the cells.

A table that goes on at the top of the next page is one, and the rows that head it there again are furniture.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from engross.model.text import fold
from engross.readers.lines import logical_order
from engross.readers.lines.lines import CellPosition
from engross.readers.lines.table_layout import CellLayout, TableFrame
from engross.readers.pdf.cells import RuledCell, RuledTable, build_ruled_table
from engross.readers.pdf.glyphs import SMALL_TYPE_RATIO, SourceGlyph, SourcePage, measure_body_size
from engross.readers.pdf.table_regions import SAME_EDGE_PT, find_table_regions
from engross.readers.pdf.text_line import TextLine

HEAD_DISTANCE_RATIO = 2.5  # of the size: how far a running head is over a table
BASELINE_SPREAD_RATIO = 0.3  # of the size: baselines that are one

BaselineGroups = list[list[SourceGlyph]]


@dataclass(frozen=True, slots=True)
class PlacedTable:
    """A table on a page: the baseline of its first line, in pt, and its lines, each with its spot."""

    top: float
    lines: tuple[tuple[CellPosition, tuple[SourceGlyph, ...]], ...]


@dataclass(frozen=True, slots=True)
class PageWithTables:
    """A page: its baselines outside of tables, and its tables."""

    loose: BaselineGroups
    tables: tuple[PlacedTable, ...] = ()


@dataclass(frozen=True, slots=True)
class SourceLayout:
    """The pages of a document, the frames of its tables, and the size of its body in pt."""

    pages: list[PageWithTables]
    frames: tuple[TableFrame, ...]
    size: float


@dataclass(frozen=True, slots=True)
class _RuledPage:
    """A page as seen: its lines outside of tables, its tables, and whether it is read from right to left."""

    loose: list[TextLine]
    tables: list[RuledTable]
    turned: bool


def find_tables(pages: list[SourcePage], baselines: list[BaselineGroups]) -> SourceLayout:
    """The pages with their tables."""
    size = measure_body_size(glyph for page in pages for glyph in page.glyphs)
    seen = [_find_page_tables(page, groups, size) for page, groups in zip(pages, baselines, strict=True)]
    size = measure_body_size(glyph for page in seen for line in page.loose for glyph in line.glyphs) or size
    binder = _TableJoiner(size)
    out = [PageWithTables([list(line.glyphs) for line in page.loose], tuple(binder.add_page(page))) for page in seen]
    return SourceLayout(out, tuple(binder.frames), size)


@dataclass
class _TableJoiner:
    """The frames of the tables so far, and the beginning of the one that may go on over the page."""

    size: float
    frames: list[TableFrame] = field(default_factory=list)
    first: RuledTable | None = None

    def add_page(self, page: _RuledPage) -> Iterator[PlacedTable]:
        """The tables of a page, the first as what it goes on with if it does."""
        for n, seen in enumerate(page.tables):
            table = self._fit_to_first_columns(seen) if n == 0 else seen
            goes_on = n == 0 and self._is_continuation(page, table)
            again = _count_repeated_heads(self.first, table) if self.first and goes_on else 0
            before = len(self.frames[-1].rows) - again if goes_on else 0
            frame = _build_table_frame(table, page.turned, again)
            if goes_on:
                self.frames[-1] = _join_frames(self.frames[-1], frame, again)
            else:
                self.frames.append(frame)
                self.first = table
            yield _place_table(table, _TableNumbers(len(self.frames) - 1, before, again), page.turned)
        if not page.tables or not _is_at_page_foot(page, page.tables[-1], self.size):
            self.first = None

    def _fit_to_first_columns(self, table: RuledTable) -> RuledTable:
        """A table in the columns of the one that may go on in it, if they give it the same heads."""
        first = self.first
        if first is None or _has_same_columns(first, table):
            return table
        shift = table.edges[0] - first.edges[0]
        other = build_ruled_table(replace(table.region, edges=tuple(x + shift for x in first.edges)))
        return other if _count_repeated_heads(first, other) else table

    def _is_continuation(self, page: _RuledPage, table: RuledTable) -> bool:
        if self.first is None or not _is_at_page_top(page, table, self.size):
            return False
        again = len(self.first.edges) == len(table.edges) and _count_repeated_heads(self.first, table) > 0
        return again or _has_same_columns(self.first, table)


def _find_page_tables(page: SourcePage, groups: BaselineGroups, size: float) -> _RuledPage:
    lines = [_make_text_line(group) for group in groups]
    found = find_table_regions(page.strokes, _merge_uneven_baselines(lines), size) if page.strokes else []
    taken = {glyph for region in found for line in region.lines for glyph in line.glyphs}
    turned = bool(found) and logical_order.is_rtl("".join(glyph.text for glyph in page.glyphs))
    loose = [line for line in lines if line.glyphs[0] not in taken]
    return _RuledPage(loose, [build_ruled_table(region) for region in found], turned)


def _merge_uneven_baselines(lines: list[TextLine]) -> list[TextLine]:
    """Lines, those side by side as one whose baselines hardly differ: fonts of two scripts may sit at two heights."""
    out: list[TextLine] = []
    for line in lines:
        last = out[-1] if out else None
        if (
            last
            and last.base - line.base < BASELINE_SPREAD_RATIO * line.size
            and (last.right < line.left or line.right < last.left)
        ):
            pair = sorted((last, line), key=lambda one: one.left)
            out[-1] = TextLine((*pair[0].glyphs, *pair[1].glyphs), last.base, max(last.size, line.size))
        else:
            out.append(line)
    return out


def _make_text_line(group: list[SourceGlyph]) -> TextLine:
    drawn_ = [glyph for glyph in group if glyph.text.strip()]
    main = max(drawn_, key=lambda glyph: glyph.size)
    return TextLine(tuple(group), main.base, main.size)


def _is_at_page_top(page: _RuledPage, table: RuledTable, size: float) -> bool:
    """Whether only a running head stands over a table: small words, or one line well above."""
    large = [line for line in page.loose if line.base > table.top and line.size >= SMALL_TYPE_RATIO * size]
    return not large or (len(large) == 1 and large[0].base - table.top > HEAD_DISTANCE_RATIO * size)


def _is_at_page_foot(page: _RuledPage, table: RuledTable, size: float) -> bool:
    """Whether only notes and the page's foot stand under a table."""
    return all(line.size < SMALL_TYPE_RATIO * size for line in page.loose if line.base < table.foot)


def _has_same_columns(a: RuledTable, b: RuledTable) -> bool:
    """Whether two tables have the same columns; pages may have other margins."""
    if len(a.edges) != len(b.edges):
        return False
    shift = b.edges[0] - a.edges[0]
    return all(abs(y - x - shift) < SAME_EDGE_PT for x, y in zip(a.edges, b.edges, strict=True))


def _spell_rows(table: RuledTable, number: int) -> list[str]:
    """The words of so many rows of a table from its top, cell by cell."""
    return [_spell_cell(box) for box in table.boxes if box.row < number]


def _spell_cell(box: RuledCell) -> str:
    return fold("".join(glyph.text for line in box.lines for glyph in line.glyphs))


def _count_repeated_heads(first: RuledTable, table: RuledTable) -> int:
    """How many rows at a table's top are those that head it on the page before."""
    number = first.heads or int(table.rows > 1)
    words = _spell_rows(table, number)
    return number if any(words) and words == _spell_rows(first, number) else 0


def _build_table_frame(table: RuledTable, turned: bool, skipped: int) -> TableFrame:
    rows: list[tuple[tuple[int, CellLayout], ...]] = []
    for row in range(skipped, table.rows):
        boxes = [box for box in table.boxes if box.row == row]
        cells = (
            (
                _find_reading_column(box, table, turned),
                CellLayout(box.columns, box.rows, _find_reading_alignment(box, turned)),
            )
            for box in boxes
        )
        rows.append(tuple(sorted(cells, key=lambda cell: cell[0])))
    return TableFrame(tuple(rows), table.heads - skipped if table.heads > skipped else 0)


def _find_reading_column(box: RuledCell, table: RuledTable, turned: bool) -> int:
    return len(table.edges) - 1 - box.column - box.columns if turned else box.column


def _find_reading_alignment(box: RuledCell, turned: bool) -> str:
    """How a cell's words stand, "right" where lines end: that is at the left from right to left."""
    return "right" if box.align == ("left" if turned else "right") else ""


def _join_frames(first: TableFrame, second: TableFrame, again: int) -> TableFrame:
    """A frame that goes on; rows that the second page repeats are heads."""
    return TableFrame((*first.rows, *second.rows), first.heads or again)


@dataclass(frozen=True, slots=True)
class _TableNumbers:
    """The number of a table, of its first row, and of its rows that are there again."""

    table: int
    row: int
    again: int


def _place_table(table: RuledTable, numbers: _TableNumbers, turned: bool) -> PlacedTable:
    """A table's lines in the order of reading."""
    order = sorted(table.boxes, key=lambda box: (box.row, _find_reading_column(box, table, turned)))
    lines = (
        (
            CellPosition(
                numbers.table,
                box.row + numbers.row,
                _find_reading_column(box, table, turned),
                begins,
                box.row < numbers.again,
            ),
            line,
        )
        for box in order
        for line, begins in box.lines_with_starts(table.leading)
    )
    return PlacedTable(table.top, tuple((spot, line.glyphs) for spot, line in lines))
