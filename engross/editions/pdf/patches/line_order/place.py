"""Set the boxes of a line beside each other in visual order, and widen their spaces to justify it.

Pango widens a space by setting it apart, without the font's kerning between it and its neighbours. Amiri has an em's
third of that before some letters: the line would be drawn longer than it was measured. Here it is the advance of the
space's glyph that grows.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence

from engross_weasyprint.formatting_structure.boxes import Box, InlineBox, LineBox, TextBox

from engross.editions.pdf.patches.chinese_lines.shape import SpacedLayout, find_face
from engross.editions.pdf.patches.line_order.line import iter_leaf_boxes

EXPANDABLE_SPACES = " \u00a0"  # those that WeasyPrint counts (count_expandable_spaces)


def place_boxes(line: LineBox, left: float, boxes: Sequence[Box]) -> None:
    """Set the leaves of a line from its left end, ``left`` in pixels, and fit line and inline boxes around them.

    ``boxes``: the leaves from left to right. The margin, border and padding of an inline box stand at the left of its
    leftmost leaf and at the right of its rightmost.
    """
    before, after = _find_side_widths(line, boxes)
    x = left
    for box in boxes:
        x += before.get(id(box), 0.0)
        if dx := x - box.position_x:
            box.translate(dx=dx, ignore_floats=True)
        x += box.margin_width() + after.get(id(box), 0.0)
    for child in line.children:
        if isinstance(child, InlineBox):
            _fit_inline_box(child)
    line.width = x - line.position_x


def widen_spaces(box: TextBox, spacing: float) -> None:
    """Widen each space of a text by ``spacing`` pixels."""
    box.justification_spacing = spacing
    after = [spacing if character in EXPANDABLE_SPACES else 0.0 for character in box.text]
    if any(after):
        box.pango_layout = SpacedLayout(find_face(box.style), box.text, array("d", after))
        box.width += sum(after)


def _find_side_widths(line: LineBox, boxes: Sequence[Box]) -> tuple[dict[int, float], dict[int, float]]:
    """Return the widths of sides of inline boxes that stand before and behind leaves, by the identity of the leaf."""
    before: dict[int, float] = {}
    after: dict[int, float] = {}
    for box in _iter_inline_boxes(line):
        sides = _side_widths(box)
        leaves = {id(leaf) for leaf in iter_leaf_boxes(box)} if any(sides) else set()
        inside = [id(leaf) for leaf in boxes if id(leaf) in leaves]
        if inside:
            before[inside[0]] = before.get(inside[0], 0.0) + sides[0]
            after[inside[-1]] = after.get(inside[-1], 0.0) + sides[1]
    return before, after


def _iter_inline_boxes(box: Box) -> Iterable[InlineBox]:
    for child in box.children:
        if isinstance(child, InlineBox) and child.is_in_normal_flow():
            yield child
            yield from _iter_inline_boxes(child)


def _side_widths(box: Box) -> tuple[float, float]:
    """Return the widths of the left and the right side of an inline box: margin, border and padding, in pixels."""
    left = box.margin_left + box.border_left_width + box.padding_left
    right = box.margin_right + box.border_right_width + box.padding_right
    return float(left), float(right)


def _fit_inline_box(box: InlineBox) -> None:
    """Set an inline box around its children."""
    edges: list[tuple[float, float]] = []
    for child in box.children:
        if not child.is_in_normal_flow():
            continue
        if isinstance(child, InlineBox):
            _fit_inline_box(child)
        edges.append((child.position_x, child.position_x + child.margin_width()))
    if edges:
        left, right = min(edge for edge, _ in edges), max(edge for _, edge in edges)
        box.position_x, box.width = left - _side_widths(box)[0], right - left
