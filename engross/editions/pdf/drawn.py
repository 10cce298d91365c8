"""Find the characters whose glyphs draw nothing in the embedded fonts: a damaged font leaves holes in a text."""

from __future__ import annotations

import struct
import sys
from array import array
from collections.abc import Iterable
from io import BytesIO
from typing import Any

from engross_weasyprint.pdf.fonts import Font
from fontTools.ttLib import TTFont

from engross.model.text import fold_as_printed

LOCA_FORMAT_BYTES = slice(50, 52)  # indexToLocFormat
LONG_FORMAT = b"\0\1"  # the format of a loca table whose offsets count bytes
CONTOUR_COUNT = struct.Struct(">h")  # the first number of a glyph; negative for one composed of others


def find_blank_characters(fonts: Iterable[Font]) -> str:
    """Return the characters that WeasyPrint's ``fonts`` show with a glyph without an outline, each once.

    Fonts with the same hash share the file of the first. Fonts of pictures are skipped, and the glyphs that stand for
    characters that no font has.
    """
    embedded: dict[str, GlyphOutlines] = {}
    blank: dict[str, None] = {}
    for font in fonts:
        if "glyf" not in font.tables or font.bitmap or font.png or font.svg or font.colr:
            continue
        if font.hash not in embedded:
            embedded[font.hash] = GlyphOutlines(font.file_content)
        outlines = embedded[font.hash]
        for glyph in sorted(font.to_unicode.keys() - set(font.missing.values())):
            if not outlines.has_outline(glyph) and fold_as_printed(font.to_unicode[glyph]):
                blank[font.to_unicode[glyph]] = None
    return "".join(blank)


class GlyphOutlines:
    """The outlines of a TrueType font's glyphs."""

    def __init__(self, font: bytes) -> None:
        with TTFont(BytesIO(font), lazy=True) as opened:
            reader: Any = opened.reader
            head, places, self._outlines = reader["head"], reader["loca"], reader["glyf"]
        is_long = head[LOCA_FORMAT_BYTES] == LONG_FORMAT
        self._starts = array("I" if is_long else "H", places)
        if sys.byteorder == "little":
            self._starts.byteswap()
        self._step = 1 if is_long else 2

    def has_outline(self, glyph: int) -> bool:
        """Return whether the glyph of this number has an outline."""
        if glyph + 1 >= len(self._starts) or self._starts[glyph] == self._starts[glyph + 1]:
            return False
        contours: int = CONTOUR_COUNT.unpack_from(self._outlines, self._step * self._starts[glyph])[0]
        return contours != 0
