"""Patches that draw SVG in fewer steps: the sizes in a path are mostly plain numbers, and need no import or guard."""

from __future__ import annotations

from weasyprint.svg import utils

from engross.editions.pdf.patches.patch import Patch
from engross.editions.pdf.patches.speed import glyphs

PARSE_SIZE = Patch(
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
PARSE_POINT = Patch(
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
PATCHES = (glyphs.SHOW_RUN, PARSE_SIZE, PARSE_POINT)
