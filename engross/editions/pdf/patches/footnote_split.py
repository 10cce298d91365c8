"""Break footnotes that have no room on their page: they go on at the foot of the next one (WeasyPrint #1833).

A page holds whole footnotes and, as its last, at most one that is broken; the rest of that one comes first on the
next page. ``context.split`` says where the first footnote of a page resumes and where the last one breaks. The
broken footnote is in ``current_page_footnotes``, and first in ``reported_footnotes``.

Lengths are CSS pixels. The terms are WeasyPrint's: this module is sent upstream as ``layout/footnote_layout.py``.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from math import inf
from typing import TYPE_CHECKING, Any

from engross_weasyprint.css import Style
from engross_weasyprint.formatting_structure import boxes
from engross_weasyprint.layout import block

from engross.editions.pdf.patches.speed import footnote_area_cache

SkipStack = dict[int, "SkipStack | None"]
PAGES_ENOUGH = 2  # heights of a page: more of a footnote is not laid out to see that it has to be broken
NOISE_PIXELS = 1e-3  # sums of line heights differ by as much through rounding (#2502)


@dataclass
class FootnoteSplit:
    """How the footnotes of a page begin and end."""

    start: SkipStack | None = None  # the skip stack at which the first footnote resumes
    limit: float = inf  # the margin height of the area at which its last footnote breaks
    rest: SkipStack | None = None  # the skip stack at which that footnote resumes on the next page
    carried: list[boxes.Box] = field(default_factory=list)  # the footnotes that came from the page before
    row: boxes.Box | None = None  # the table row being laid out, if it calls footnotes
    kept: dict[boxes.Box, Any] = field(default_factory=dict)  # footnotes made ready for layout (footnote_area_cache)
    crowded: bool = False  # whether something had to be broken or moved because nothing else fits

    def forget_break(self) -> None:
        """Forget that the last footnote breaks."""
        self.limit, self.rest = inf, None


if TYPE_CHECKING:
    from engross_weasyprint.layout import LayoutContext

    class SplitContext(LayoutContext):
        """A layout context once its first page has begun."""

        split: FootnoteSplit


def begin_page(context: SplitContext) -> None:
    """Lay out what the page before left: the rest of its last footnote, then the footnotes that had no room."""
    reported, previous = context.reported_footnotes, getattr(context, "split", FootnoteSplit())
    context.split = split = FootnoteSplit(start=previous.rest if reported else None, kept=previous.kept)
    context.reported_footnotes = []
    for index, footnote in enumerate(reported):
        context.footnotes.append(footnote)
        overflow, area = context.layout_footnote(footnote), context.current_footnote_area
        limit = _area_limit(area, area.page.height)
        if overflow or area.margin_height() > limit + NOISE_PIXELS:
            found_break = _find_break(context, limit) or (None if index else _find_forced_break(context, limit))
            if found_break:
                _set_break(context, footnote, *found_break)
            elif index:
                context.report_footnote(footnote)
            context.reported_footnotes.extend(reported[index + 1 :])
            break
    split.carried = [*context.current_page_footnotes, *context.reported_footnotes]


def unlayout_footnote(context: SplitContext, footnote: boxes.Box) -> None:
    """Take back a footnote whose call is taken back, unless it came from the page before: then its call stays there."""
    if footnote in context.split.carried:
        return
    was_on_page = footnote in context.current_page_footnotes
    if was_on_page:
        context.current_page_footnotes.remove(footnote)
    if footnote in context.reported_footnotes:
        context.reported_footnotes.remove(footnote)
        if was_on_page:
            context.split.forget_break()
    elif not was_on_page:
        return
    context.footnotes.append(footnote)
    update_area(context)


def update_area(context: SplitContext) -> bool:
    """Lay out the footnote area again and take its height from the page. Return True if it overflows its max-height."""
    area = context.current_footnote_area
    if area.height != "auto" and not context.in_column:
        context.page_bottom += area.margin_height()
    area.height = "auto"
    if not context.current_page_footnotes:
        return False
    if has_broken_footnote(context):
        laid_out, context.split.rest = _lay_out_area(context, context.split.limit)
        has_more = False
    else:
        laid_out, has_more = _lay_out_enough(context)
    height = min(laid_out.height, area.max_height) if has_more else laid_out.height
    area.height, area.margin_bottom, area.margin_top = height, laid_out.margin_bottom, laid_out.margin_top
    if not context.in_column:
        context.page_bottom -= area.margin_height()
    if context.split.limit < inf and context.split.rest is None:
        del context.reported_footnotes[0]
        context.split.forget_break()
    return has_more or bool(
        _box_bottom(laid_out.children[-1]) > laid_out.content_box_y() + laid_out.height + NOISE_PIXELS
    )


def finish_area(context: SplitContext, positioned_boxes: list[boxes.Box]) -> boxes.Box:
    """Return the footnote area as the page shows it, moved up from the bottom of the page."""
    area, _ = _lay_out_area(context, context.split.limit, positioned=positioned_boxes)
    area.translate(dy=-area.margin_height())
    footnote_area_cache.forget_footnotes(context)
    return area


def try_split_footnote(context: SplitContext, footnote: boxes.Box, line_bottom: float) -> bool:
    """Break the last footnote so that the page's content may reach ``line_bottom``. Return whether that is possible."""
    if context.in_column or context.reported_footnotes:
        return False
    room = context.current_footnote_area.position_y - line_bottom
    found_break = _find_break(context, _area_limit(context.current_footnote_area, room))
    if found_break:
        _set_break(context, footnote, *found_break)
    return found_break is not None


