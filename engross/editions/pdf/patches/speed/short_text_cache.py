"""Patches that break short texts into lines once: numbers, marks and words that recur in documents.

WeasyPrint breaks the text of a flex item, or of a number in a box of its own, four times to find its width. Pango's
result is kept on the font configuration by text, style and width.
"""

from __future__ import annotations

import sys

from weasyprint.css import Style
from weasyprint.text import line_break
from weasyprint.text.ffi import ffi
from weasyprint.text.line_break import Layout

from engross.editions.pdf.patches.patch import Patch, replace_everywhere

MAX_TEXT_LENGTH = 100  # of texts that are kept, in characters
MAX_KEPT_TEXTS = 4096  # texts kept
LINE_EXTENTS = ffi.new("PangoRectangle *")  # of the last measured line; one structure for all

SplitLine = tuple[Layout, int, int | None, float, float, float]  # layout, length, resume index; width, height, baseline

# Import only when needed: most calls find a kept value.
CACHED_STRUT = Patch(
    line_break,
    "",
    "strut",
    """    from ..css.functions import check_math
    from ..layout.percent import percentage

    if style['font_size'] == 0:
        return 0, 0

    key = _font_style_cache_key(style, include_size=True)
    if key in style.font_config.strut_layouts:
        return style.font_config.strut_layouts[key]
""",
    """    if style['font_size'] == 0:
        return 0, 0

    key = _font_style_cache_key(style, include_size=True)
    if key in style.font_config.strut_layouts:
        return style.font_config.strut_layouts[key]

    from weasyprint.css.functions import check_math
    from weasyprint.layout.percent import percentage
""",
)
# Reuse one structure instead of allocating one for each measured line.
LINE_SIZE = Patch(
    line_break,
    "",
    "line_size",
    """    logical_extents = ffi.new('PangoRectangle *')
    pango.pango_layout_line_get_extents(line, ffi.NULL, logical_extents)
    width = logical_extents.width * FROM_UNITS
    height = logical_extents.height * FROM_UNITS
    ffi.release(logical_extents)
""",
    """    pango.pango_layout_line_get_extents(line, ffi.NULL, short_text_cache.LINE_EXTENTS)
    width = short_text_cache.LINE_EXTENTS.width * FROM_UNITS
    height = short_text_cache.LINE_EXTENTS.height * FROM_UNITS
""",
    (("short_text_cache", sys.modules[__name__]),),
)
PATCHES = (CACHED_STRUT, LINE_SIZE)


def remember_short_texts() -> None:
    """Replace ``split_first_line`` by a function that keeps its results for short texts."""
    split = line_break.split_first_line

    def split_first_line(
        text: str, style: Style, context: object, max_width: float | None, justification_spacing: float, **more: bool
    ) -> SplitLine:
        if len(text) > MAX_TEXT_LENGTH:
            long_split: SplitLine = split(text, style, context, max_width, justification_spacing, **more)
            return long_split
        kept_splits: dict[object, tuple[Style, SplitLine]] = style.font_config.__dict__.setdefault("splits", {})
        key = id(style), text, max_width, justification_spacing, *more.items()
        if key not in kept_splits:
            if len(kept_splits) >= MAX_KEPT_TEXTS:
                kept_splits.clear()
            # The style is kept so that no other object gets its identity.
            kept_splits[key] = style, split(text, style, context, max_width, justification_spacing, **more)
        if more.get("minimum"):  # only measured: the layout is not used
            return kept_splits[key][1]
        layout, length, resume_at, width, height, baseline = kept_splits[key][1]
        return _copy_layout(layout), length, resume_at, width, height, baseline

    replace_everywhere(line_break, "split_first_line", split_first_line)


def _copy_layout(layout: Layout) -> Layout:
    """Copy a layout without its Pango object: the box that gets it sets it up again to be drawn."""
    copy = object.__new__(type(layout))
    copy.__dict__.update(layout.__dict__)
    return copy
