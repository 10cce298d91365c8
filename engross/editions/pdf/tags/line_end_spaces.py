"""Draw the spaces dropped at ends of lines, and let the hyphen that divides a word mean a soft hyphen.

A reader of the tags joins the lines of a paragraph: without the space two words become one, and the dividing hyphen
would be part of the word (ISO 32000-1, 14.8.2.2.3).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from engross_weasyprint.document import Page
from engross_weasyprint.pdf.stream import Stream
from engross_weasyprint.text.ffi import FROM_UNITS

from engross.editions.pdf.boxes import DIVIDER, Box, LineBox, TextBox, all_boxes
from engross.editions.pdf.patches.chinese_lines.shape import find_face

SOFT_HYPHEN = "\u00ad"
BREAK_TAG = "br"


def find_spaced_boxes(pages: Iterable[Page]) -> set[int]:
    """Return the identities of the text boxes behind which a space is to be drawn.

    Such a box ends a line, and the paragraph goes on behind a space or a line break; or it is a space alone in its
    element, which WeasyPrint does not draw.
    """
    spaced: set[int] = set()
    # The line before and its text boxes, by element and tag: a number in a box of its own has another tag.
    last_line: dict[tuple[int, str], tuple[LineBox, list[TextBox]]] = {}
    for line in (box for page in pages for box in all_boxes(page._page_box) if isinstance(box, LineBox)):
        texts = list(_text_boxes(line))
        spaced.update(id(box) for box in texts if not box.text.strip())
        key = id(line.element), line.element_tag or ""
        previous = last_line.get(key)
        if previous is not None and _has_space_between(previous[0], texts):
            spaced.add(id(previous[1][-1]))
        if texts:
            last_line[key] = line, texts
    return spaced


def tagged_text(box: TextBox, is_spaced: bool) -> str:
    """Return the text of a box as a reader should have it: no dividing hyphen, the space dropped at the line's end."""
    text: str = box.text
    return text.removesuffix(DIVIDER) + (" " if is_spaced and not text.endswith(" ") else "")


def draw_space(stream: Stream, box: TextBox) -> None:
    """Draw a space behind the text of a box, on its baseline and in its font, unless the text is drawn with it."""
    if box.text.strip() and box.pango_layout.text.endswith(" "):
        return  # taken off the box's text, but still in its layout, and so drawn
    item = find_face(box.style).find_space()
    font, size = stream.add_font(item.item.analysis.font)
    glyph, width = item.glyphs.glyphs[0].glyph, item.glyphs.glyphs[0].geometry.width * FROM_UNITS
    font.to_unicode.setdefault(glyph, " ")
    font.widths.setdefault(glyph, round(1000 * width / size))
    x = box.position_x + box.width
    if is_turned(box) or not box.text.strip():
        x = box.position_x - (width if box.text.strip() else 0.0)
    stream.begin_text()
    stream.set_text_matrix(1, 0, 0, -1, x, box.position_y + box.baseline)
    stream.set_font_size(font.hash, size)
    stream.show_text(f"<{glyph:04x}>")
    stream.end_text()


def is_turned(box: Box) -> bool:
    """Return whether a text box is of right-to-left text; a number cut out of it (``line_order``) is, too."""
    return bool(getattr(box, "base_direction", box.style["direction"]) == "rtl")


def soften_dividers(stream: Stream) -> None:
    """Map the glyph of the dividing hyphen to a soft hyphen in all fonts used so far."""
    for font in stream._fonts.values():
        font.to_unicode |= {glyph: SOFT_HYPHEN for glyph, text in font.to_unicode.items() if text == DIVIDER}


def _has_space_between(before: Box, texts: list[TextBox]) -> bool:
    """Return whether a space or a line break stood between line ``before`` and the line of these text boxes."""
    is_led = bool(texts) and getattr(texts[0], "led", False)
    return is_led or _has_line_break(before) or any(getattr(box, "trailed", False) for box in all_boxes(before))


def _has_line_break(line: Box) -> bool:
    """Return whether there is a line break in a line."""
    return any((box.element_tag or "").partition("::")[0] == BREAK_TAG for box in all_boxes(line))


def _text_boxes(line: Box) -> Iterator[TextBox]:
    return (box for box in all_boxes(line) if isinstance(box, TextBox) and box.text)
