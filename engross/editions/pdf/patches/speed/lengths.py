"""Set the used lengths of a box (margins, padding, borders, sizes) all at once if they depend on its style alone."""

from __future__ import annotations

from math import inf
from types import SimpleNamespace

from engross_weasyprint.css import Style
from engross_weasyprint.formatting_structure import boxes
from engross_weasyprint.layout import percent

from engross.editions.pdf.patches.speed import style_copies

SIDES = ("left", "right", "top", "bottom")
LENGTH_PROPERTIES = (
    *(f"margin_{side}" for side in SIDES),
    *(f"padding_{side}" for side in SIDES),
    *("width", "min_width", "max_width", "height", "min_height", "max_height"),
)
BORDER_PROPERTIES = tuple(f"border_{side}_width" for side in SIDES)
UNCHANGED_COPIES = (style_copies.NamedStyle, style_copies.PageStyleCopy, style_copies.AnonymousStyleCopy)
# Lengths; borders; whether a table may have set these before.
UsedLengths = tuple[dict[str, float | str], dict[str, float], bool]
NO_CONTENT = ("normal", "inhibit", "none")  # values of ``content`` by which WeasyPrint makes no margin box
EMPTY_LENGTHS: UsedLengths = (
    {name: inf if name.startswith("max_") else 0.0 for name in LENGTH_PROPERTIES},
    dict.fromkeys(BORDER_PROPERTIES, 0.0),
    False,
)


def try_set_used(box: boxes.Box) -> bool:
    """Set the used lengths of a box if they depend on its style alone. Return whether they do.

    They are kept on the style. Before layout changes the style of a box, it gives the box a copy of it.
    """
    style_attributes = box.style.__dict__
    if "used" not in style_attributes:
        style_attributes["used"] = _find_used(box)
    used: UsedLengths | None = style_attributes["used"]
    if used is None:
        return False
    lengths, borders, collapse = used
    box.__dict__.update(lengths)
    if collapse:
        borders = {name: width for name, width in borders.items() if not hasattr(box, name)}
    box.__dict__.update(borders)
    return True


def _find_used(box: boxes.Box) -> UsedLengths | None:
    """Return the lengths of a box: none for a page, no length at all for a margin box without content."""
    if isinstance(box, boxes.PageBox):
        return None
    is_empty = isinstance(box, boxes.MarginBox) and box.style["content"] in NO_CONTENT
    return EMPTY_LENGTHS if is_empty else _find_lengths(box.style)


def _find_lengths(style: Style) -> UsedLengths | None:
    """Return the lengths of a style; of the origin, for kinds of copies whose lengths layout does not change."""
    if not isinstance(style, UNCHANGED_COPIES):
        return _compute_lengths(style)
    origin_attributes = style.origin.__dict__
    if "used" not in origin_attributes:
        origin_attributes["used"] = _compute_lengths(style.origin)
    lengths: UsedLengths | None = origin_attributes["used"]
    return lengths


def _compute_lengths(style: Style) -> UsedLengths | None:
    """Return the lengths that a style gives every box; None if one is a percentage, or a sum with one."""
    lengths: dict[str, float | str] = {}
    for name in LENGTH_PROPERTIES:
        value = style[name]
        if value != "auto" and getattr(value, "unit", None) in (None, "%"):
            return None
        lengths[name] = value if value == "auto" else value.value
    for name in ("min_width", "min_height"):
        lengths[name] = 0 if lengths[name] == "auto" else lengths[name]
    borders = {name: style[name] for name in BORDER_PROPERTIES}
    collapse = style["border_collapse"] == "collapse"
    if style["box_sizing"] != "content-box":
        if collapse:
            return None
        box = SimpleNamespace(style=style, **lengths, **borders)
        percent.adjust_box_sizing(box, "width")
        percent.adjust_box_sizing(box, "height")
        lengths = {name: getattr(box, name) for name in LENGTH_PROPERTIES}
    return lengths, borders, collapse
