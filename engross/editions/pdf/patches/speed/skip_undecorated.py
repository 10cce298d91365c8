"""Patches that skip boxes without background, border or outline, as most are: found once for each style.

WeasyPrint looks up some twenty values of each box's style to find that there is nothing to lay out or to draw.
"""

from __future__ import annotations

import sys

from weasyprint.css import Style
from weasyprint.draw import border
from weasyprint.draw.color import get_color
from weasyprint.layout import background

from engross.editions.pdf.patches.patch import Patch

PATCH_NAMES = (("skip_undecorated", sys.modules[__name__]),)
RADIUS_PROPERTIES = tuple(
    f"border_{corner}_radius" for corner in ("top_left", "top_right", "bottom_right", "bottom_left")
)
NO_RADIUS = (0, "px")

SKIP_BACKGROUND = Patch(
    background,
    "",
    "layout_box_backgrounds",
    """    # Resolve percentages in border-radius properties
    resolve_radii_percentages(box)

    if layout_children:
        for child in box.all_children():
            layout_box_backgrounds(page, child, get_image_from_uri)

""",
    """    if layout_children:
        for child in box.all_children():
            layout_box_backgrounds(page, child, get_image_from_uri)

    if style is None and box != page and skip_undecorated.is_undecorated(box.style):
        box.border_top_left_radius = box.border_top_right_radius = (0, 0)
        box.border_bottom_right_radius = box.border_bottom_left_radius = (0, 0)
        box.background = None
        return

    # Resolve percentages in border-radius properties
    resolve_radii_percentages(box)

""",
    PATCH_NAMES,
)
SKIP_BORDER = Patch(
    border,
    "",
    "draw_border",
    "    # The box is hidden, easy.\n",
    """    if (box.border_top_width == box.border_right_width == box.border_bottom_width ==
            box.border_left_width == 0) and skip_undecorated.is_undecorated(box.style):
        return

    # The box is hidden, easy.
""",
    PATCH_NAMES,
)
SKIP_OUTLINE = Patch(
    border,
    "",
    "draw_outline",
    """    width = box.style['outline_width']
    offset = box.style['outline_offset']
    color = get_color(box.style, 'outline_color')
    style = box.style['outline_style']
    if box.style['visibility'] == 'visible' and width and color.alpha:
""",
    """    width = box.style['outline_width']
    if width and box.style['visibility'] == 'visible' and (
            color := get_color(box.style, 'outline_color')).alpha:
        offset = box.style['outline_offset']
        style = box.style['outline_style']
""",
)
PATCHES = (SKIP_BACKGROUND, SKIP_BORDER, SKIP_OUTLINE)


def is_undecorated(style: Style) -> bool:
    """Return whether a style has no background, shadow, rounded corner, column rule or border image; kept on it."""
    style_attributes = style.__dict__
    if "bare" not in style_attributes:
        style_attributes["bare"] = _is_undecorated_style(style)
    return bool(style_attributes["bare"])


def _is_undecorated_style(style: Style) -> bool:
    if style["border_image_source"][0] != "none" or style["mask_border_source"][0] != "none" or style["box_shadow"]:
        return False
    if style["column_rule_width"] and (style["column_width"] != "auto" or style["column_count"] != "auto"):
        return False
    if any(kind != "none" for kind, _ in style["background_image"]):
        return False
    is_clear = style["visibility"] == "hidden" or get_color(style, "background_color").alpha == 0
    return is_clear and all(NO_RADIUS in style[corner] for corner in RADIUS_PROPERTIES)
