"""The functions that WeasyPrint's inline layout calls to order a line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from engross_weasyprint.formatting_structure.boxes import Box, LineBox, TextBox
from engross_weasyprint.layout.inline import add_word_spacing

from engross.editions.pdf.patches.line_order.cut_boxes import cut_leaves
from engross.editions.pdf.patches.line_order.line import find_due_levels, gather_leaves
from engross.editions.pdf.patches.line_order.paragraph import ParagraphLevels, find_paragraph_levels
from engross.editions.pdf.patches.line_order.place import place_boxes, widen_spaces

if TYPE_CHECKING:

    class _OrderedLineBox(LineBox):
        """A line box of a paragraph with its levels, or a line of it with its left end and its leaves in order."""

        paragraph: tuple[object, ParagraphLevels | None]
        ordered: tuple[float, list[Box]]


def order_line(context: Any, linebox: _OrderedLineBox, line: _OrderedLineBox) -> None:
    """Set the boxes of a line in the order of UAX 9.

    ``linebox``: all of the paragraph; ``line``: what of it is on this line, before it is aligned and justified.
    """
    paragraph = _get_paragraph(linebox)
    leaves = gather_leaves(line, paragraph) if paragraph else None
    if paragraph is None or not leaves:
        return
    boxes = cut_leaves(context, line, leaves, find_due_levels(leaves, paragraph.base))
    left = line.position_x + linebox.text_indent
    place_boxes(line, left, boxes)
    line.ordered = left, boxes


def add_spaces(context: Any, line: _OrderedLineBox, spacing: float) -> None:
    """Widen each space of a line by ``spacing`` pixels."""
    if "ordered" not in line.__dict__:
        add_word_spacing(context, line, spacing, 0)
        return
    left, boxes = line.ordered
    for box in boxes:
        if isinstance(box, TextBox):
            widen_spaces(box, spacing)
    place_boxes(line, left, boxes)


def _get_paragraph(linebox: _OrderedLineBox) -> ParagraphLevels | None:
    """Return the levels of a line box, found once; a copy with other children has others."""
    if "paragraph" not in linebox.__dict__ or linebox.paragraph[0] is not linebox.children:
        linebox.paragraph = linebox.children, find_paragraph_levels(linebox)
    return linebox.paragraph[1]
