"""The functions that WeasyPrint's inline layout calls to set a line box as Chinese lines.

It passes each line box that it begins, and each text box in it; the other boxes of a line it lays out itself.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable
from dataclasses import dataclass
from math import inf
from operator import sub
from typing import TYPE_CHECKING, Any

from engross_weasyprint.css import Style
from engross_weasyprint.formatting_structure.boxes import Box, LineBox, TextBox
from engross_weasyprint.text.line_break import strut

from engross.editions.pdf.patches.chinese_lines.line_breaker import ChineseLine, cut_next_line
from engross.editions.pdf.patches.chinese_lines.line_draft import LineRoom
from engross.editions.pdf.patches.chinese_lines.paragraph import ShapedBox, make_paragraph
from engross.editions.pdf.patches.chinese_lines.shape import SpacedLayout

HANGING_PROPERTY = "__hanging_punctuation"


@dataclass(slots=True)
class LineSetting:
    """The state of a line box: its paragraph, the right edge of the current line, that line once it is cut.

    ``cut``: the function that cuts a line; ``whole``: the width of a line without indent; both widths in pixels.
    """

    paragraph: Any  # of the kind that ``cut`` takes; here a ChineseParagraph; None once it is released
    style: Style
    cut: Callable[[Any, int, LineRoom], ChineseLine] = cut_next_line
    edge: float = 0.0
    whole: float = 0.0
    line: ChineseLine | None = None


if TYPE_CHECKING:

    class _SetLineBox(LineBox):
        """A line box that has its setting."""

        setting: LineSetting | None


def open_line(box: _SetLineBox, edge: float, room: Box, first: tuple[Style | None, Style | None]) -> float:
    """Begin a line of a line box; return the edge for WeasyPrint: infinity if the line is set here, else ``edge``.

    ``edge``: the right edge of the line in pixels; ``room``: the containing block; ``first``: the styles of
    ::first-letter and ::first-line.
    """
    if has_no_paragraph(box):
        paragraph = None if any(first) else make_paragraph(box, room)
        hand_over(box, LineSetting(paragraph, box.style) if paragraph else None)
    if box.setting is None:
        return edge
    box.setting.edge, box.setting.whole, box.setting.line = edge, room.width, None
    return inf


def has_no_paragraph(box: _SetLineBox) -> bool:
    """Return whether it is not known yet what sets a line box, or its paragraph was released."""
    return "setting" not in box.__dict__ or (box.setting is not None and box.setting.paragraph is None)


def release_paragraph(line: Any) -> None:
    """Release what sets a line, and with the last line of a paragraph the paragraph: its page is laid out.

    It is made again if one of its lines is asked for.
    """
    setting = line.__dict__.pop("setting", None)
    if setting and setting.paragraph and line.resume_at is None:
        for shaped_box in setting.paragraph.leaves:
            shaped_box.box.__dict__.pop("leaf", None)
        setting.paragraph = setting.line = None


def hand_over(box: _SetLineBox, setting: LineSetting | None) -> None:
    """Give a line box its setting, and each text box its place in the paragraph; None leaves it to WeasyPrint."""
    box.setting = setting
    for shaped_box in setting.paragraph.leaves if setting else ():
        shaped_box.box.leaf = (shaped_box, setting)


def is_set(line: LineBox) -> bool:
    """Return whether a line box is set here."""
    return getattr(line, "setting", None) is not None


def set_text(
    box: TextBox, width: float | None, skip: int | None
) -> tuple[TextBox | None, int | None, str | bool] | None:
    """Return what ``split_text_box`` returns, for a text box of a line that is set here; None for any other box.

    That is the part of the box on this line, or None; the byte at which its text goes on, or None; a newline if a line
    break ends the line, else False. ``skip``: the byte of the box's text at which the line begins.
    """
    shaped_box, setting = box.__dict__.get("leaf", (None, None))
    if shaped_box is None or shaped_box.box is not box or width != inf:
        return None
    start: int = shaped_box.start + len(box.text.encode()[: skip or 0].decode())
    if start == shaped_box.end:
        return None, None, False
    if setting.line is None:
        setting.line = setting.cut(setting.paragraph, start, _make_line_room(setting, box.position_x))
    line = setting.line
    part = _make_text_box(shaped_box, setting, (max(start, line.start), min(shaped_box.end, line.end)))
    if shaped_box.start <= line.forced < shaped_box.end:
        return part, _byte_offset(shaped_box, line.forced + 1), "\n"
    goes_on = line.more and line.forced < 0 and shaped_box.end >= line.end
    return part, _byte_offset(shaped_box, line.end) if goes_on else None, False


def _byte_offset(shaped_box: ShapedBox, place: int) -> int:
    return len(shaped_box.box.text[: place - shaped_box.start].encode())


def _make_line_room(setting: LineSetting, left: float) -> LineRoom:
    style = setting.style
    align, last = style["text_align_all"], style["text_align_last"]
    hang = any(getattr(token, "value", "") == "allow-end" for token in style[HANGING_PROPERTY] or ())
    return LineRoom(setting.edge - left, setting.whole, align, align if last == "auto" else last, hang)


def _make_text_box(shaped_box: ShapedBox, setting: LineSetting, place: tuple[int, int]) -> TextBox | None:
    """Return the text box of the characters ``place`` (start, end) on the current line; None for none."""
    start, end = place
    line, paragraph = setting.line, setting.paragraph
    if line is None or shaped_box.shaped is None or end <= start:
        return None
    added_after = array("d", map(sub, line.added[start - line.start : end - line.start], paragraph.cuts[start:end]))
    text: str = paragraph.text[start:end]
    if end == line.end and line.hyphen:
        text += line.hyphen
        added_after.extend([0.0] * len(line.hyphen))
    box = shaped_box.box.copy_with_text(text)
    box.width = sum(paragraph.advances[start:end]) + sum(added_after)
    box.led = start > shaped_box.start and paragraph.text[start - 1] == " "
    box.trailed = end == line.end and paragraph.text[end : end + 1] == " "
    if start == line.start:
        box.position_x -= line.lead
    if end == line.end:
        box.width += line.hyphen_width - line.trail
    box.pango_layout = SpacedLayout(shaped_box.shaped.face, text, added_after)
    box.height = shaped_box.shaped.height
    line_height, _ = strut(box.style)
    box.margin_top = box.margin_bottom = (line_height - box.height) / 2
    box.baseline = shaped_box.shaped.baseline + box.margin_top
    return box
