"""Lay out the footnotes that a table row calls on a page before its cells, and find where the cells end above them.

The cells of a row stand side by side, so that a footnote of one takes room from all. WeasyPrint lays the cells out one
after the other: what it lays out for the last one's footnotes comes too late for the first one.

Lengths are CSS pixels, from the top of the page. The terms are WeasyPrint's: this module is sent upstream as
``layout/footnote_rows.py``.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import chain, islice
from math import inf
from operator import attrgetter
from typing import TYPE_CHECKING

from engross_weasyprint.formatting_structure import boxes
from engross_weasyprint.layout import block, percent

from engross.editions.pdf.patches.footnote_split import NOISE_PIXELS, find_lines, try_split_footnote

if TYPE_CHECKING:
    from engross.editions.pdf.patches.footnote_split import SkipStack, SplitContext


KEPT_LINES = 4  # how many lines orphans and widows may keep with one that calls a footnote


@dataclass(frozen=True)
class RowRoom:
    """The room of a row on a page."""

    bottom_space: float  # what the page keeps free below the row
    page_is_empty: bool  # whether something has to stand on the page, even if it has no room
    skip_stack: SkipStack | None = None  # where the row resumes, None at its beginning
    floor: float = -inf  # the bottom of cells of earlier rows that stand beside this one
    is_head: bool = False  # whether the row is of the table's head, which is never broken
    bottom_spaces: tuple[float, ...] = ()  # what the page keeps free below each cell, if they differ
    cell: int | None = None  # the only cell that has to show something on an empty page, None for all

    def cell_bottom_space(self, cell: int) -> float:
        """Return what the page keeps free below a cell."""
        return self.bottom_spaces[cell] if self.bottom_spaces else self.bottom_space

    def must_show(self, cell: int) -> bool:
        """Return whether a cell has to show something, even if it has no room."""
        return self.page_is_empty and self.cell in (None, cell)

    def bottom(self, context: SplitContext) -> float:
        """Return where the room ends, above the footnotes that are on the page so far."""
        return float(context.page_bottom - self.bottom_space)


@dataclass(frozen=True)
class _Row:
    """A row with its table, and the layout context of its page."""

    context: SplitContext
    table: boxes.TableBox
    box: boxes.TableRowBox

    def repeat(self, limit: float) -> tuple[float, ...]:
        """Return a limit for each cell."""
        return (limit,) * len(self.box.children)


@dataclass(frozen=True)
class _Call:
    """The first line of a row that calls a footnote."""

    bottom: float  # of the line
    cell: int
    footnote: boxes.Box


@dataclass(frozen=True)
class _Trial:
    """The cells of a row as they would stand above a limit each, and the footnotes that their lines call first."""

    room: RowRoom
    limits: tuple[float, ...]
    cells: dict[int, boxes.Box]
    is_broken: bool
    calls: list[_Call]  # in their order

    @property
    def line_bottoms(self) -> list[float]:
        """The bottoms of all lines, each once, from the top down."""
        return sorted({_line_bottom(line) for cell in self.cells.values() for line in find_lines(cell)})

    @property
    def bottom(self) -> float:
        """Where the row ends: a broken one with its last line, for it loses its lower padding and borders."""
        ends = (cell.position_y + cell.border_height() for cell in self.cells.values() if cell.rowspan == 1)
        return max(chain(self.line_bottoms, () if self.is_broken else ends), default=-inf)


def begin_row(context: SplitContext, table: boxes.TableBox, box: boxes.TableRowBox, room: RowRoom) -> RowRoom:
    """Lay out the footnotes that a row calls on this page; return the room that they leave for its cells.

    That is the given room for a row that calls none, in columns, or in a cell of another row, which has cared for it.
    """
    if context.in_column or context.split.row or not is_calling(context, box):
        return room
    context.split.row, row = box, _Row(context, table, box)
    unforced = replace(room, page_is_empty=False)
    whole = _try_cells(row, unforced, row.repeat(room.bottom(context)))
    for limits, needed in _find_limits(context, whole):
        trial = whole if limits == whole.limits else _try_cells(row, unforced, limits)
        has_needed = needed is None or any(call.footnote is needed for call in trial.calls)
        if trial.line_bottoms and has_needed and _try_place_footnotes(context, trial):
            return replace(unforced, bottom_spaces=tuple(context.page_bottom - limit for limit in limits))
    if not room.page_is_empty:
        return replace(room, bottom_space=inf)
    return _force_row(row, room)


def end_row(context: SplitContext, row: boxes.TableRowBox) -> None:
    """Forget a row once its cells are laid out."""
    if context.split.row is row:
        context.split.row = None


def is_calling(context: SplitContext, box: boxes.Box) -> bool:
    """Return whether a box calls footnotes that are on no page yet."""
    return any(call.footnote in context.footnotes for call in box.descendants() if call.footnote)


def open_cells_bottom(ending_cells_by_row: list[list[boxes.TableCellBox]]) -> float:
    """Return the bottom of the cells that began in earlier rows and have not ended yet."""
    ends = (cell.position_y + cell.border_height() for cells in ending_cells_by_row for cell in cells)
    return float(max(ends, default=-inf))


def _try_cells(row: _Row, room: RowRoom, limits: tuple[float, ...]) -> _Trial:
    """Lay out the cells of a row above a limit each, without their footnotes."""
    context, discard = row.context, False
    waiting, context.footnotes = context.footnotes, []
    cells: dict[int, boxes.Box] = {}
    is_broken = False
    for index, cell in enumerate(row.box.children):
        resumed_at = room.skip_stack and room.skip_stack.get(index, {len(cell.children): None})
        placed = _place_cell(row, cell, resumed_at is not None)
        bottom_space, must_show = context.page_bottom - limits[index], room.must_show(index)
        laid_out, resume_at, *_ = block.block_container_layout(
            context, placed, bottom_space, resumed_at, must_show, [], [], None, None, None, discard, None
        )
        is_broken |= laid_out is None or resume_at is not None
        if laid_out:
            cells[index] = laid_out
    context.footnotes = waiting
    calls: dict[boxes.Box, _Call] = {}
    for index, cell in cells.items():
        for line in find_lines(cell):
            for footnote in (box.footnote for box in line.descendants() if box.footnote in waiting):
                calls.setdefault(footnote, _Call(_line_bottom(line), index, footnote))
    return _Trial(room, limits, cells, is_broken, list(calls.values()))


def _place_cell(row: _Row, cell: boxes.TableCellBox, is_resumed: bool) -> boxes.TableCellBox:
    """Return a copy of a cell as wide and at the height that it will have in its row."""
    cell, table = cell.copy(), row.table
    percent.resolve_percentages(cell, table)
    widths = table.column_widths[cell.grid_x :][: cell.colspan]
    is_collapsed = table.style["border_collapse"] == "collapse"
    gaps = 0 if is_collapsed else table.style["border_spacing"][0] * (len(widths) - 1)
    cell.margin_top = cell.margin_left = cell.width = cell.position_x = 0
    cell.width, cell.height, cell.position_y = sum(widths) + gaps - cell.border_width(), "auto", row.box.position_y
    head = table.children[0]
    if is_resumed and is_collapsed and isinstance(head, boxes.TableRowGroupBox) and head.is_header and head.children:
        cell.position_y += max((above.border_bottom_width for above in head.children[-1].children), default=0)
    return cell


def _line_bottom(line: boxes.Box) -> float:
    return float(line.position_y + line.height)


def _find_limits(context: SplitContext, whole: _Trial) -> Iterator[tuple[tuple[float, ...], boxes.Box | None]]:
    """Iterate over limits of the cells, those first at which the page is fullest; and a footnote that has to be there.

    A cell ends before a line whose footnotes have no room, and all end where the footnotes of the others begin. The
    line may stand there if one of its footnotes may be broken, with the lines that orphans and widows keep with it.
    ``whole``: the cells without footnotes.
    """
    limits, refused = _find_free_limits(context, whole)
    count = len(limits)
    if refused is None:
        yield whole.limits, None
    if whole.room.is_head:
        return
    if refused is not None:
        bottoms = sorted(map(_line_bottom, find_lines(whole.cells[refused.cell])))
        kept = islice((bottom for bottom in bottoms if bottom >= refused.bottom), KEPT_LINES)
        yield from (((bottom,) * count, refused.footnote) for bottom in kept)
    yield limits, None
    for bottom in reversed(whole.line_bottoms):
        if bottom - NOISE_PIXELS < max(limits):
            yield tuple(min(limit, bottom - NOISE_PIXELS) for limit in limits), None


def _find_free_limits(context: SplitContext, whole: _Trial) -> tuple[tuple[float, ...], _Call | None]:
    """Return limits of the cells above which their footnotes have room, and the first call that is not above them."""
    limits, first_refused = list(whole.limits), None
    placed: list[_Call] = []
    for call in sorted(whole.calls, key=attrgetter("bottom")):
        if call.bottom > limits[call.cell]:
            continue
        placed.append(call)
        if not _try_place_footnote(context, whole.room, call.footnote, call.bottom):
            first_refused = first_refused or call
            limits[call.cell] = call.bottom - NOISE_PIXELS
            for other in [other for other in placed if other.cell == call.cell and other.bottom == call.bottom]:
                context.unlayout_footnote(other.footnote)
                placed.remove(other)
    bottom = whole.room.bottom(context)
    for call in placed:
        context.unlayout_footnote(call.footnote)
    return tuple(min(limit, bottom) for limit in limits), first_refused


def _try_place_footnote(context: SplitContext, room: RowRoom, footnote: boxes.Box, bottom: float) -> bool:
    """Lay out a footnote of a row that reaches down to ``bottom``. Return whether there is room for it."""
    overflow = context.layout_footnote(footnote)
    is_free = room.bottom(context) >= max(bottom, room.floor) - NOISE_PIXELS
    return is_free and not overflow and not context.reported_footnotes


def _try_place_footnotes(context: SplitContext, trial: _Trial) -> bool:
    """Lay out the footnotes of a row; the last may be broken. Take them back and return False if they have no room."""
    bottom = max(trial.bottom, trial.room.floor)
    for count, call in enumerate(trial.calls, 1):
        if _try_place_footnote(context, trial.room, call.footnote, bottom):
            continue
        needed = bottom + trial.room.bottom_space
        if count == len(trial.calls) and try_split_footnote(context, call.footnote, needed):
            return True
        for placed in reversed(trial.calls[:count]):
            context.unlayout_footnote(placed.footnote)
        return False
    return trial.room.bottom(context) >= bottom - NOISE_PIXELS


def _force_row(row: _Row, room: RowRoom) -> RowRoom:
    """Lay out the footnotes of a row that has to stand on an empty page where they have no room.

    The row shows the first line of one cell, or all of a head. Footnotes that have no room go to the next page.
    """
    context = row.context
    limit, forced = (inf, [None]) if room.is_head else (-inf, range(len(row.box.children)))
    for cell in forced:
        trial = _try_cells(row, replace(room, cell=cell), row.repeat(limit))
        if not trial.line_bottoms:
            continue
        for call in trial.calls:
            if _try_place_footnote(context, room, call.footnote, trial.bottom):
                continue
            if not try_split_footnote(context, call.footnote, trial.bottom + room.bottom_space):
                context.split.crowded = True
                context.report_footnote(call.footnote)
        return replace(trial.room, bottom_space=context.page_bottom - limit)
    return room
