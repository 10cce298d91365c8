"""Set the lines of titles and headings as even as their number of lines allows: ``text-wrap: balance`` (CSS Text 4).

WeasyPrint fills each line, and leaves a word or two for the last. Here a heading is laid out on trial in narrower
measures, and set in the narrowest that takes no more lines. Trials have no effects: notes are placed, and
absolute boxes too, only once lines are kept.

The style sheet asks for it with ``--text-wrap: balance``, as WeasyPrint does not know the property itself.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import islice
from typing import TYPE_CHECKING

from engross_weasyprint.formatting_structure.boxes import Box, LineBox, TextBox
from engross_weasyprint.layout.inline import iter_line_boxes
from engross_weasyprint.layout.preferred import inline_line_widths, max_content_width, min_content_width

if TYPE_CHECKING:
    from engross_weasyprint.layout import LayoutContext

WRAP_PROPERTY = "__text_wrap"
NO_BREAK_SPACE = "\u00a0"
PRECISION = 2.0  # px between the measures tried last
UNSURE = 4.0  # px around a measure told by the widths of words
MOST_LINES = 12  # of a heading that is balanced; a longer one is a paragraph


def balance_lines(context: LayoutContext, box: Box, skip_stack: object) -> None:
    """Narrow a heading to the least measure that takes no more lines than its own, if it takes several."""
    if skip_stack is not None or not _is_to_be_balanced(box):
        return
    measure: float = box.width
    widest = min_content_width(context, box, outer=False)
    if widest > measure:
        _loosen_words(box)
    lines = _count_lines(context, box, measure)
    if 1 < lines <= MOST_LINES:
        _narrow_box(box, measure - _find_measure(context, box, min(max(measure / 2, widest), measure), lines))


def _find_measure(context: LayoutContext, box: Box, least: float, lines: int) -> float:
    """Return the narrowest measure from ``least`` up in which a heading takes at most ``lines`` lines.

    The widths of its words tell where that is to be sought; trials find it there. Lines only grow fewer in wider
    measures, so trials of the ends of the last span prove all steps to it; where they do not, all steps are trials.
    """
    tried: dict[float, bool] = {}

    def has_room(measure: float) -> bool:
        if measure not in tried:
            tried[measure] = _count_lines(context, box, measure, lines) <= lines
        return tried[measure]

    words = list(inline_line_widths(context, box.children[0], outer=False, is_line_start=True, minimum=True))
    space = (max_content_width(context, box, outer=False) - sum(words)) / max(len(words) - 1, 1)
    _, guess = _narrow_span(least, box.width, lambda measure: _count_filled(words, space, measure) <= lines)
    low, high = _narrow_span(least, box.width, lambda m: has_room(m) if abs(m - guess) <= UNSURE else m > guess)
    if (high == box.width or has_room(high)) and (low == least or not has_room(low)):
        return high
    return _narrow_span(least, box.width, has_room)[1]


def _narrow_span(low: float, high: float, has_room: Callable[[float], bool]) -> tuple[float, float]:
    """Return the span between the measures tried last: one without room, or ``low``, and the narrowest with room."""
    while high - low > PRECISION:
        middle = (low + high) / 2
        low, high = (low, middle) if has_room(middle) else (middle, high)
    return low, high


def _count_filled(words: list[float], space: float, measure: float) -> int:
    """Return how many lines of a measure words of these widths fill, with a space between two."""
    lines, used = 1, -space
    for width in words:
        used += space + width
        if used > measure and used > width:
            lines, used = lines + 1, width
    return lines


def _is_to_be_balanced(box: Box) -> bool:
    if len(box.children) != 1 or not isinstance(box.children[0], LineBox):
        return False
    return any(getattr(token, "value", "") == "balance" for token in box.style[WRAP_PROPERTY] or ())


def _count_lines(context: LayoutContext, box: Box, measure: float, most: int = MOST_LINES) -> int:
    """Return how many lines a box takes in a measure, at most one more than ``most``."""
    width, box.width = box.width, measure
    lines = iter_line_boxes(context, box.children[0], box.content_box_y(), 0, None, box, [], [], None, None)
    count = sum(1 for _ in islice(lines, most + 1))
    box.width = width
    return count


def _loosen_words(box: Box) -> None:
    """Let lines end at no-break spaces, where a line has no room for the words that they bind."""
    for child in box.descendants():
        if isinstance(child, TextBox):
            child.text = child.text.replace(NO_BREAK_SPACE, " ")


def _narrow_box(box: Box, surplus: float) -> None:
    """Give a part of a box's width to its margins, so that its text stays at the edge or in the middle of the rest."""
    align = box.style["text_align_all"]
    is_rtl = box.style["direction"] == "rtl"
    is_at_right = align == "right" or align == ("start" if is_rtl else "end")
    left = surplus / 2 if align == "center" else surplus if is_at_right else 0.0
    box.width -= surplus
    box.margin_left += left
    box.margin_right += surplus - left