def is_hopeless(context: SplitContext, line: boxes.Box, footnote: boxes.Box) -> bool:
    """Return whether no page has room for a line with the footnotes it calls before this one and the start of this one.

    Pushing the line to the next page is useless then.
    """
    called = list(dict.fromkeys(box.footnote for box in line.descendants() if box.footnote))
    earlier = called[: called.index(footnote)]
    if not earlier:
        return False
    area, _ = _lay_out_area(context, inf, footnotes=earlier)
    minimum_height = footnote.style["orphans"] * find_lines(area)[-1].height
    needed_height = (
        sum(box.margin_height() for box in area.children) + area.margin_height() - area.height + minimum_height
    )
    return bool(needed_height > _area_limit(area, area.page.height - line.height))


def kept_lines_height(after: list[boxes.Box], style: Style, placed: int) -> float:
    """Return the height of the lines after a call's that orphans and widows of its block keep on the same page.

    ``after``: the next lines of the block, at most orphans + widows; ``placed``: the number of lines of the block on
    the page, including the call's.
    """
    kept = max(0, style["orphans"] - placed)
    if 0 < len(after) - kept < style["widows"]:
        kept = len(after)
    return float(sum(line.height for line in after[:kept]))


def has_broken_footnote(context: SplitContext) -> bool:
    """Return whether the last footnote of the page goes on on the next one."""
    return bool(context.split.limit < inf)


def is_crowded_out(context: SplitContext) -> bool:
    """Return whether footnotes of the page before left no room for those of the first line: they get the page alone."""
    return bool(context.split.crowded and context.split.carried)


def clear_page(context: SplitContext, root_box: boxes.Box, positioned_boxes: list[boxes.Box]) -> None:
    """Take back everything that was laid out on a page beside the footnotes from the page before."""
    block.remove_placeholders(context, [root_box], positioned_boxes, positioned_boxes)
    positioned_boxes.clear()
    context.split.crowded = False


def find_lines(box: boxes.Box) -> list[boxes.Box]:
    """Return the lines of a box, without lines inside lines."""
    if isinstance(box, boxes.LineBox):
        return [box]
    return [line for child in box.children for line in find_lines(child)]


def _set_break(context: SplitContext, footnote: boxes.Box, limit: float, rest: SkipStack) -> None:
    context.split.limit, context.split.rest = limit, rest
    context.reported_footnotes.append(footnote)
    update_area(context)


def _area_limit(area: boxes.Box, room: float) -> float:
    """Return the greatest margin height of a laid-out area: the given room, or less if it has a ``max-height``."""
    frame = area.margin_height() - area.height
    return float(min(room, area.max_height + frame))


def _lay_out_area(
    context: SplitContext,
    limit: float,
    empty: bool = True,
    positioned: list[boxes.Box] | None = None,
    footnotes: list[boxes.Box] | None = None,
) -> tuple[boxes.FootnoteAreaBox | Any, SkipStack | None]:
    """Return the area laid out no higher than ``limit``, and the skip stack at which its last footnote breaks, or None.

    Return (None, None) if it breaks elsewhere: only the last footnote may be broken.
    """
    area = context.current_footnote_area
    start = None if footnotes else context.split.start
    area.children = footnotes = footnotes or _footnotes_up_to_break(context)
    laid_out = footnote_area_cache.prepare_area(context, limit)
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


def _lay_out_enough(context: SplitContext) -> tuple[boxes.FootnoteAreaBox | Any, bool]:
    """Return the area laid out as if it had all room, and whether more of its last footnote was left out.

    A long footnote is laid out no further than two pages reach: otherwise it would be laid out whole on each page
    that it goes over.
    """
    if footnote_area_cache.is_long(context.current_page_footnotes[-1]):
        laid_out, rest = _lay_out_area(context, PAGES_ENOUGH * context.current_footnote_area.page.height)
        if laid_out is not None:
            return laid_out, rest is not None
    return _lay_out_area(context, inf)[0], False


def _footnotes_up_to_break(context: SplitContext) -> list[boxes.Box]:
    """Return the footnotes of the page up to one that breaks."""
    footnotes: list[boxes.Box] = context.current_page_footnotes
    if has_broken_footnote(context):
        footnotes = footnotes[: footnotes.index(context.reported_footnotes[0]) + 1]
    return footnotes


def _find_break(context: SplitContext, limit: float) -> tuple[float, SkipStack] | None:
    """Find a break of the last footnote in an area of this margin height, with its orphans and widows.

    Return the margin height of the area and the skip stack, None if there is no such break.
    """
    footnote = context.current_page_footnotes[-1]
    all_lines = find_lines(_lay_out_enough(context)[0].children[-1])
    while limit > 0:
        area, rest = _lay_out_area(context, limit, empty=False)
        if rest is None:
            return None
        lines = find_lines(area.children[-1])
        if len(lines) < footnote.style["orphans"]:
            return None
        if len(all_lines) - len(lines) >= footnote.style["widows"]:
            return limit, rest
        limit = lines[-1].position_y - area.position_y + NOISE_PIXELS
    return None


def _find_forced_break(context: SplitContext, limit: float) -> tuple[float, SkipStack] | None:
    """Find a break of a footnote that begins a page, whatever its orphans and widows; return as ``_find_break``."""
    _, rest = _lay_out_area(context, limit)
    return None if rest is None else (limit, rest)


def _box_bottom(box: boxes.Box) -> float:
    return float(box.position_y + box.margin_height() - box.margin_bottom)


def _shrink_box(box: boxes.Box) -> None:
    """Shrink a broken box, which fills its page, to the height of its content."""
    last_child = box.children[-1] if box.children else None
    if last_child is None or isinstance(box, boxes.LineBox):
        return
    _shrink_box(last_child)
    below = 0 if isinstance(last_child, boxes.LineBox) else last_child.margin_height()
    box.height = last_child.position_y + (below or last_child.height) - box.content_box_y()
