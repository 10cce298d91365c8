"""Text and pictures drawn in fewer steps.

* glyphs: each number of each glyph was asked of Pango's structure by itself; a run's are read at once;
* paths: the sizes in a path were looked for as units before they were read as numbers, each with an import.
"""

from __future__ import annotations

from weasyprint.draw import text
from weasyprint.svg import utils

from engross.pdf.mend.patch import Patch

READ = Patch(
    text,
    "",
    "draw_first_line",
    """        for i, glyph_info in enumerate(glyphs_info[0:num_glyphs]):
            glyph_id = glyph_info.glyph
            width = glyph_info.geometry.width
""",
    """        numbers = memoryview(ffi.buffer(
            glyphs_info, num_glyphs * ffi.sizeof('PangoGlyphInfo'))).cast('i').tolist()
        step = ffi.sizeof('PangoGlyphInfo') // 4
        glyphs = zip(*(numbers[j::step] for j in range(4)))
        for i, (glyph_id, width, x_offset, y_offset) in enumerate(glyphs):
""",
)
OFFSETS = Patch(
    text,
    "",
    "draw_first_line",
    """            offset = glyph_info.geometry.x_offset / font_size
            rise = glyph_info.geometry.y_offset / 1000
""",
    """            offset = x_offset / font_size
            rise = y_offset / 1000
""",
)
SIZES = Patch(
    utils,
    "",
    "size",
    """    from ..css.units import LENGTHS_TO_PIXELS

    if not string:
        return 0

    with suppress(ValueError):
        return float(string)

""",
    """    if not string:
        return 0

    try:
        return float(string)
    except ValueError:
        from weasyprint.css.units import LENGTHS_TO_PIXELS

""",
)
POINTS = Patch(
    utils,
    "",
    "point",
    """    match = re.match('(.*?) (.*?)(?: |$)', string)
    if match:
        x, y = match.group(1, 2)
        string = string[match.end():]
        return (*svg.point(x, y, font_size), string)
    else:
        raise PointError
""",
    """    x, space, rest = string.partition(' ')
    if not space:
        raise PointError
    y, _, string = rest.partition(' ')
    return (*svg.point(x, y, font_size), string)
""",
)
PATCHES = (READ, OFFSETS, SIZES, POINTS)
