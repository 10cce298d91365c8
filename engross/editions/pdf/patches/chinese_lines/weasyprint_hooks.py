"""A line box set as Chinese: what WeasyPrint's inline layout asks while it lays the boxes of a line out.

It hands over each line box that it opens, and each text box of it; the rest of a line is laid out as ever.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import inf
from typing import TYPE_CHECKING

from weasyprint.css import Style
from weasyprint.formatting_structure.boxes import Box, LineBox, TextBox
from weasyprint.text.line_break import strut

from engross.editions.pdf.patches.chinese_lines.line_breaker import ChineseLine, LineRoom, cut_next_line
from engross.editions.pdf.patches.chinese_lines.paragraph import ChineseParagraph, ShapedBox, make_paragraph
from engross.editions.pdf.patches.chinese_lines.shape import SpacedLayout

HANGING_PROPERTY = "__hanging_punctuation"


@dataclass(slots=True)
class LineSetting:
    """A line box being set: its paragraph, the right edge of the line that is open, the line once it is cut.

    ``whole``: the width of a line without indent, in pixels.
    """

    paragraph: ChineseParagraph
    style: Style
    edge: float = 0.0
    whole: float = 0.0
    line: ChineseLine | None = None


if TYPE_CHECKING:

    class _SetLineBox(LineBox):
        """A line box that was asked for before."""

        setting: LineSetting | None


def open_line(box: _SetLineBox, edge: float, room: Box, first: tuple[Style | None, Style | None]) -> float:
    """Begin a line of a line box that may reach to ``edge`` (pixels); the edge that WeasyPrint is to keep to.

    ``room``: the containing block; ``first``: the styles of ::first-letter and ::first-line.
    """
    if "setting" not in box.__dict__:
        found = None if any(first) else make_paragraph(box, room)
        box.setting = LineSetting(found, box.style) if found else None
        for leaf in found.leaves if found else ():
            leaf.box.leaf = (leaf, box.setting)
    if box.setting is None:
        return edge
    box.setting.edge, box.setting.whole, box.setting.line = edge, room.width, None
    return inf


def is_set(line: LineBox) -> bool:
    """Whether a line box was set here."""
    return getattr(line, "setting", None) is not None


def set_text(
    box: TextBox, width: float | None, skip: int | None
) -> tuple[TextBox | None, int | None, str | bool] | None:
    """What ``split_text_box`` gives for a text box of a line that is set here; None for any other box."""
    leaf, setting = box.__dict__.get("leaf", (None, None))
    if leaf is None or leaf.box is not box or width != inf:
        return None
    start: int = leaf.start + len(box.text.encode()[: skip or 0].decode())
    if start == leaf.end:
        return None, None, False
    if setting.line is None:
        setting.line = cut_next_line(setting.paragraph, start, _make_line_room(setting, box.position_x))
    line = setting.line
    piece = _make_text_box(leaf, setting, (max(start, line.start), min(leaf.end, line.end)))
    if leaf.start <= line.forced < leaf.end:
        return piece, _byte_offset(leaf, line.forced + 1), "\n"
    goes_on = line.more and line.forced < 0 and leaf.end >= line.end
    return piece, _byte_offset(leaf, line.end) if goes_on else None, False


def _byte_offset(leaf: ShapedBox, place: int) -> int:
    return len(leaf.box.text[: place - leaf.start].encode())


def _make_line_room(setting: LineSetting, left: float) -> LineRoom:
    style = setting.style
    align, last = style["text_align_all"], style["text_align_last"]
    hang = any(getattr(token, "value", "") == "allow-end" for token in style[HANGING_PROPERTY] or ())
    return LineRoom(setting.edge - left, setting.whole, align, align if last == "auto" else last, hang)


def _make_text_box(leaf: ShapedBox, setting: LineSetting, place: tuple[int, int]) -> TextBox | None:
    """The text box for the characters that a line takes of a leaf; None for no characters."""
    start, end = place
    line, p = setting.line, setting.paragraph
    if line is None or leaf.shaped is None or end <= start:
        return None
    after = [line.added[n - line.start] - p.cuts[n] for n in range(start, end)]
    text = p.text[start:end]
    box = leaf.box.copy_with_text(text)
    box.width = sum(p.advances[start:end]) + sum(after)
    box.led = start > leaf.start and p.text[start - 1] == " "
    box.trailed = end == line.end and p.text[end : end + 1] == " "
    if start == line.start:
        box.position_x -= line.lead
    if end == line.end:
        box.width -= line.trail
    box.pango_layout = SpacedLayout(leaf.shaped, text, after)
    box.height = leaf.shaped.height
    line_height, _ = strut(box.style)
    box.margin_top = box.margin_bottom = (line_height - box.height) / 2
    box.baseline = leaf.shaped.baseline + box.margin_top
    return box
