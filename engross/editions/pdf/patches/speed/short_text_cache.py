"""Short texts broken into lines once: the numbers, marks and words that stand in a document again and again.

To find how wide an item of a flex container is, or a number in a box of its own, its text is broken four times; "1."
stands in every document. What Pango made of it is kept with the fonts, by the text, its style and the room for it.
"""

from __future__ import annotations

import sys

from weasyprint.css import Style
from weasyprint.text import line_break
from weasyprint.text.ffi import ffi
from weasyprint.text.line_break import Layout

from engross.editions.pdf.patches.patch import Patch, replace_everywhere

MAX_TEXT_LENGTH = 100  # characters of a text that is kept
MAX_KEPT_TEXTS = 4096  # texts kept
LINE_EXTENTS = ffi.new("PangoRectangle *")  # of the line measured last

SplitLine = tuple[Layout, int, int | None, float, float, float]  # the layout; where the line ends; its extents

# The imports were made for each call, of which most find what is kept.
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
# A structure was made and let go for each line that is measured.
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
    """Keep what split_first_line makes of short texts."""
    split = line_break.split_first_line

    def split_first_line(
        text: str, style: Style, context: object, max_width: float | None, justification_spacing: float, **more: bool
    ) -> SplitLine:
        if len(text) > MAX_TEXT_LENGTH:
            long: SplitLine = split(text, style, context, max_width, justification_spacing, **more)
            return long
        known: dict[object, tuple[Style, SplitLine]] = style.font_config.__dict__.setdefault("splits", {})
        key = id(style), text, max_width, justification_spacing, *more.items()
        if key not in known:
            if len(known) >= MAX_KEPT_TEXTS:
                known.clear()
            # The style is kept, so that its identity remains its own.
            known[key] = style, split(text, style, context, max_width, justification_spacing, **more)
        if more.get("minimum"):  # it is only measured, and the layout let go
            return known[key][1]
        layout, length, resume_at, width, height, baseline = known[key][1]
        return _copy_layout(layout), length, resume_at, width, height, baseline

    replace_everywhere(line_break, "split_first_line", split_first_line)


def _copy_layout(layout: Layout) -> Layout:
    """A layout of the same text: the box that gets it sets it up again to be drawn."""
    copy = object.__new__(type(layout))
    copy.__dict__.update(layout.__dict__)
    return copy
