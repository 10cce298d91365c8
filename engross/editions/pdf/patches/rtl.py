"""Find what the glyphs of a run mean (ToUnicode).

WeasyPrint maps a glyph to the text of its whole cluster, so that a letter means letter and vowel sign. Here each glyph
of a cluster with as many glyphs as characters means its own. A lam and an alef in one glyph mean their presentation
form: readers reverse the letters of a glyph with the run, but not those of a form. In a right-to-left run a bracket
means the one that it looks like, since readers of the file (PDFium, Poppler) reverse the run and mirror its brackets.
The ellipsis of ``text-overflow`` means itself, not the text it replaces: elsewhere its glyph would mean those words.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from engross_weasyprint.text.ffi import ffi

SILENT_CHARACTER = "\u200d"  # for a glyph without a text of its own: without a mapping readers show its number
ELLIPSIS_FLAG = 2  # PANGO_ANALYSIS_FLAG_IS_ELLIPSIS
SHADDA = "\u0651"  # shaping puts it first of the signs on a letter, wherever the text has it
STACKED_SIGNS = re.compile("[\u064b-\u0655]{2,}")
LAM_ALEF = re.compile("\u0644([\u064b-\u0655]*)([\u0622\u0623\u0625\u0627])")  # one glyph in most faces
LAM_ALEF_FORMS = {"\u0622": "\ufef5", "\u0623": "\ufef7", "\u0625": "\ufef9", "\u0627": "\ufefb"}  # by the alef
MIRRORED_BRACKETS = str.maketrans("()[]{}<>«»‹›", ")(][}{><»«›‹")


def item_text(item: Any, text: bytes) -> bytes:
    """Return the UTF-8 bytes of a layout's ``text`` that one of Pango's items sets; of an ellipsis, its own.

    Pango's level, gravity, flags and script are a byte each; WeasyPrint declares them as integers.
    """
    flags = ffi.cast("unsigned char *", ffi.addressof(item.analysis, "level"))[2]
    if flags & ELLIPSIS_FLAG:
        return "…".encode()
    item_bytes: bytes = text[item.offset : item.offset + item.length]
    return item_bytes


def glyph_text(item: bytes, clusters: Sequence[int], n: int, turned: int) -> str:
    """Return the text that glyph ``n`` of an item means.

    ``item``: its UTF-8 text; ``clusters``: the byte at which each glyph's cluster begins; ``turned``: 1 if the item
    runs from right to left, its glyphs from its end to its beginning.
    """
    start = clusters[n]
    following = clusters[n + 1] if n + 1 < len(clusters) else len(item)
    if not turned and following > start and (n == 0 or clusters[n - 1] < start):
        character = item[start:following].decode()
        if len(character) == 1:  # by far the most frequent case
            return character
    end = min((c for c in clusters if c > start), default=len(item))
    characters = STACKED_SIGNS.sub(lambda signs: "".join(sorted(signs[0], key=SHADDA.__ne__)), item[start:end].decode())
    glyphs = [g for g, cluster in enumerate(clusters) if cluster == start]
    place = glyphs[::-1].index(n) if turned else glyphs.index(n)
    if len(glyphs) == len(characters):
        characters = characters[place]
    elif place:
        return SILENT_CHARACTER
    else:
        characters = LAM_ALEF.sub(lambda pair: LAM_ALEF_FORMS[pair[2]] + pair[1], characters)
    return characters.translate(MIRRORED_BRACKETS) if turned else characters
