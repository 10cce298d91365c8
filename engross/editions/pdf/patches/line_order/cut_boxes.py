"""Cut the texts of a line where their levels change, each piece a text box that Pango orders as its level asks.

The characters of one level run in one direction, so a piece needs no other context: of those that run from right to
left none is a figure, and of those from left to right all neutral ones are between Latin letters or within numbers.
"""

from __future__ import annotations

from typing import Any

from engross_weasyprint.css import Style
from engross_weasyprint.formatting_structure.boxes import Box, InlineBox, LineBox, TextBox
from engross_weasyprint.layout.inline import split_text_box

from engross.editions.pdf.patches.line_order.levels import find_level_runs, find_visual_order
from engross.editions.pdf.patches.line_order.line import Leaf, find_own_levels

DIRECTIONS = ("ltr", "rtl")


def cut_leaves(context: Any, line: LineBox, leaves: list[Leaf], levels: bytes) -> list[Box]:
    """Replace the texts of a line that are not shown as ``levels`` ask by pieces; return all leaves, left to right."""
    order = find_visual_order(levels)
    place = {character: n for n, character in enumerate(order)}
    pieces: dict[int, list[Box]] = {}
    ranked: list[tuple[int, Box]] = []
    for leaf in leaves:
        own_levels = levels[leaf.start : leaf.end]
        if not isinstance(leaf.box, TextBox) or _is_whole(leaf, own_levels, order, place):
            cuts, pieces[id(leaf.box)] = [(0, len(leaf.text))], [leaf.box]
        else:
            cuts = [(start, end) for start, end, _ in find_level_runs(own_levels)]
            pieces[id(leaf.box)] = _make_pieces(context, leaf.box, own_levels, cuts)
        for (start, end), box in zip(cuts, pieces[id(leaf.box)], strict=True):
            ranked.append((min((place[n] for n in range(leaf.start + start, leaf.start + end)), default=-1), box))
    _replace_leaves(line, pieces)
    return [box for _, box in sorted(ranked, key=lambda pair: pair[0])]


def _is_whole(leaf: Leaf, levels: bytes, order: list[int], place: dict[int, int]) -> bool:
    """Return whether the characters of a leaf stand together and in the order in which Pango shows them by itself."""
    if not leaf.text:
        return True
    own = find_own_levels(leaf)
    if any((one ^ other) & 1 for one, other in zip(own, levels, strict=True)):
        return False
    first = min(place[n] for n in range(leaf.start, leaf.end))
    return order[first : first + len(own)] == [leaf.start + n for n in find_visual_order(own)]


def _make_pieces(context: Any, box: TextBox, levels: bytes, cuts: list[tuple[int, int]]) -> list[Box]:
    """Return a text box for each piece of a text; what the line dropped before and behind it stays with its ends."""
    pieces: list[Box] = []
    for start, end in cuts:
        uncut = box.copy_with_text(box.text[start:end])
        uncut.style = turn_style(box.style, DIRECTIONS[levels[start] % 2])
        piece: Any = split_text_box(context, uncut, None, 0)[0]
        piece.base_direction = box.style["direction"]
        piece.led = getattr(box, "led", False) and start == 0
        piece.trailed = getattr(box, "trailed", False) and end == len(box.text)
        pieces.append(piece)
    return pieces


def turn_style(style: Style, direction: str) -> Style:
    """Return a style with a direction; kept with the style that it is a copy of."""
    if style["direction"] == direction:
        return style
    turned: Style | None = style.__dict__.get("turned_style")
    if turned is None:
        turned = style.__dict__["turned_style"] = style.copy()
        turned["direction"] = direction
    return turned


def _replace_leaves(box: Box, pieces: dict[int, list[Box]]) -> None:
    children: list[Box] = []
    for child in box.children:
        if isinstance(child, InlineBox):
            _replace_leaves(child, pieces)
        children += pieces.get(id(child), [child])
    box.children = children
