"""Shrink a laid-out box to a third: what most boxes have in common is said once, by their class.

Most of the forty fields of a laid-out box are the same in nearly all boxes: no margin, no padding, no border. Such a
box gets a class of its kind and element that has them as defaults, and loses the fields. Its other fields go into a
dictionary whose keys all boxes of the class share (PEP 412); numbers that several boxes of a page have are one object.
"""

from __future__ import annotations

from functools import cache
from math import inf
from typing import Any

from engross_weasyprint.formatting_structure.boxes import Box

from engross.editions.pdf.patches.chinese_lines.weasyprint_hooks import release_paragraph

# What only the layout of its page reads of a box: its origin, the paragraph that its lines are cut from (chinese_lines,
# line_order), its place among the boxes of its parent, where it goes on.
PAGE_FIELDS = ("leaf", "origin", "paragraph", "ordered", "index", "resume_at")
SIDES = ("left", "right", "top", "bottom")
CORNERS = ("top_left", "top_right", "bottom_right", "bottom_left")
ZEROS = (
    *(f"{name}_{side}" for name in ("margin", "padding") for side in SIDES),
    *(f"border_{side}_width" for side in SIDES),
    *("min_width", "min_height", "text_indent"),
)
FLAGS = ("led", "trailed", "leading_collapsible_space", "trailing_collapsible_space")
DEFAULTS: dict[str, Any] = (
    dict.fromkeys(ZEROS, 0)
    | dict.fromkeys((f"border_{corner}_radius" for corner in CORNERS), (0, 0))
    | dict.fromkeys(("max_width", "max_height"), inf)
    | dict.fromkeys(("first_letter_style", "first_line_style", "background", "clearance", "resume_at"))
    | dict.fromkeys(FLAGS, False)
    | {"children": (), "string_set": (), "remove_decoration_sides": frozenset()}
)
# One frozenset for all boxes with the same undecorated sides.
_shared_sides: dict[frozenset[str], frozenset[str]] = {}


def shrink_page(page: Box) -> None:
    """Delete from a page that is laid out, and from all boxes on it, paragraphs and fields as by default."""
    _shrink_box(page, {})


def share_sides(box: Box) -> frozenset[str]:
    """Return the sides of a box that have no decoration, as one value for all boxes with the same."""
    sides = frozenset(box.remove_decoration_sides)
    return _shared_sides.setdefault(sides, sides)


def release_origin(attributes: dict[str, Any]) -> None:
    """Part a box that no line is cut from by itself, such as a number, from what it was before layout."""
    origin, _ = attributes.get("origin", (None, 0))
    if origin is not None:
        origin.__dict__.pop("origin", None)  # it names itself: a cycle, which would live until the next collection


def _shrink_box(box: Box, numbers: dict[float, float]) -> None:
    """Shrink a box and all below it. ``numbers``: those met on the page."""
    attributes = vars(box)
    if "_box" in attributes:  # the placeholder of an absolutely positioned box
        _shrink_box(attributes["_box"], numbers)
        return
    if "setting" in attributes:
        release_paragraph(box)
    release_origin(attributes)
    for name in PAGE_FIELDS:
        attributes.pop(name, None)
    for child in box.children:
        _shrink_box(child, numbers)
    attributes["children"] = tuple(attributes.get("children") or ())
    attributes["remove_decoration_sides"] = share_sides(box)
    if attributes.get("string_set") == []:
        del attributes["string_set"]
    _move_fields(box, numbers)


def _move_fields(box: Box, numbers: dict[float, float]) -> None:
    """Give a box the class with defaults, and its other fields in a dictionary with the keys of that class."""
    kind: Any = type(box)
    if not hasattr(kind, "max_height"):
        kind = _get_laid_out_class(kind, box.element_tag)
    holder = object.__new__(kind)
    defaults = vars(kind)
    for name, value in vars(box).items():
        if name not in defaults or value != defaults[name]:
            setattr(holder, name, numbers.setdefault(value, value) if type(value) is float and value else value)
    box.__dict__, box.__class__ = holder.__dict__, kind


@cache
def _get_laid_out_class(kind: Any, tag: str | None) -> Any:
    """Return the class of laid-out boxes of a kind and of elements of a name, with defaults."""
    return type(kind.__name__, (kind,), {**DEFAULTS, "element_tag": tag})
