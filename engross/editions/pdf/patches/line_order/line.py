"""A line as it was cut: its leaves (texts, and boxes laid out by themselves) in logical order, with their levels."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from engross_weasyprint.formatting_structure.boxes import Box, InlineBox, LineBox, TextBox

from engross.editions.pdf.patches.line_order.levels import find_levels, reset_line_end
from engross.editions.pdf.patches.line_order.paragraph import OBJECT, ParagraphLevels


@dataclass(frozen=True, slots=True)
class Leaf:
    """A leaf of a line: its box, the place of its first character in the line, its characters, their levels."""

    box: Box
    start: int
    text: str
    levels: bytes

    @property
    def end(self) -> int:
        """The place behind its last character in the line."""
        return self.start + len(self.text)


def gather_leaves(line: LineBox, paragraph: ParagraphLevels) -> list[Leaf] | None:
    """Return the leaves of a line in logical order; None if one is not of this paragraph."""
    leaves: list[Leaf] = []
    start = 0
    for box in iter_leaf_boxes(line):
        text = box.text if isinstance(box, TextBox) else OBJECT
        levels = _find_box_levels(box, text, paragraph)
        if levels is None:
            return None
        leaves.append(Leaf(box, start, text, levels))
        start += len(text)
    return leaves


def iter_leaf_boxes(box: Box) -> Iterator[Box]:
    """Iterate over the texts below a box, and the boxes laid out by themselves, in logical order."""
    for child in box.children:
        if not child.is_in_normal_flow():
            continue
        if isinstance(child, InlineBox):
            yield from iter_leaf_boxes(child)
        else:
            yield child


def find_due_levels(leaves: list[Leaf], base: int) -> bytes:
    """Return the levels of a line's characters."""
    text = "".join(leaf.text for leaf in leaves)
    return reset_line_end(text, b"".join(leaf.levels for leaf in leaves), base)


def find_own_levels(leaf: Leaf) -> bytes:
    """Return the levels that Pango gives the text of a leaf by itself."""
    return find_levels(leaf.text, int(leaf.box.style["direction"] == "rtl"))


def _find_box_levels(box: Box, text: str, paragraph: ParagraphLevels) -> bytes | None:
    """Return the levels of a leaf; None if it is not of this paragraph. A dividing hyphen has that of its word."""
    origin, skip = _find_origin(box)
    levels = paragraph.levels.get(id(origin))
    if levels is None:
        return None
    start = len(origin.text.encode()[:skip].decode()) if skip else 0
    found = levels[start : start + len(text)]
    return found.ljust(len(text), found[-1:] or bytes([paragraph.base]))


def _find_origin(box: Box) -> tuple[Any, int]:
    """Return the box that a leaf is cut from, None if it is of no paragraph here, and the byte at which it begins."""
    origin: tuple[Any, int] = getattr(box, "origin", (None, 0))
    return origin
