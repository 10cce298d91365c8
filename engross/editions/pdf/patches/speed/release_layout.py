"""Release what only layout needs as soon as it is finished: two thirds of its memory.

A paragraph is needed until its last line stands on a page that is laid out; its widths are ten times its text. The
boxes that a page is made of are needed until it is laid out for good. To let go of both takes time, some hundredths of
that of a short document, and so only pages behind the first boxes are cared for.

A picture keeps the layout context, to draw text in an SVG, and with it the boxes from before layout: through the
targets of links, the notes, the list of pages. So they live as long as the finished pages. Drawing needs a few members
of the context; the rest is released.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from engross_weasyprint.formatting_structure.boxes import BlockBox, Box, PageBox, TableBox, TableRowGroupBox
from engross_weasyprint.layout import LayoutContext

from engross.editions.pdf.patches.chinese_lines.weasyprint_hooks import release_paragraph
from engross.editions.pdf.patches.speed.page_style_cache import release_page_styles
from engross.editions.pdf.patches.speed.shrink_box import PAGE_FIELDS, release_origin, share_sides, shrink_page

KEPT_MEMBERS = frozenset({"font_config", "counter_style", "dictionaries", "get_image_from_uri"})
# What only layout reads of a box: while its page is made, and until all pages are made its note.
LAYOUT_FIELDS = (*PAGE_FIELDS, "setting", "footnote", "missing_link", "cached_counter_values")
FEW_BOXES = 1500  # so many boxes, the first of a document, are not cared for: eight pages of text, one of a table

ResumeAt = dict[int, Any] | None  # the place of a box among those of its parent, and a place in it; None: the beginning


def release_page(page: Box, number: int, root: Box, context: LayoutContext) -> None:
    """Release what only the layout of a page needs, which is finished, though not that of the document.

    ``number``: that of the page, from 0; ``root``: the document before layout.
    """
    if not _has_many_boxes(context, page):
        return
    shrink_page(page)
    # A page is made again where it names a page that is not known yet; and a float that is broken goes on.
    if not context.target_collector.counter_lookup_items and not context.broken_out_of_flow:
        _release_span(root, context.page_maker[number][0], context.page_maker[number + 1][0])


def _has_many_boxes(context: LayoutContext, page: Box) -> bool:
    """Return whether so many boxes are laid out, those of a page that is finished with them, that it is cared for."""
    attributes = vars(context)
    if attributes.setdefault("box_count", 0) < FEW_BOXES:
        attributes["box_count"] += sum(1 for _ in page.descendants())
    return bool(attributes["box_count"] >= FEW_BOXES)


def _release_span(box: Box, start: ResumeAt, end: ResumeAt) -> None:
    """Empty the blocks of a box before layout that stand between two places, where a page begins and where it ends."""
    if not end:
        return  # it was the last page: all is released at once
    first, inner_start = next(iter(start.items())) if start else (0, None)
    last, inner_end = next(iter(end.items()))
    for child in box.children[first:last]:
        if type(child) is BlockBox and child.is_in_normal_flow():
            _empty_block(child)
    if isinstance(box, TableRowGroupBox):
        _release_rows(box, first, last)
    child = box.children[last]
    if type(child) is BlockBox or isinstance(child, TableBox | TableRowGroupBox):
        _release_span(child, inner_start if first == last else None, inner_end)


def _release_rows(group: TableRowGroupBox, first: int, last: int) -> None:
    """Empty the cells of the rows between two of a group, whose widths are known; one that goes on is kept."""
    for place, row in enumerate(group.children[first:last], first):
        for cell in row.children:
            if place + cell.rowspan <= last:
                _empty_block(cell)


def _empty_block(box: Box) -> None:
    """Take from a block what is in it, and from the blocks in it: targets of links name these."""
    for child in box.children:
        if isinstance(child, BlockBox):
            _empty_block(child)
    box.children = ()


def release_layout_state(context: LayoutContext, page_boxes: Iterable[PageBox]) -> list[PageBox]:
    """Return the pages of a layout as a list, and release what only layout needs.

    ``page_boxes``: the pages, which may be finished one by one as they are iterated over.
    """
    pages: list[PageBox] = []
    for page in page_boxes:
        release_page_styles(page.page_type, context.style_for)
        _release_box(page)
        if vars(context).get("box_count", 0) >= FEW_BOXES:
            shrink_page(page)
        pages.append(page)
    for name in vars(context).keys() - KEPT_MEMBERS:
        delattr(context, name)
    return pages


def _release_box(box: Box) -> None:
    """Delete from a laid-out box, and from all below it, what only layout needs."""
    attributes = vars(box)
    if "_box" in attributes:  # the placeholder of an absolutely positioned box
        _release_box(attributes["_box"])
        return
    if "setting" in attributes:
        release_paragraph(box)
    release_origin(attributes)
    for name in LAYOUT_FIELDS:
        attributes.pop(name, None)
    attributes["remove_decoration_sides"] = share_sides(box)
    for child in box.children:
        _release_box(child)
