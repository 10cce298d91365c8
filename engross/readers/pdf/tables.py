"""Find the tables of a PDF by their rules: the cell of each line, and the frames that hold the cells.

A table that goes on at the top of the next page is one table, and head rows that are repeated there are furniture.
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
from engross.readers.pdf.horizontal_rules import SAME_EDGE_PT
from engross.readers.pdf.table_regions import find_table_regions
from engross.readers.pdf.text_line import TextLine

HEAD_DISTANCE_RATIO = 2.5  # of the size: how far a running head stands above a table
BASELINE_SPREAD_RATIO = 0.3  # of the size: baselines closer than that are one

BaselineGroups = list[list[SourceGlyph]]


@dataclass(frozen=True, slots=True)
class PlacedTable:
    """A table on a page: the baseline of its first line, in pt, and its lines, each with its cell."""

    top: float
    lines: tuple[tuple[CellPosition, tuple[SourceGlyph, ...]], ...]


@dataclass(frozen=True, slots=True)
class PageWithTables:
    """A page: its baselines outside tables, and its tables."""

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
    """A page with its tables: its lines outside tables; ``turned``: it is read from right to left."""

    loose: list[TextLine]
    tables: list[RuledTable]
    turned: bool


def find_tables(pages: list[SourcePage], baselines: list[BaselineGroups]) -> SourceLayout:
    """Separate the tables of all pages from the other baselines."""
    size = measure_body_size(glyph for page in pages for glyph in page.glyphs)
    ruled_pages = [_find_page_tables(page, groups, size) for page, groups in zip(pages, baselines, strict=True)]
    size = measure_body_size(glyph for page in ruled_pages for line in page.loose for glyph in line.glyphs) or size
    joiner = _TableJoiner(size)
    placed_pages = [
        PageWithTables([list(line.glyphs) for line in page.loose], tuple(joiner.add_page(page))) for page in ruled_pages
    ]
    return SourceLayout(placed_pages, tuple(joiner.frames), size)


@dataclass
class _TableJoiner:
    """The frames of the tables so far, and the first stretch of the one that may go on on the next page."""

    size: float
    frames: list[TableFrame] = field(default_factory=list)
    first: RuledTable | None = None

    def add_page(self, page: _RuledPage) -> Iterator[PlacedTable]:
        """Yield the tables of a page; its first one may be part of the last frame."""
        for n, drawn in enumerate(page.tables):
            table = self._fit_to_first_columns(drawn) if n == 0 else drawn
            is_continuation = n == 0 and self._is_continuation(page, table)
            repeated = _count_repeated_heads(self.first, table) if self.first and is_continuation else 0
            before = len(self.frames[-1].rows) - repeated if is_continuation else 0
            frame = _build_table_frame(table, page.turned, repeated)
            if is_continuation:
                self.frames[-1] = _join_frames(self.frames[-1], frame, repeated)
            else:
                self.frames.append(frame)
                self.first = table
            yield _place_table(table, _TableNumbers(len(self.frames) - 1, before, repeated), page.turned)
        if not page.tables or not _is_at_page_foot(page, page.tables[-1], self.size):
            self.first = None

    def _fit_to_first_columns(self, table: RuledTable) -> RuledTable:
        """Return a table with the columns of the one before the page break, if these give it the same head rows."""
        first = self.first
        if first is None or _has_same_columns(first, table):
            return table
        shift = table.edges[0] - first.edges[0]
        refitted = build_ruled_table(replace(table.region, edges=tuple(x + shift for x in first.edges)))
        return refitted if _count_repeated_heads(first, refitted) else table

    def _is_continuation(self, page: _RuledPage, table: RuledTable) -> bool:
        """Return whether a table goes on from the page before: at the top, with the same columns or head rows."""
        if self.first is None or not _is_at_page_top(page, table, self.size):
            return False
        repeats_heads = len(self.first.edges) == len(table.edges) and _count_repeated_heads(self.first, table) > 0
        return repeats_heads or _has_same_columns(self.first, table)


def _find_page_tables(page: SourcePage, groups: BaselineGroups, size: float) -> _RuledPage:
    lines = [_make_text_line(group) for group in groups]
    regions = find_table_regions(page.strokes, _merge_uneven_baselines(lines), size) if page.strokes else []
    taken = {glyph for region in regions for line in region.lines for glyph in line.glyphs}
    is_rtl = bool(regions) and logical_order.is_rtl("".join(glyph.text for glyph in page.glyphs))
    loose = [line for line in lines if line.glyphs[0] not in taken]
    return _RuledPage(loose, [build_ruled_table(region) for region in regions], is_rtl)


def _merge_uneven_baselines(lines: list[TextLine]) -> list[TextLine]:
    """Merge lines side by side whose baselines hardly differ.

    Fonts of two scripts may sit at two heights.
    """
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
    visible = [glyph for glyph in group if glyph.text.strip()]
    largest = max(visible, key=lambda glyph: glyph.size)
    return TextLine(tuple(group), largest.base, largest.size)


def _is_at_page_top(page: _RuledPage, table: RuledTable, size: float) -> bool:
    """Return whether only a running head stands above a table: small words, or one line well above."""
    large_lines = [line for line in page.loose if line.base > table.top and line.size >= SMALL_TYPE_RATIO * size]
    return not large_lines or (len(large_lines) == 1 and large_lines[0].base - table.top > HEAD_DISTANCE_RATIO * size)


def _is_at_page_foot(page: _RuledPage, table: RuledTable, size: float) -> bool:
    """Return whether only notes and the page's foot stand below a table."""
    return all(line.size < SMALL_TYPE_RATIO * size for line in page.loose if line.base < table.foot)


