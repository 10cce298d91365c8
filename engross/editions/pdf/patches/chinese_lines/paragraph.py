"""Make a paragraph of a line box before layout: one text of all its elements, with its widths, gaps and break places.

Marks are squeezed, gaps opened and lines ended across the bounds of elements.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import accumulate

from engross_weasyprint.css import Style
from engross_weasyprint.formatting_structure import boxes
from engross_weasyprint.layout.percent import resolve_percentages

from engross.editions.pdf.patches.chinese_lines.breaks import BreakableText, BreakPlaces, find_break_places, has_han
from engross.editions.pdf.patches.chinese_lines.char_classes import (
    BLANK_HALF_MARK,
    NEWLINE,
    UNSUPPORTED_CHARACTER,
    WESTERN_MARKS,
)
from engross.editions.pdf.patches.chinese_lines.justify import LineGaps, measure_gaps
from engross.editions.pdf.patches.chinese_lines.shape import ShapedText, measure_blank, shape_text
from engross.editions.pdf.patches.chinese_lines.squeeze import measure_squeeze

CALL_PSEUDO = "::footnote-call"
SIDE_PROPERTIES = ("margin", "border", "padding")


@dataclass(slots=True)
class ShapedBox:
    """A text box of the paragraph, with the characters from ``start`` to ``end``.

    ``shaped``: None for a line break; ``kept``: the number of the element that keeps it on one line, 0 for none.
    """

    box: boxes.TextBox
    start: int
    end: int
    shaped: ShapedText | None
    kept: int


@dataclass(slots=True)
class ChineseParagraph:
    """A paragraph ready to be cut into lines. Lengths are pixels; ``em`` is the font's size.

    ``advances``: the width of each character; ``blanks``: the blank before and after each; ``cuts``: the width squeezed
    out behind each; ``tails``: margins, borders and padding of elements that end behind each; ``sums``: the width of
    all before each, squeezed; ``stretches``, ``shrinks``: the sums of the gaps' values before each.
    """

    text: str
    em: float
    leaves: list[ShapedBox]
    advances: list[float]
    blanks: list[tuple[float, float]]
    cuts: list[float]
    tails: list[float]
    sums: list[float]
    gaps: LineGaps
    stretches: list[float]
    shrinks: list[float]
    run: BreakableText
    places: BreakPlaces
    numbered: bool  # whether a box without text stands before it: a number in a box of its own
    plans: dict[int, tuple[float, int]] = field(default_factory=dict)  # the room and end of each line by its start


@dataclass(slots=True)
class GatheredText:
    """What a walk through a line box gathers.

    ``heads``, ``tails``: the widths of elements' left and right sides by the character they stand before or behind;
    ``elements``: the number of elements so far that keep their text on one line.
    """

    room: boxes.Box  # the containing block, for percentages
    leaves: list[ShapedBox] = field(default_factory=list)
    size: int = 0
    heads: dict[int, float] = field(default_factory=dict)
    tails: dict[int, float] = field(default_factory=dict)
    numbered: bool = False
    elements: int = 0


@dataclass(frozen=True, slots=True)
class MeasuredText:
    """The text of all leaves. The lists have an entry for each character, in pixels.

    ``advances``: its width; ``heads``, ``tails``: the widths of elements' sides that stand before and behind it.
    """

    run: BreakableText
    advances: list[float]
    heads: list[float]
    tails: list[float]


def skip_spaces(text: str, start: int) -> int:
    """Return the first character of a paragraph's text from ``start`` on that is no space, or its last."""
    while start < len(text) - 1 and text[start] == " ":
        start += 1
    return start


def make_paragraph(line: boxes.LineBox, room: boxes.Box) -> ChineseParagraph | None:
    """Return the paragraph in a line box, None if it is left to WeasyPrint. ``room``: its containing block."""
    style = line.style
    if not (style["lang"] or "").lower().startswith("zh") or style["direction"] != "ltr":
        return None
    if style["white_space"] != "normal" or not has_han("".join(_iter_texts(line))):
        return None
    flat = GatheredText(room)
    if not try_gather(line, flat, 0) or not any(shaped_box.shaped for shaped_box in flat.leaves):
        return None
    return _measure_paragraph(flat, style)


def _iter_texts(box: boxes.Box) -> Iterator[str]:
    for child in box.children:
        if isinstance(child, boxes.TextBox):
            yield child.text
        elif isinstance(child, boxes.InlineBox):
            yield from _iter_texts(child)


def try_gather(box: boxes.Box, flat: GatheredText, kept: int) -> bool:
    """Gather the texts below a box. Return False if it holds something that is left to WeasyPrint."""
    for child in box.children:
        if not child.is_in_normal_flow() or getattr(child, "is_leader", False):
            return False
        if isinstance(child, boxes.TextBox):
            if not _try_gather_text(child, flat, kept):
                return False
        elif isinstance(child, boxes.InlineBox):
            if not _try_gather_inline(child, flat, kept):
                return False
        elif flat.size:
            return False
        else:
            flat.numbered = True
    return True


