"""Patches that compute what Pango needs of a style once a style. Without them, WeasyPrint computes again

* the key of a style's fonts, the text of fifteen values, for each strut, each line and each box;
* Pango's context and font description for each layout;
* whether a text can be broken, for the same few marks and words.
"""

from __future__ import annotations

from functools import lru_cache

from weasyprint.text import line_break

from engross.editions.pdf.patches.patch import Patch

MAX_KEPT_TEXTS = 4096  # texts whose first break place is kept

FIND_FONT_KEY = Patch(
    line_break,
    "",
    "_font_style_cache_key",
    "    key = str((\n",
    "    known = style.__dict__.setdefault('font_keys', {})\n"
    "    if include_size in known:\n        return known[include_size]\n"
    "    key = str((\n",
)
KEEP_FONT_KEY = Patch(
    line_break,
    "",
    "_font_style_cache_key",
    "    return key\n",
    "    known[include_size] = key\n    return key\n",
)
KEEP_CONTEXT = Patch(
    line_break,
    "Layout",
    "setup",
    """    pango_context = ffi.gc(
        pango.pango_font_map_create_context(font_map),
        gobject.g_object_unref)
""",
    """    kept = style.__dict__.setdefault('pango', {})
    if 'context' not in kept:
        kept['context'] = ffi.gc(
            pango.pango_font_map_create_context(font_map),
            gobject.g_object_unref)
    pango_context = kept['context']
""",
)
KEEP_DESCRIPTION = Patch(
    line_break,
    "Layout",
    "setup",
    "    font_description = get_font_description(style)\n",
    "    if 'description' not in kept:\n"
    "        kept['description'] = get_font_description(style)\n"
    "    font_description = kept['description']\n",
)
PATCHES = (FIND_FONT_KEY, KEEP_FONT_KEY, KEEP_CONTEXT, KEEP_DESCRIPTION)


def remember_breaks() -> None:
    """Replace ``get_next_break_point_from_text`` by a function that keeps its results."""
    line_break.get_next_break_point_from_text = lru_cache(MAX_KEPT_TEXTS)(line_break.get_next_break_point_from_text)
