"""Footnotes longer than the room left: they go on at the foot of the next page (WeasyPrint #1833).

A page holds whole footnotes and, as its last, at most one that is broken; the rest of that one comes first on the
next page. ``context.split`` says where the first footnote of a page goes on and where the last one breaks. The
broken footnote stands in ``current_page_footnotes`` and in ``reported_footnotes``, of which it is the first.

Lengths are CSS pixels. The words are WeasyPrint's: this module is sent upstream as ``layout/footnotes.py``.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from math import inf
from typing import TYPE_CHECKING, Any

from weasyprint.css import Style
from weasyprint.formatting_structure import boxes, build
from weasyprint.layout import block, percent

SkipStack = dict[int, "SkipStack | None"]
NOISE_PIXELS = 1e-3  # what sums of line heights differ by without meaning it (#2502)


@dataclass
class FootnoteSplit:
    """How the footnotes of a page begin and end."""

    start: SkipStack | None = None  # the skip stack at which the first footnote goes on from the page before
    limit: float = inf  # the margin height of the area at which its last footnote breaks
    rest: SkipStack | None = None  # the skip stack at which that footnote goes on
    carried: list[boxes.Box] = field(default_factory=list)  # the footnotes that came from the page before
    row: boxes.Box | None = None  # the row of a table that is being laid out, where footnotes are called from it
    floor: float = -inf  # where the row of a table ends in which a call stands
    crowded: bool = False  # whether a footnote had to be moved for want of any other way

    def forget_break(self) -> None:
        """Forget that the last footnote breaks."""
        self.limit, self.rest = inf, None


if TYPE_CHECKING:
    from weasyprint.layout import LayoutContext

    class SplitContext(LayoutContext):
        """A layout context once its first page has begun."""

        split: FootnoteSplit


def begin_page(context: SplitContext) -> None:
    """Set what the page before left: the rest of its last footnote, then footnotes that found no room."""
    reported, before = context.reported_footnotes, getattr(context, "split", FootnoteSplit())
    context.split = split = FootnoteSplit(start=before.rest if reported else None)
    context.reported_footnotes = []
    for n, footnote in enumerate(reported):
        context.footnotes.append(footnote)
        overflow, area = context.layout_footnote(footnote), context.current_footnote_area
        limit = _area_limit(area, area.page.height)
        if overflow or area.margin_height() > limit + NOISE_PIXELS:
            broken = _find_break(context, limit) or (None if n else _find_forced_break(context, limit))
            if broken:
                _set_break(context, footnote, *broken)
            elif n:
                context.report_footnote(footnote)
            context.reported_footnotes.extend(reported[n + 1 :])
            break
    split.carried = [*context.current_page_footnotes, *context.reported_footnotes]


def unlayout_footnote(context: SplitContext, footnote: boxes.Box) -> None:
    """Take back a footnote whose call is taken back; one whose call stands on an earlier page stays."""
    if footnote in context.split.carried:
        return
    laid = footnote in context.current_page_footnotes
    if laid:
        context.current_page_footnotes.remove(footnote)
    if footnote in context.reported_footnotes:
        context.reported_footnotes.remove(footnote)
        if laid:
            context.split.forget_break()
    elif not laid:
        return
    context.footnotes.append(footnote)
    update_area(context)


def update_area(context: SplitContext) -> bool:
    """Lay out the area of footnotes anew and take its room from the page; whether it overflows its greatest height."""
    area = context.current_footnote_area
    if area.height != "auto" and not context.in_column:
        context.page_bottom += area.margin_height()
    area.height = "auto"
    if not context.current_page_footnotes:
        return False
    laid_out, context.split.rest = _lay_out_area(context, context.split.limit)
    area.height, area.margin_bottom, area.margin_top = laid_out.height, laid_out.margin_bottom, laid_out.margin_top
    if not context.in_column:
        context.page_bottom -= area.margin_height()
    if context.split.limit < inf and context.split.rest is None:
        del context.reported_footnotes[0]
        context.split.forget_break()
    return bool(_box_bottom(laid_out.children[-1]) > laid_out.content_box_y() + laid_out.height + NOISE_PIXELS)


def finish_area(context: SplitContext, positioned_boxes: list[boxes.Box]) -> boxes.Box:
    """The area of footnotes as the page shows it."""
    area, _ = _lay_out_area(context, context.split.limit, positioned=positioned_boxes)
    area.translate(dy=-area.margin_height())
    return area


def try_split_footnote(context: SplitContext, footnote: boxes.Box, line_bottom: float) -> bool:
    """Break the footnote laid out last so that the page's content may reach ``line_bottom``; whether that was done."""
    if context.in_column or context.reported_footnotes:
        return False
    room = context.current_footnote_area.position_y - max(line_bottom, context.split.floor)
    broken = _find_break(context, _area_limit(context.current_footnote_area, room))
    if broken:
        _set_break(context, footnote, *broken)
    return broken is not None