def _has_same_columns(a: RuledTable, b: RuledTable) -> bool:
    """Return whether two tables have the same columns, shifted by the margins of their pages."""
    if len(a.edges) != len(b.edges):
        return False
    shift = b.edges[0] - a.edges[0]
    return all(abs(y - x - shift) < SAME_EDGE_PT for x, y in zip(a.edges, b.edges, strict=True))


def _spell_rows(table: RuledTable, number: int) -> list[str]:
    """Return the words of the cells that begin in the first ``number`` rows of a table."""
    return [_spell_cell(box) for box in table.boxes if box.row < number]


def _spell_cell(cell: RuledCell) -> str:
    return fold("".join(glyph.text for line in cell.lines for glyph in line.glyphs))


def _count_repeated_heads(first: RuledTable, table: RuledTable) -> int:
    """Return how many rows at the top of a table repeat the head rows of ``first``; 0 if their words differ."""
    number = first.heads or int(table.rows > 1)
    words = _spell_rows(table, number)
    return number if any(words) and words == _spell_rows(first, number) else 0


def _build_table_frame(table: RuledTable, is_rtl: bool, skipped: int) -> TableFrame:
    """Build the frame of a table without its first ``skipped`` rows, columns in reading order."""
    rows: list[tuple[tuple[int, CellLayout], ...]] = []
    for row in range(skipped, table.rows):
        row_boxes = [box for box in table.boxes if box.row == row]
        cells = (
            (
                _find_reading_column(box, table, is_rtl),
                CellLayout(box.columns, box.rows, _find_reading_alignment(box, is_rtl)),
            )
            for box in row_boxes
        )
        rows.append(tuple(sorted(cells, key=lambda cell: cell[0])))
    return TableFrame(tuple(rows), table.heads - skipped if table.heads > skipped else 0)


def _find_reading_column(cell: RuledCell, table: RuledTable, is_rtl: bool) -> int:
    """Return the first column of a cell, counted from the side where reading begins."""
    return len(table.edges) - 1 - cell.column - cell.columns if is_rtl else cell.column


def _find_reading_alignment(cell: RuledCell, is_rtl: bool) -> str:
    """Return "right" if the words of a cell stand where lines end, which is on the left from right to left; else ""."""
    return "right" if cell.align == ("left" if is_rtl else "right") else ""


def _join_frames(first: TableFrame, second: TableFrame, repeated: int) -> TableFrame:
    """Join two frames; rows that the second page repeats are heads."""
    return TableFrame((*first.rows, *second.rows), first.heads or repeated)


@dataclass(frozen=True, slots=True)
class _TableNumbers:
    """The number of a table, of its first row, and how many of its rows repeat heads."""

    table: int
    row: int
    again: int


def _place_table(table: RuledTable, numbers: _TableNumbers, is_rtl: bool) -> PlacedTable:
    """Return the lines of a table in reading order, each with its cell."""
    order = sorted(table.boxes, key=lambda box: (box.row, _find_reading_column(box, table, is_rtl)))
    lines = (
        (
            CellPosition(
                numbers.table,
                box.row + numbers.row,
                _find_reading_column(box, table, is_rtl),
                begins,
                box.row < numbers.again,
            ),
            line,
        )
        for box in order
        for line, begins in box.lines_with_starts(table.leading)
    )
    return PlacedTable(table.top, tuple((position, line.glyphs) for position, line in lines))
