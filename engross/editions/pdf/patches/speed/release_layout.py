"""Release what only layout needs when it is finished: a third of a document's boxes.

A picture keeps the layout context, to draw text in an SVG, and with it the boxes from before layout: through the
targets of links, the notes, the list of pages. So they live as long as the finished pages. Drawing needs a few members
of the context; the rest is released.
"""

from __future__ import annotations

from collections.abc import Iterable

from engross_weasyprint.formatting_structure.boxes import Box
from engross_weasyprint.layout import LayoutContext

KEPT_MEMBERS = frozenset({"font_config", "counter_style", "dictionaries", "get_image_from_uri"})
# What only layout reads of a box: its note, its origin, the paragraph that its lines are cut from (chinese_lines,
# line_order).
LAYOUT_FIELDS = (
    "footnote",
    "missing_link",
    "cached_counter_values",
    "leaf",
    "setting",
    "origin",
    "paragraph",
    "ordered",
)
# One frozenset for all boxes with the same undecorated sides.
_shared_sides: dict[frozenset[str], frozenset[str]] = {}


def release_layout_state(context: LayoutContext, page_boxes: Iterable[Box]) -> list[Box]:
    """Return the pages of a layout as a list, and release what only layout needs.

    ``page_boxes``: the pages, which may be laid out one by one as they are iterated over.
    """
    pages = list(page_boxes)
    for name in vars(context).keys() - KEPT_MEMBERS:
        delattr(context, name)
    for page in pages:
        _release_box(page)
    return pages


def _release_box(box: Box) -> None:
    """Delete from a laid-out box, and from all below it, what only layout needs."""
    attributes = vars(box)
    if "_box" in attributes:  # the placeholder of an absolutely positioned box
        _release_box(attributes["_box"])
        return
    for name in LAYOUT_FIELDS:
        attributes.pop(name, None)
    sides = frozenset(attributes["remove_decoration_sides"])
    attributes["remove_decoration_sides"] = _shared_sides.setdefault(sides, sides)
    for child in attributes["children"]:
        _release_box(child)
