"""Make the operands of a run of glyphs at once.

WeasyPrint reads each number of each glyph from Pango's structure by itself, and checks each glyph for a picture.
"""

from __future__ import annotations

from typing import Any

from engross_weasyprint.formatting_structure.boxes import TextBox
from engross_weasyprint.pdf.fonts import Font
from engross_weasyprint.pdf.stream import Stream
from engross_weasyprint.text.ffi import FROM_UNITS, ffi, pango

from engross.editions.pdf.patches.rtl import glyph_text, item_text

GLYPH_INFO_SIZE = ffi.sizeof("PangoGlyphInfo")
EMPTY_GLYPH = pango.PANGO_GLYPH_EMPTY  # shows nothing
INTEGERS_PER_GLYPH = GLYPH_INFO_SIZE // 4  # number, advance, shift to the right, shift up, attributes


def show_run(
    stream: Stream, textbox: TextBox, glyph_item: Any, font: Font, size: float, advance: float
) -> tuple[str, float] | None:
    """Return the operands of a run, and ``advance`` with the run's added, in ems; None if a glyph is special.

    Special glyphs are pictures, those moved up or down, and missing ones.
    """
    glyphs = glyph_item.glyphs
    numbers = memoryview(ffi.buffer(glyphs.glyphs, glyphs.num_glyphs * GLYPH_INFO_SIZE)).cast("i").tolist()
    run = numbers[::INTEGERS_PER_GLYPH]
    if font.bitmap or font.svg or font.png or font.colr or any(numbers[3::INTEGERS_PER_GLYPH]):
        return None
    if not run or max(run) > EMPTY_GLYPH or min(run) < 0:
        return None
    # The operands of a glyph with this advance and shift, in this font at this size.
    operands = font.__dict__.setdefault("shown", {}).setdefault(size, {})
    keys = list(zip(run, numbers[1::INTEGERS_PER_GLYPH], numbers[2::INTEGERS_PER_GLYPH], strict=True))
    if new_keys := set(keys) - operands.keys():
        _learn_glyphs(stream, textbox, glyph_item, font, size, run)
        operands.update((key, _make_glyph_operands(key, font.widths.get(key[0]), size)) for key in new_keys)
    pieces = [operands[key] for key in keys]
    for _, step in pieces:
        advance += step
    return "".join([piece for piece, _ in pieces]), advance


def _make_glyph_operands(key: tuple[int, int, int], logical: float | None, size: float) -> tuple[str, float]:
    """Return the operands of a glyph and its advance in ems.

    ``key``: the glyph, its advance and its shift, in Pango's units; ``logical``: its own width in thousandths of an
    em, None for one that shows nothing, such as a word joiner.
    """
    glyph, width, moved = key
    if logical is None:
        return f">{-width / size}<", 0.0
    offset = moved / size
    kerning = logical + offset - width * 1000 * FROM_UNITS / size
    shift, gap = f">{-offset}<" if offset else "", f">{int(kerning)}<" if kerning else ""
    return f"{shift}{glyph:04x}{gap}", (logical + offset - kerning) / 1000


def _learn_glyphs(stream: Stream, textbox: TextBox, glyph_item: Any, font: Font, size: float, run: list[int]) -> None:
    """Record the texts and widths of the glyphs of a run that are new to a font."""
    shown_glyphs = set(run) - {EMPTY_GLYPH}
    unread, unmeasured = shown_glyphs - font.to_unicode.keys(), shown_glyphs - font.widths.keys()
    if unread:
        item = glyph_item.item
        item_bytes = item_text(item, textbox.pango_layout.text.encode())
        clusters = ffi.unpack(glyph_item.glyphs.log_clusters, len(run))
        for n, glyph in enumerate(run):
            if glyph in unread and glyph not in font.to_unicode:
                font.to_unicode[glyph] = glyph_text(item_bytes, clusters, n, item.analysis.level % 2)
    for glyph in unmeasured:
        pango.pango_font_get_glyph_extents(glyph_item.item.analysis.font, glyph, stream.ink_rect, stream.logical_rect)
        font.widths[glyph] = round(stream.logical_rect.width * 1000 * FROM_UNITS / size)
