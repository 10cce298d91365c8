"""Find boxes without background, border or outline, as most are, once for each style.

WeasyPrint looks up some twenty values of each box's style to find that there is nothing to lay out or to draw.
"""

from __future__ import annotations

from engross_weasyprint.css import Style
from engross_weasyprint.draw.color import get_color

RADIUS_PROPERTIES = tuple(
    f"border_{corner}_radius" for corner in ("top_left", "top_right", "bottom_right", "bottom_left")
)
NO_RADIUS = (0, "px")


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
