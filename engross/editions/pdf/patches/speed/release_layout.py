"""Release what only layout needs as soon as it is finished: half of its memory.

A paragraph is needed until its last line stands on a page that is laid out; its widths are ten times its text.

Most of the forty fields of a laid-out box are the same in nearly all boxes: no margin, no padding, no border. Such a
box gets a class that has them as defaults, and loses the fields: half its size. That and the paragraphs take time, a
tenth of that of a short document, and so only pages behind the first few are cared for.

A picture keeps the layout context, to draw text in an SVG, and with it the boxes from before layout: through the
targets of links, the notes, the list of pages. So they live as long as the finished pages. Drawing needs a few members
of the context; the rest is released.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from math import inf
from typing import Any

from engross_weasyprint.formatting_structure.boxes import Box
from engross_weasyprint.layout import LayoutContext

from engross.editions.pdf.patches.chinese_lines.weasyprint_hooks import release_paragraph

KEPT_MEMBERS = frozenset({"font_config", "counter_style", "dictionaries", "get_image_from_uri"})
# What only layout reads of a box: while its page is made its origin, the paragraph that its lines are cut from
# (chinese_lines, line_order), where it goes on; until all pages are made its note.
PAGE_FIELDS = ("leaf", "origin", "paragraph", "ordered", "resume_at")
LAYOUT_FIELDS = (*PAGE_FIELDS, "setting", "footnote", "missing_link", "cached_counter_values")
FEW_PAGES = 8  # so many pages, the first of a document, are not cared for while it is laid out
SIDES = ("left", "right", "top", "bottom")
CORNERS = ("top_left", "top_right", "bottom_right", "bottom_left")
ZEROS = (
    *(f"{name}_{side}" for name in ("margin", "padding") for side in SIDES),
    *(f"border_{side}_width" for side in SIDES),
    *("min_width", "min_height", "text_indent"),
)
DEFAULTS: dict[str, Any] = (
    dict.fromkeys(ZEROS, 0)
    | dict.fromkeys((f"border_{corner}_radius" for corner in CORNERS), (0, 0))
    | dict.fromkeys(("max_width", "max_height"), inf)
    | dict.fromkeys(("first_letter_style", "first_line_style", "background", "resume_at"))
    | dict.fromkeys(("led", "trailed"), False)
    | {"children": (), "remove_decoration_sides": frozenset()}
)
# One frozenset for all boxes with the same undecorated sides.
_shared_sides: dict[frozenset[str], frozenset[str]] = {}


def release_page(page: Box, number: int) -> None:
    """Release what only the layout of a page needs, which is finished, though not that of the document.

    ``number``: that of the page, from 0.
    """
    if number >= FEW_PAGES:
        _shrink_box(page)


def release_layout_state(context: LayoutContext, page_boxes: Iterable[Box]) -> list[Box]:
    """Return the pages of a layout as a list, and release what only layout needs.

    ``page_boxes``: the pages, which may be laid out one by one as they are iterated over.
    """
    pages = list(page_boxes)
    for name in vars(context).keys() - KEPT_MEMBERS:
        delattr(context, name)
    for page in pages:
        _release_box(page)
        if len(pages) > FEW_PAGES:
            _shrink_box(page)
    return pages


def _release_box(box: Box) -> None:
    """Delete from a laid-out box, and from all below it, what only layout needs."""
    attributes = vars(box)
    if "_box" in attributes:  # the placeholder of an absolutely positioned box
        _release_box(attributes["_box"])
        return
    for name in LAYOUT_FIELDS:
        attributes.pop(name, None)
    sides = frozenset(box.remove_decoration_sides)
    attributes["remove_decoration_sides"] = _shared_sides.setdefault(sides, sides)
    for child in box.children:
        _release_box(child)


def _shrink_box(box: Box) -> None:
    """Delete from a box of a page that is laid out, and from all below it, paragraphs and fields as by default."""
    attributes = vars(box)
    if "_box" in attributes:
        _shrink_box(attributes["_box"])
        return
    if "setting" in attributes:
        release_paragraph(box)
    for name in PAGE_FIELDS:
        attributes.pop(name, None)
    for child in box.children:
        _shrink_box(child)
    attributes["children"] = attributes.get("children") or ()
    attributes["remove_decoration_sides"] = frozenset(box.remove_decoration_sides)
    box.__dict__ = {
        name: value for name, value in attributes.items() if name not in DEFAULTS or value != DEFAULTS[name]
    }
    kind: Any = type(box)
    if not hasattr(kind, "max_height"):
        box.__class__ = _get_laid_out_class(kind)


@cache
def _get_laid_out_class(kind: Any) -> Any:
    """Return the class of laid-out boxes of a kind, with defaults."""
    return type(kind.__name__, (kind,), DEFAULTS)
