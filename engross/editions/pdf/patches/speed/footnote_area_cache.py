"""Lay out each footnote of a page once.

WeasyPrint lays the footnote area out again whenever a footnote is added, and once more when the page is finished:
1 + 2 + 3 … layouts. What stands before a footnote does not change when others follow, nor does its own layout: it is
kept until the page is finished, together with the arguments that it depends on.

The box of a long footnote is kept until it ends: its lines are planned once, not for each page and each trial.
"""

from __future__ import annotations

from math import inf
from typing import TYPE_CHECKING, Any

from engross_weasyprint.formatting_structure import boxes, build
from engross_weasyprint.layout import LayoutContext, block

LONG_CHARACTERS = 10_000  # of a footnote; a page has room for 4,000 to 8,000

if TYPE_CHECKING:
    from engross.editions.pdf.patches import footnote_split

    class _KeptFootnoteBox(boxes.BlockBox):
        """The box of a footnote with its layouts so far, each with the margins that it added, by their arguments."""

        area_kept: dict[object, tuple[Any, list[float]]]


def is_long(footnote: boxes.Box) -> bool:
    """Return whether a footnote has so many characters that it may go over two pages."""
    return sum(len(box.text) for box in footnote.descendants() if isinstance(box, boxes.TextBox)) > LONG_CHARACTERS


def forget_footnotes(context: footnote_split.SplitContext) -> None:
    """Forget the boxes of a page's footnotes, which is finished, but for a long one that goes on."""
    kept_boxes, going_on = context.split.kept, context.reported_footnotes[:1]
    context.split.kept = {box: kept_boxes[box] for box in going_on if box in kept_boxes and is_long(box)}


def prepare_area(context: footnote_split.SplitContext, limit: float) -> boxes.FootnoteAreaBox:
    """Return the page's footnote area, ready for layout.

    Without a limit, or with a long footnote, it reuses the boxes of earlier layouts.
    """
    area = context.current_footnote_area
    if limit < inf and not is_long(area.children[-1]):
        return build.create_anonymous_boxes(area.deepcopy())
    kept_boxes = context.split.kept
    if any(footnote not in kept_boxes for footnote in area.children):
        for footnote in area.children:
            kept_boxes.setdefault(footnote, _make_footnote_box(area, footnote))
    if any(kept_boxes[footnote] is None for footnote in area.children):
        return build.create_anonymous_boxes(area.deepcopy())
    prepared = area.copy()
    prepared.children = [kept_boxes[footnote] for footnote in area.children]
    return prepared


def _make_footnote_box(area: boxes.FootnoteAreaBox, footnote: boxes.Box) -> Any:
    """Make the box of a footnote with its anonymous boxes. Return None if it is not one block, or not independent."""
    single_area = area.copy()
    single_area.children = [footnote.deepcopy()]
    children = build.create_anonymous_boxes(single_area).children
    if len(children) != 1 or type(children[0]) is not boxes.BlockBox or not _is_plain_footnote(children[0]):
        return None
    children[0].area_kept = {}
    return children[0]


def _is_plain_footnote(footnote: boxes.Box) -> bool:
    """Return whether a footnote is not positioned, and nothing in it leaves the flow or calls a footnote."""
    return footnote.style["position"] == "static" and all(
        box.is_in_normal_flow() and box.footnote is None for box in footnote.descendants()
    )


def lay_out_footnote(
    context: LayoutContext,
    box: _KeptFootnoteBox,
    bottom_space: float,
    skip_stack: footnote_split.SkipStack | None,
    area: boxes.Box,
    *rest: Any,
) -> tuple[Any, ...]:
    """Return what ``block_level_layout`` returns for a footnote's box; kept by the arguments that it depends on.

    ``rest``: its other arguments: whether the page is empty, lists of boxes out of flow, margins above, and so on.
    """
    page_is_empty, _, _, margins, *more = rest
    if bottom_space > -inf or skip_stack is not None or any(more):
        return block.block_level_layout(context, box, bottom_space, skip_stack, area, *rest)
    key = box.position_x, box.position_y, area.width, page_is_empty, tuple(margins)
    if key not in box.area_kept:
        margins_before = len(margins)
        layout = block.block_level_layout(context, box, bottom_space, skip_stack, area, *rest)
        box.area_kept[key] = layout, margins[margins_before:]
    else:
        margins.extend(box.area_kept[key][1])
    new_box, resume_at, next_page, next_margins, collapses_through, max_lines = box.area_kept[key][0]
    return new_box, resume_at, dict(next_page), list(next_margins), collapses_through, max_lines
