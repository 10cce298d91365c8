"""Where WeasyPrint gives a glyph the text of its whole cluster: a letter the text of letter and vowel sign.

* own: each glyph of a cluster with as many glyphs as characters means its own character; in a run from right to left
  a bracket is what it looks like, for readers of the file turn the run, and its brackets, round (PDFium, Poppler).
"""

from __future__ import annotations

from collections.abc import Sequence

from weasyprint.draw import text

from engross.pdf.mend.patch import Patch

MIRRORED = str.maketrans("()[]{}<>«»‹›", ")(][}{><»«›‹")

OWN = Patch(
    text,
    "",
    "draw_first_line",
    "font.to_unicode[glyph_id] = utf8_text[offset+t1:offset+t2].decode()",
    "from engross.pdf.mend.letters import own_text\n"
    "                item = glyph_item.item\n"
    "                font.to_unicode[glyph_id] = own_text(\n"
    "                    utf8_text[offset:offset+item.length], clusters[0:num_glyphs], i, item.analysis.level % 2)",
)
PATCHES = (OWN,)


def own_text(item: bytes, clusters: Sequence[int], n: int, turned: int) -> str:
    """What glyph ``n`` of an item of text means; ``clusters``: where in the UTF-8 text each glyph's cluster begins.

    ``turned``: 1 where the item runs from right to left, its glyphs from its end to its beginning.
    """
    start = clusters[n]
    end = min((c for c in clusters if c > start), default=len(item))
    characters = item[start:end].decode()
    glyphs = [g for g, cluster in enumerate(clusters) if cluster == start]
    place = glyphs[::-1].index(n) if turned else glyphs.index(n)
    if len(glyphs) == len(characters):
        characters = characters[place]
    elif place:
        return ""
    return characters.translate(MIRRORED) if turned else characters
