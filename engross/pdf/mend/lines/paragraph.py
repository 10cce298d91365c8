"""A line box before layout to the paragraph in it: one text out of all its elements, measured, gaps and places known.

Elements do not matter to a line: marks are squeezed, gaps opened and lines ended across them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import accumulate
from typing import Any

from weasyprint.formatting_structure import boxes
from weasyprint.layout.percent import resolve_percentages

from engross.pdf.mend.lines.breaks import Places, Run, is_chinese, places
from engross.pdf.mend.lines.justify import Gaps, gaps
from engross.pdf.mend.lines.marks import MARKS, NEWLINE, STRANGE
from engross.pdf.mend.lines.shape import Shaped, blank, shape
from engross.pdf.mend.lines.squeeze import pairs

CALL = "::footnote-call"
SIDES = ("margin", "border", "padding")


@dataclass(slots=True)
class Leaf:
    """A text box of the paragraph: its characters from ``start`` to ``end``, as shaped; the element that keeps it."""

    box: Any
    start: int
    end: int
    shaped: Shaped | None
    kept: int


@dataclass(slots=True)
class Paragraph:
    """A paragraph ready to be cut into lines. Lengths are pixels, ``em`` the font's size.

    ``sums``: what stands before each character, squeezed; ``blanks``: the blank before and after each; ``cuts``: what
    is squeezed out behind each; ``tails``: margin and padding of elements that end behind it.
    """

    text: str
    em: float
    leaves: list[Leaf]
    advances: list[float]
    blanks: list[tuple[float, float]]
    cuts: list[float]
    tails: list[float]
    sums: list[float]
    gaps: Gaps
    stretches: list[float]
    shrinks: list[float]
    run: Run
    places: Places
    numbered: bool  # something other than text stands before it: a number in a box of its own


@dataclass(slots=True)
class _Flat:
    """What a walk through a line box gathers."""

    room: Any  # the containing block, for percentages
    leaves: list[Leaf] = field(default_factory=list)
    size: int = 0
    heads: dict[int, float] = field(default_factory=dict)
    tails: dict[int, float] = field(default_factory=dict)
    numbered: bool = False
    elements: int = 0


def paragraph(line: Any, room: Any) -> Paragraph | None:
    """The paragraph in a line box whose containing block is ``room``; None where it is not for this engine."""
    style = line.style
    if not (style["lang"] or "").lower().startswith("zh") or style["direction"] != "ltr":
        return None
    if style["white_space"] != "normal" or not is_chinese("".join(_texts(line))):
        return None
    flat = _Flat(room)
    if not _gather(line, flat, 0) or not any(leaf.shaped for leaf in flat.leaves):
        return None
    return _measured(flat, style)


def _texts(box: Any) -> Iterator[str]:
    for child in box.children:
        if isinstance(child, boxes.TextBox):
            yield child.text
        elif isinstance(child, boxes.InlineBox):
            yield from _texts(child)


def _gather(box: Any, flat: _Flat, kept: int) -> bool:
    """Gather the texts below a box; False where something stands in it that is not for this engine."""
    for child in box.children:
        if not child.is_in_normal_flow() or getattr(child, "is_leader", False):
            return False
        if isinstance(child, boxes.TextBox):
            if not _take(child, flat, kept):
                return False
        elif isinstance(child, boxes.InlineBox):
            if not _enter(child, flat, kept):
                return False
        elif flat.size:
            return False
        else:
            flat.numbered = True
    return True


def _enter(box: Any, flat: _Flat, kept: int) -> bool:
    resolve_percentages(box, flat.room)
    if box.style["direction"] != "ltr" or "auto" in (box.margin_left, box.margin_right):
        return False
    if not kept and box.style["white_space"] == "nowrap":
        flat.elements += 1
        kept = flat.elements
    flat.heads[flat.size] = flat.heads.get(flat.size, 0.0) + _side(box, "left")
    if not _gather(box, flat, kept):
        return False
    flat.tails[flat.size - 1] = flat.tails.get(flat.size - 1, 0.0) + _side(box, "right")
    return True


def _side(box: Any, side: str) -> float:
    margin, border, padding = (f"{name}_{side}" for name in SIDES)
    return float(getattr(box, margin) + getattr(box, f"{border}_width") + getattr(box, padding))


def _take(box: Any, flat: _Flat, kept: int) -> bool:
    style, text = box.style, box.text
    spaced = style["letter_spacing"] != "normal" or style["word_spacing"] != 0
    if spaced or style["font_size"] <= 0 or style["word_break"] != "normal" or STRANGE.search(text):
        return False
    if text == NEWLINE:
        shaped = None
    elif NEWLINE in text or style["white_space"] not in ("normal", "nowrap"):
        return False
    else:
        shaped = shape(text, style) if text else None
    flat.leaves.append(Leaf(box, flat.size, flat.size + len(text), shaped, kept))
    flat.size += len(text)
    return True


def _measured(flat: _Flat, style: Any) -> Paragraph:
    leaves = flat.leaves
    text = "".join(leaf.box.text for leaf in leaves)
    advances = [0.0] * len(text)
    blanks = [(0.0, 0.0)] * len(text)
    calls, whole, kept = [False] * len(text), [True] * len(text), [0] * len(text)
    for leaf in leaves:
        size = leaf.end - leaf.start
        kept[leaf.start : leaf.end] = [leaf.kept] * size
        if leaf.shaped:
            advances[leaf.start : leaf.end] = leaf.shaped.advances
            whole[leaf.start : leaf.end] = leaf.shaped.whole
            for found in MARKS.finditer(text, leaf.start, leaf.end):
                blanks[found.start()] = blank(found[0], leaf.shaped.face)
        if (leaf.box.element_tag or "").endswith(CALL):
            calls[leaf.start : leaf.end] = [True] * size
    run = Run(text, style["lang"], calls, whole, kept)
    cuts = pairs(text, blanks, calls)
    between = gaps(text, cuts, calls)
    heads, tails = ([side.get(n, 0.0) for n in range(len(text))] for side in (flat.heads, flat.tails))
    steps = (a + b + c - d for a, b, c, d in zip(advances, heads, tails, cuts, strict=True))
    return Paragraph(
        text,
        style["font_size"],
        leaves,
        advances,
        blanks,
        cuts,
        tails,
        list(accumulate(steps, initial=0.0)),
        between,
        list(accumulate(between.stretch, initial=0.0)),
        list(accumulate(between.shrink, initial=0.0)),
        run,
        places(run),
        flat.numbered,
    )