def is_hopeless(context: SplitContext, line: boxes.Box, footnote: boxes.Box) -> bool:
    """Whether no page has room for a line, or its row of a table, and the beginnings of its footnotes up to this one.

    It is of no use then to push it to the next page.
    """
    whole = context.split.row or line
    called = list(dict.fromkeys(box.footnote for box in whole.descendants() if box.footnote))
    before = called[: called.index(footnote)]
    if not before:
        return False
    area, _ = _lay_out_area(context, inf, footnotes=before)
    least = footnote.style["orphans"] * _find_lines(area)[-1].height
    needed = sum(box.margin_height() for box in area.children) + area.margin_height() - area.height + least
    return bool(needed > _area_limit(area, area.page.height - line.height))


def begin_row(context: SplitContext, table: boxes.TableBox, row: boxes.TableRowBox, bottom_space: float | None) -> None:
    """Find out where a row will end, so that a footnote called from one of its cells leaves the others their room.

    ``bottom_space``: what the page keeps free below the row; None where the row goes on from the page before.
    """
    context.split.row = row if is_calling(context, row) else None
    if bottom_space is None or context.split.row is None:
        return
    waiting, context.footnotes = context.footnotes, []
    heights = [_cell_height(context, table, cell.deepcopy()) for cell in row.children if cell.rowspan == 1]
    context.footnotes = waiting
    context.split.floor = row.position_y + max(heights, default=0) + bottom_space


def is_calling(context: SplitContext, box: boxes.Box) -> bool:
    """Whether footnotes are called from a box that are on no page yet."""
    return any(call.footnote in context.footnotes for call in box.descendants() if call.footnote)


def end_row(context: SplitContext, forced: bool) -> None:
    """Forget the row; ``forced``: it was broken because nothing stands above it on the page."""
    context.split.row, context.split.floor = None, -inf
    context.split.crowded |= forced


def kept_lines_height(after: list[boxes.Box], style: Style, placed: int) -> float:
    """The height of the lines after a call's that must stay on its page, for the orphans and widows of its block.

    ``after``: the next lines of the block, as many as orphans and widows together where there are; ``placed``: how
    many lines of the block stand on the page, the call's included.
    """
    stay = max(0, style["orphans"] - placed)
    if 0 < len(after) - stay < style["widows"]:
        stay = len(after)
    return float(sum(line.height for line in after[:stay]))


def has_broken_footnote(context: SplitContext) -> bool:
    """Whether the last footnote of the page is to go on on the next one."""
    return bool(context.split.limit < inf)


def is_crowded_out(context: SplitContext) -> bool:
    """Whether footnotes from the page before left no room for the first line's own; the page is theirs alone then."""
    return bool(context.split.crowded and context.split.carried)


def clear_page(context: SplitContext, root_box: boxes.Box, positioned_boxes: list[boxes.Box]) -> None:
    """Take back what was laid out of a page beside the footnotes that came from the page before."""
    block.remove_placeholders(context, [root_box], positioned_boxes, positioned_boxes)
    positioned_boxes.clear()
    context.split.crowded = False


def _set_break(context: SplitContext, footnote: boxes.Box, limit: float, rest: SkipStack) -> None:
    context.split.limit, context.split.rest = limit, rest
    context.reported_footnotes.append(footnote)
    update_area(context)


def _area_limit(area: boxes.Box, room: float) -> float:
    """The greatest margin height of a laid-out area: the room there is, or less where it has a ``max-height``."""
    frame = area.margin_height() - area.height
    return float(min(room, area.max_height + frame))


