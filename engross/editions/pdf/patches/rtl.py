"""Where WeasyPrint errs in text that runs from right to left.

* own: a glyph means the text of its whole cluster, a letter that of letter and vowel sign. Each glyph of a cluster
  with as many glyphs as characters means its own; in a run from right to left a bracket is what it looks like, for
  readers of the file turn the run, and its brackets, round (PDFium, Poppler). The ellipsis of ``text-overflow``
  means itself, not the text that it stands for: elsewhere in the document its glyph would say those words.
* indent: the first line is indented at its left end.
* space: a space dropped at a line's end moves the box that it stood in too, not only those before it: a gap within
  the line, and words beyond the margin.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from weasyprint.draw import text
from weasyprint.layout import inline
from weasyprint.text.ffi import ffi

from engross.editions.pdf.patches.patch import Patch

SILENT_CHARACTER = (
    "\u200d"  # for a glyph that says nothing of its own: without a character readers show the glyph's number
)
ELLIPSIS_FLAG = 2  # PANGO_ANALYSIS_FLAG_IS_ELLIPSIS
SHADDA = "\u0651"  # comes first of the signs on a letter when it is shaped, wherever the text has it
STACKED_SIGNS = re.compile("[\u064b-\u0655]{2,}")
MIRRORED_BRACKETS = str.maketrans("()[]{}<>«»‹›", ")(][}{><»«›‹")

MAP_GLYPH_TEXT = Patch(
    text,
    "",
    "draw_first_line",
    "font.to_unicode[glyph_id] = utf8_text[offset+t1:offset+t2].decode()",
    "from engross.editions.pdf.patches.rtl import glyph_text, item_text\n"
    "                item = glyph_item.item\n"
    "                font.to_unicode[glyph_id] = glyph_text(\n"
    "                    item_text(item, utf8_text), clusters[0:num_glyphs], i, item.analysis.level % 2)",
)
INDENT_AT_RIGHT = Patch(
    inline,
    "",
    "get_next_linebox",
    "offset_x -= line.width\n",
    "offset_x -= line.width\n"
    "            for child in line.children:\n"
    "                child.translate(dx=-linebox.text_indent, ignore_floats=True)\n",
)
MOVE_ALL_ANCESTORS = Patch(
    inline,
    "",
    "remove_last_whitespace",
    "        for child in line.children:\n            child.translate(dx=-space_width, ignore_floats=True)",
    "        for ancestor in ancestors:\n            for child in ancestor.children[:-1]:\n"
    "                child.translate(dx=-space_width, ignore_floats=True)",
)
PATCHES = (MAP_GLYPH_TEXT, INDENT_AT_RIGHT, MOVE_ALL_ANCESTORS)


def item_text(item: Any, text: bytes) -> bytes:
    """The part of a layout's ``text`` that one of Pango's items sets; of an ellipsis, itself.

    Pango's level, gravity, flags and script are a byte each, other than WeasyPrint declares them.
    """
    flags = ffi.cast("unsigned char *", ffi.addressof(item.analysis, "level"))[2]
    if flags & ELLIPSIS_FLAG:
        return "…".encode()
    own: bytes = text[item.offset : item.offset + item.length]
    return own


def glyph_text(item: bytes, clusters: Sequence[int], n: int, turned: int) -> str:
    """What glyph ``n`` of an item of text means; ``clusters``: where in the UTF-8 text each glyph's cluster begins.

    ``turned``: 1 where the item runs from right to left, its glyphs from its end to its beginning.
    """
    start = clusters[n]
    following = clusters[n + 1] if n + 1 < len(clusters) else len(item)
    if not turned and following > start and (n == 0 or clusters[n - 1] < start):
        character = item[start:following].decode()
        if len(character) == 1:  # so it is nearly always, and more need not be asked
            return character
    end = min((c for c in clusters if c > start), default=len(item))
    characters = STACKED_SIGNS.sub(lambda signs: "".join(sorted(signs[0], key=SHADDA.__ne__)), item[start:end].decode())
    glyphs = [g for g, cluster in enumerate(clusters) if cluster == start]
    place = glyphs[::-1].index(n) if turned else glyphs.index(n)
    if len(glyphs) == len(characters):
        characters = characters[place]
    elif place:
        return SILENT_CHARACTER
    return characters.translate(MIRRORED_BRACKETS) if turned else characters
