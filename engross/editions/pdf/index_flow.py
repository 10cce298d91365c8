"""Take the laid-out index apart: its title, the headings of its groups and the lines of its entries, in their order.

It comes laid out in one column as wide as the columns are to be, on as many pages as that takes.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from engross_weasyprint.document import Page

from engross.editions.pdf.boxes import BACK_ID, Box, LineBox, all_boxes, box_attribute, is_continued_heading
from engross.editions.pdf.index_columns import Strip, make_entry_strips

INDEX_ID, COLOPHON_ID, RECORD_ID = "index", "colophon", "record"
GROUP_CLASS, SPARE_CLASS = "group", "spare"
END_PROPERTY = "__at"  # "--at: line-end" in style sheets: what stands at the end of its line
SLACK = 0.01  # lines by which a height may be more than it is, for floats
LONELY_GROUP = 4  # a group of so many entries leaves none alone behind a division


@dataclass(slots=True)
class GroupBoxes:
    """A group of the index: its boxes (around all, around the list), its heading, the heading where it goes on."""

    box: Box
    list_box: Box
    heading: Box
    continued: Box
    strip: Strip  # of the heading


@dataclass(frozen=True, slots=True)
class PlacedStrip:
    """A strip with its boxes: a line and the entry around it, or a heading, which stands for both."""

    strip: Strip
    group: GroupBoxes
    box: Box
    entry: Box


@dataclass(slots=True)
class BackFlow:
    """The parts of the back: ``top`` (title and what stands below it), the index, the colophon, other pages.

    ``section`` is the box of the index; None where the text cites no document.
    ``line_height`` and ``column_width`` are CSS pixels. ``tail`` has a box for each page that the colophon takes;
    ``pages``: pages that stand behind as they are (the record of the adoption).
    """

    section: Box | None = None
    top: list[Box] = field(default_factory=list)
    strips: list[PlacedStrip] = field(default_factory=list)
    tail: list[Box] = field(default_factory=list)
    pages: list[Page] = field(default_factory=list)
    line_height: float = 1.0
    column_width: float = 1.0


def read_back_flow(pages: Sequence[Page]) -> BackFlow:
    """Return the parts of the laid-out back."""
    sections = [box for page in pages for box in _page_boxes(page) if box_attribute(box, "id") == INDEX_ID]
    flow = BackFlow(next(iter(sections), None))
    has_record = False
    for page in pages:
        has_record = has_record or _has_element(page, RECORD_ID)
        if has_record and not _is_spare(page):
            flow.pages.append(page)
        elif not has_record:
            flow.tail += (box for box in _page_boxes(page) if box_attribute(box, "id") == COLOPHON_ID)
    for section in sections:
        flow.top += (child for child in section.children if not _is_group(child))
    _read_groups(flow, [child for section in sections for child in section.children if _is_group(child)])
    return flow


def _read_groups(flow: BackFlow, fragments: Sequence[Box]) -> None:
    """Add the strips of all groups, each of which may lie on several pages in ``fragments``."""
    by_element: dict[int, list[Box]] = {}
    for box in fragments:
        by_element.setdefault(id(box.element), []).append(box)
    for boxes in by_element.values():
        children = [child for box in boxes for child in box.children]
        lists = [child for child in children if child.element_tag == "ul"]
        continued = next(child for child in children if is_continued_heading(child))
        entries = _join_entries(entry for box in lists for entry in box.children)
        flow.line_height, flow.column_width = entries[0][0][1].height, lists[0].width
        strip = _make_heading_strip(children[0], continued, flow.line_height)
        group = GroupBoxes(boxes[0], lists[0], children[0], continued, strip)
        flow.strips.append(PlacedStrip(strip, group, group.heading, group.heading))
        flow.strips += _make_strips(group, entries)


def _join_entries(fragments: Iterator[Box]) -> list[list[tuple[Box, Box]]]:
    """Return the lines of each entry, each with the fragment that it stands in."""
    by_element: dict[int, list[tuple[Box, Box]]] = {}
    for entry in fragments:
        lines = [(entry, line) for line in entry.children if isinstance(line, LineBox)]
        by_element.setdefault(id(entry.element), []).extend(lines)
    return list(by_element.values())


def _make_heading_strip(heading: Box, continued: Box, line_height: float) -> Strip:
    """Return the strip of a heading; its padding is the space above it."""
    lines, continued_lines = (math.ceil(box.margin_height() / line_height - SLACK) for box in (heading, continued))
    space = math.floor(heading.padding_top / line_height + SLACK)
    return Strip(lines, is_start=True, space=space, continued=continued_lines - space)


def _make_strips(group: GroupBoxes, entries: Sequence[Sequence[tuple[Box, Box]]]) -> Iterator[PlacedStrip]:
    for n, lines in enumerate(entries):
        is_kept = n < 2 or (n == len(entries) - 1 and n + 1 >= LONELY_GROUP)
        for strip, (entry, line) in zip(make_entry_strips(len(lines), is_kept=is_kept), lines, strict=True):
            yield PlacedStrip(strip, group, line, entry)


def move_to_line_end(entry: Box, line: Box) -> None:
    """Move what stands at the end of its line there: the pages of an entry."""
    for box in all_boxes(line):
        if any(token.type == "ident" for token in box.style[END_PROPERTY] or ()):
            if box.style["direction"] == "rtl":
                dx = min(0.0, entry.content_box_x() - box.position_x)
            else:
                dx = max(0.0, entry.content_box_x() + entry.width - box.position_x - box.margin_width())
            box.translate(dx)
            return


def find_back_box(page: Page) -> Box:
    """Return the box around all that a page has of the back."""
    boxes = (box for top in page._page_box.children for box in all_boxes(top))
    return next(box for box in boxes if box_attribute(box, "id") == BACK_ID)


def _page_boxes(page: Page) -> Sequence[Box]:
    """Return the boxes of the back's pieces on a page."""
    return find_back_box(page).children


def _has_element(page: Page, name: str) -> bool:
    return any(box_attribute(box, "id") == name for box in _page_boxes(page))


def _is_spare(page: Page) -> bool:
    return all(box_attribute(box, "class") == SPARE_CLASS for box in _page_boxes(page))


def _is_group(box: Box) -> bool:
    return box_attribute(box, "class") == GROUP_CLASS