def _try_gather_inline(box: boxes.InlineBox, flat: GatheredText, kept: int) -> bool:
    resolve_percentages(box, flat.room)
    if box.style["direction"] != "ltr" or "auto" in (box.margin_left, box.margin_right):
        return False
    if not kept and box.style["white_space"] == "nowrap":
        flat.elements += 1
        kept = flat.elements
    flat.heads[flat.size] = flat.heads.get(flat.size, 0.0) + _side_width(box, "left")
    if not try_gather(box, flat, kept):
        return False
    flat.tails[flat.size - 1] = flat.tails.get(flat.size - 1, 0.0) + _side_width(box, "right")
    return True


def _side_width(box: boxes.Box, side: str) -> float:
    margin, border, padding = (f"{name}_{side}" for name in SIDE_PROPERTIES)
    return float(getattr(box, margin) + getattr(box, f"{border}_width") + getattr(box, padding))


def _try_gather_text(box: boxes.TextBox, flat: GatheredText, kept: int) -> bool:
    style, text = box.style, box.text
    is_spaced = style["letter_spacing"] != "normal" or style["word_spacing"] != 0
    if is_spaced or style["font_size"] <= 0 or style["word_break"] != "normal" or UNSUPPORTED_CHARACTER.search(text):
        return False
    if text == NEWLINE:
        shaped = None
    elif NEWLINE in text or style["white_space"] not in ("normal", "nowrap"):
        return False
    else:
        shaped = shape_text(text, style) if text else None
    flat.leaves.append(ShapedBox(box, flat.size, flat.size + len(text), shaped, kept))
    flat.size += len(text)
    return True


def measure_text(flat: GatheredText, lang: str) -> MeasuredText:
    """Return the text that a walk gathered, with the widths of its characters."""
    text = "".join(shaped_box.box.text for shaped_box in flat.leaves)
    advances = [0.0] * len(text)
    calls, whole, kept = [False] * len(text), [True] * len(text), [0] * len(text)
    for shaped_box in flat.leaves:
        count = shaped_box.end - shaped_box.start
        kept[shaped_box.start : shaped_box.end] = [shaped_box.kept] * count
        if shaped_box.shaped:
            advances[shaped_box.start : shaped_box.end] = shaped_box.shaped.advances
            whole[shaped_box.start : shaped_box.end] = shaped_box.shaped.whole
        if (shaped_box.box.element_tag or "").endswith(CALL_PSEUDO):
            calls[shaped_box.start : shaped_box.end] = [True] * count
    heads, tails = _spread(flat.heads, len(text)), _spread(flat.tails, len(text))
    return MeasuredText(BreakableText(text, lang, calls, whole, kept), advances, heads, tails)


def _spread(widths: dict[int, float], length: int) -> list[float]:
    """Return the width beside each character, 0 where there is none."""
    spread = [0.0] * length
    for n, width in widths.items():
        if n < length:
            spread[n] = width
    return spread


def _measure_paragraph(flat: GatheredText, style: Style) -> ChineseParagraph:
    measured = measure_text(flat, style["lang"])
    text = measured.run.text
    run = replace(measured.run, text=_class_western_marks(flat.leaves))
    blanks = _measure_blanks(flat.leaves, run.text)
    cuts = measure_squeeze(run.text, blanks, run.calls)
    gaps = measure_gaps(run.text, cuts, run.calls)
    widths = zip(measured.advances, measured.heads, measured.tails, cuts, strict=True)
    steps = (advance + head + tail - cut for advance, head, tail, cut in widths)
    return ChineseParagraph(
        text,
        style["font_size"],
        flat.leaves,
        measured.advances,
        blanks,
        cuts,
        measured.tails,
        list(accumulate(steps, initial=0.0)),
        gaps,
        list(accumulate(gaps.stretch, initial=0.0)),
        list(accumulate(gaps.shrink, initial=0.0)),
        run,
        find_break_places(run),
        flat.numbered,
    )


def _class_western_marks(leaves: list[ShapedBox]) -> str:
    """Return the text with the quotation marks of words in another language as Latin ones, which are narrow."""
    texts = ((leaf.box.text, leaf.box.style["lang"] or "") for leaf in leaves)
    return "".join(text if lang.lower().startswith("zh") else text.translate(WESTERN_MARKS) for text, lang in texts)


def _measure_blanks(leaves: list[ShapedBox], text: str) -> list[tuple[float, float]]:
    blanks = [(0.0, 0.0)] * len(text)
    for leaf in leaves:
        if leaf.shaped:
            for mark in BLANK_HALF_MARK.finditer(text, leaf.start, leaf.end):
                blanks[mark.start()] = measure_blank(mark[0], leaf.shaped.face)
    return blanks
