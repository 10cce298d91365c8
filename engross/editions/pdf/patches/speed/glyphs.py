"""A run of glyphs to the operands that show it: what nearly all runs need, and no more.

WeasyPrint asked Pango's structure for each number of each glyph by itself, and each glyph whether it is a picture.
"""

from __future__ import annotations

import sys
from typing import Any

from weasyprint.draw import text
from weasyprint.formatting_structure.boxes import TextBox
from weasyprint.pdf.fonts import Font
from weasyprint.pdf.stream import Stream
from weasyprint.text.ffi import FROM_UNITS, ffi, pango

from engross.editions.pdf.patches.patch import Patch
from engross.editions.pdf.patches.rtl import glyph_text, item_text

GLYPH_INFO_SIZE = ffi.sizeof("PangoGlyphInfo")
EMPTY_GLYPH = pango.PANGO_GLYPH_EMPTY  # shows nothing
INTEGERS_PER_GLYPH = (
    GLYPH_INFO_SIZE // 4
)  # integers of a glyph: its number, its advance, how far it is moved to the right and up, attributes

SHOW_RUN = Patch(
    text,
    "",
    "draw_first_line",
    "        for i, glyph_info in enumerate(glyphs_info[0:num_glyphs]):\n",
    """        if quick := run_of_glyphs.show_run(stream, textbox, glyph_item, font, font_size, x_advance):
            shown, x_advance = quick
            string += shown
            num_glyphs = 0
        for i, glyph_info in enumerate(glyphs_info[0:num_glyphs]):
""",
    (("run_of_glyphs", sys.modules[__name__]),),
)


def show_run(
    stream: Stream, textbox: TextBox, glyph_item: Any, font: Font, size: float, advance: float
) -> tuple[str, float] | None:
    """The operands of a run of a text box, and ``advance`` with the run's own added; None where glyphs are special."""
    glyphs = glyph_item.glyphs
    numbers = memoryview(ffi.buffer(glyphs.glyphs, glyphs.num_glyphs * GLYPH_INFO_SIZE)).cast("i").tolist()
    run = numbers[::INTEGERS_PER_GLYPH]
    if font.bitmap or font.svg or font.png or font.colr or any(numbers[3::INTEGERS_PER_GLYPH]):
        return None
    if not run or max(run) > EMPTY_GLYPH or min(run) < 0:
        return None
    # What shows a glyph: so wide, moved so far, in this font at this size.
    known = font.__dict__.setdefault("shown", {}).setdefault(size, {})
    keys = list(zip(run, numbers[1::INTEGERS_PER_GLYPH], numbers[2::INTEGERS_PER_GLYPH], strict=True))
    if new := set(keys) - known.keys():
        _learn_glyphs(stream, textbox, glyph_item, font, size, run)
        known.update((key, _make_glyph_operands(key, font.widths.get(key[0]), size)) for key in new)
    pieces = [known[key] for key in keys]
    for _, step in pieces:
        advance += step
    return "".join([piece for piece, _ in pieces]), advance


def _make_glyph_operands(key: tuple[int, int, int], logical: float | None, size: float) -> tuple[str, float]:
    """The operands of a glyph, of its advance and of how far it is moved, and its advance in ems.

    ``logical``: its own width, in thousandths of an em; None for what shows nothing, such as a word joiner.
    """
    glyph, width, moved = key
    if logical is None:
        return f">{-width / size}<", 0.0
    offset = moved / size
    kerning = logical + offset - width * 1000 * FROM_UNITS / size
    shift, gap = f">{-offset}<" if offset else "", f">{int(kerning)}<" if kerning else ""
    return f"{shift}{glyph:04x}{gap}", (logical + offset - kerning) / 1000


def _learn_glyphs(stream: Stream, textbox: TextBox, glyph_item: Any, font: Font, size: float, run: list[int]) -> None:
    """Let a font know what its new glyphs mean and how wide they are."""
    met = set(run) - {EMPTY_GLYPH}
    unread, unmeasured = met - font.to_unicode.keys(), met - font.widths.keys()
    if unread:
        item = glyph_item.item
        own = item_text(item, textbox.pango_layout.text.encode())
        clusters = ffi.unpack(glyph_item.glyphs.log_clusters, len(run))
        for n, glyph in enumerate(run):
            if glyph in unread and glyph not in font.to_unicode:
                font.to_unicode[glyph] = glyph_text(own, clusters, n, item.analysis.level % 2)
    for glyph in unmeasured:
        pango.pango_font_get_glyph_extents(glyph_item.item.analysis.font, glyph, stream.ink_rect, stream.logical_rect)
        font.widths[glyph] = round(stream.logical_rect.width * 1000 * FROM_UNITS / size)