def _lay_out_area(
    context: SplitContext,
    limit: float,
    empty: bool = True,
    positioned: list[boxes.Box] | None = None,
    footnotes: list[boxes.Box] | None = None,
) -> tuple[boxes.FootnoteAreaBox | Any, SkipStack | None]:
    """The area laid out no higher than ``limit``, and where its last footnote breaks, as a skip stack or None.

    A break anywhere else than within the last footnote gives (None, None): footnotes before it are not broken.
    """
    area = context.current_footnote_area
    start = None if footnotes else context.split.start
    area.children = footnotes = footnotes or _footnotes_up_to_break(context)
    laid_out = build.create_anonymous_boxes(area.deepcopy())
    laid_out.style = laid_out.style.copy()
    laid_out.style["box_decoration_break"] = "clone"
    bottom, bottom_space = context.page_bottom, -inf if limit == inf else 0
    context.page_bottom = area.position_y + limit
    skip_stack: SkipStack | None = {0: start} if start else None
    laid_out, resume_at, *_ = block.block_level_layout(
        context, laid_out, bottom_space, skip_stack, area.page, empty, positioned, positioned
    )
    context.page_bottom = bottom
    if laid_out is None or resume_at is None:
        return laid_out, None
    rest = resume_at.get(len(footnotes) - 1)
    if rest is None:
        return None, None
    _shrink_box(laid_out)
    return laid_out, rest


def _footnotes_up_to_break(context: SplitContext) -> list[boxes.Box]:
    """The footnotes of the page, without those that came after one that breaks."""
    footnotes: list[boxes.Box] = context.current_page_footnotes
    if has_broken_footnote(context):
        footnotes = footnotes[: footnotes.index(context.reported_footnotes[0]) + 1]
    return footnotes


def _find_break(context: SplitContext, limit: float) -> tuple[float, SkipStack] | None:
    """Where the last footnote breaks in an area of this margin height: a limit and a skip stack; None for nowhere.

    So many lines of it as its style says stay together on either side.
    """
    footnote = context.current_page_footnotes[-1]
    whole = _find_lines(_lay_out_area(context, inf)[0].children[-1])
    while limit > 0:
        area, rest = _lay_out_area(context, limit, empty=False)
        if rest is None:
            return None
        kept = _find_lines(area.children[-1])
        if len(kept) < footnote.style["orphans"]:
            return None
        if len(whole) - len(kept) >= footnote.style["widows"]:
            return limit, rest
        limit = kept[-1].position_y - area.position_y + NOISE_PIXELS
    return None


def _find_forced_break(context: SplitContext, limit: float) -> tuple[float, SkipStack] | None:
    """Where a footnote that begins a page breaks when it must."""
    _, rest = _lay_out_area(context, limit)
    return None if rest is None else (limit, rest)


def _find_lines(box: boxes.Box) -> list[boxes.Box]:
    """The lines of a box, without those within lines."""
    if isinstance(box, boxes.LineBox):
        return [box]
    return [line for child in box.children for line in _find_lines(child)]


def _box_bottom(box: boxes.Box) -> float:
    return float(box.position_y + box.margin_height() - box.margin_bottom)


def _cell_height(context: SplitContext, table: boxes.TableBox, cell: boxes.TableCellBox) -> float:
    """The height of a table's cell on a page without end."""
    percent.resolve_percentages(cell, table)
    widths = table.column_widths[cell.grid_x :][: cell.colspan]
    gaps = 0 if table.style["border_collapse"] == "collapse" else table.style["border_spacing"][0] * (len(widths) - 1)
    cell.margin_top = cell.margin_left = cell.width = cell.position_x = cell.position_y = 0
    cell.width, cell.height = sum(widths) + gaps - cell.border_width(), "auto"
    page_is_empty, discard = True, False
    laid_out, *_ = block.block_container_layout(
        context, cell, -inf, None, page_is_empty, [], [], None, None, None, discard, None
    )
    return float(laid_out.border_height())


def _shrink_box(box: boxes.Box) -> None:
    """Take back the height that a broken box fills its page with."""
    last = box.children[-1] if box.children else None
    if last is None or isinstance(box, boxes.LineBox):
        return
    _shrink_box(last)
    below = 0 if isinstance(last, boxes.LineBox) else last.margin_height()
    box.height = last.position_y + (below or last.height) - box.content_box_y()
