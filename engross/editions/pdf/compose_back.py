"""Set the back behind the body: the index in columns, the colophon below it, the record of the adoption on its pages.

All is laid out already, and nothing is laid out again: the boxes are moved to their places. The index begins right
behind the text where its title and two entries have room, and goes on over the page; the colophon closes the last page.
Where that saves a page, the gaps above index and colophon are smaller, and the index is set closer; a last page that
would be short gets lines of the index, or all of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from engross_weasyprint.document import Page

from engross.editions.pdf.boxes import Box, LineBox
from engross.editions.pdf.index_columns import ColumnPlan, Room, count_first_lines, plan_columns
from engross.editions.pdf.index_flow import BackFlow, PlacedStrip, find_back_box, move_to_line_end, read_back_flow
from engross.editions.pdf.note_fragments import footnote_areas

GAP_PROPERTY = "__gap_behind"  # --gap-behind in style sheets: the CSS pixels between the text and the back
# How close the back is set, from the least close on: the leading of the index, and the gaps above index and colophon,
# relative to those of the style sheet.
CLOSENESS = ((1.0, 1.0), (0.95, 1.0), (0.95, 0.6), (0.9, 0.6), (0.86, 0.4))


@dataclass(frozen=True, slots=True)
class Area:
    """The type area of a page that is free, in CSS pixels."""

    left: float
    top: float
    width: float
    foot: float

    @property
    def height(self) -> float:
        """The height in CSS pixels."""
        return self.foot - self.top


@dataclass(frozen=True, slots=True)
class Setting:
    """A way to set the index: where each strip stands, how close lines and gaps, whether on the body's last page.

    ``is_short``: its last page looks left over.
    """

    plan: ColumnPlan
    leading: float
    gaps: float
    is_joined: bool
    is_short: bool = False

    @property
    def rank(self) -> tuple[float, ...]:
        """What makes a setting worse than others, the weightiest first: pages, a short one, white."""
        plan = self.plan
        pages = plan.page_count - self.is_joined
        return pages, plan.has_lone_tail, self.is_short, not self.is_joined, len(plan.pages)


NOTHING_TO_PLACE = Setting(ColumnPlan((), 0), 1.0, 1.0, is_joined=False)  # all stands on pages of its own


def append_back_pages(body: Sequence[Page], back: Sequence[Page], *, may_join: bool = True) -> tuple[Page, ...]:
    """Return the body's pages and those of the back behind them; ``may_join``: it may begin on the body's last page."""
    flow = read_back_flow(back)
    composer = _BackComposer(flow, body, back, may_join=may_join)
    return composer.compose_pages(composer.choose_setting() if flow.top or flow.tail else NOTHING_TO_PLACE)


class _BackComposer:
    """The laid-out back and the pages that it comes to stand on."""

    def __init__(self, flow: BackFlow, body: Sequence[Page], back: Sequence[Page], *, may_join: bool = True) -> None:
        self.flow, self.body, self.may_join = flow, body, may_join
        self.templates = back[:2]  # a page of each hand
        self.back_box = find_back_box(back[0])
        self.gap = sum(token.value for token in self.back_box.style[GAP_PROPERTY] if token.type == "dimension")
        tops = flow.top
        self.top_height = tops[-1].position_y + tops[-1].margin_height() - tops[0].position_y if tops else 0.0
        self.line_height = flow.line_height
        self.columns = max(1, int(self.back_box.width / flow.column_width + 0.01)) if flow.strips else 1
        self.tail_height = flow.tail[0].margin_height() if flow.tail else 0.0

    def choose_setting(self) -> Setting:
        """Return the best setting, of equal ones the least close."""
        page_area = _free_area(self.templates[0])
        settings = [
            self.make_setting(leading, gaps, area, is_joined=is_joined)
            for leading, gaps in CLOSENESS
            for area, is_joined in ((page_area, False), (self.joined_area(gaps), True))
            if not is_joined or (self.may_join and self.has_room_to_begin(area, leading))
        ]
        return min(settings, key=lambda setting: setting.rank)

    def joined_area(self, gaps: float) -> Area:
        """Return what is free of the body's last page; a colophon alone has its own gap above it."""
        page = self.body[-1]
        area = _free_area(page)
        gap = self.gap * gaps if self.flow.top else 0.0
        return Area(area.left, _find_text_end(page) + gap, area.width, _find_room_end(page))

    def has_room_to_begin(self, area: Area, leading: float) -> bool:
        """Return whether an area has room for the title and the first lines that are not parted."""
        strips = [one.strip for one in self.flow.strips]
        lines = count_first_lines(strips)
        return self.top_height + lines * self.flow.line_height * leading <= area.height

    def make_setting(self, leading: float, gaps: float, area: Area, *, is_joined: bool) -> Setting:
        height = self.flow.line_height * leading
        tail_height = self.tail_height - self.spare_gap(gaps)
        room = Room(
            int((area.height - self.top_height) / height + 0.01),
            int(_free_area(self.templates[0]).height / height + 0.01),
            -int(-tail_height // height),
            self.columns,
        )
        plan = plan_columns([one.strip for one in self.flow.strips], room)
        return Setting(plan, leading, gaps, is_joined, plan.is_short(room.other))

    def spare_gap(self, gaps: float) -> float:
        """Return what the gap above the colophon has less than in the style sheet, in CSS pixels."""
        return (1 - gaps) * float(self.flow.tail[0].padding_top) if self.flow.tail else 0.0

    def compose_pages(self, setting: Setting) -> tuple[Page, ...]:
        """Move all boxes to their places and return the pages of body and back."""
        self.line_height = self.flow.line_height * setting.leading
        pages = list(self.body)
        area = self.joined_area(setting.gaps) if setting.is_joined else self.next_area(0)
        for n, columns in enumerate(setting.plan.pages):
            if n:
                area = self.next_area(n - setting.is_joined)
            boxes = list(self.compose_index_page(area, columns, is_first=n == 0))
            is_last = n + 1 == len(setting.plan.pages)
            if is_last and self.flow.tail and not setting.plan.has_lone_tail:
                boxes.append(self.place_tail(area, max(map(_box_end, boxes), default=area.top), setting.gaps))
            if n == 0 and setting.is_joined:
                pages[-1] = self.join_page(pages[-1], boxes, area)
            else:
                pages.append(self.make_page(n - setting.is_joined, boxes))
        return (*pages, *self.compose_rest(len(setting.plan.pages) - setting.is_joined))

    def place_tail(self, area: Area, end: float, gaps: float) -> Box:
        """Move the colophon below what ends at ``end``; at the head of a page it has no gap above it.

        What its gap has less is taken from its padding: its box would reach into the lines above, and take their text.
        """
        gap = float(self.flow.tail[0].padding_top) if end == _free_area(self.templates[0]).top else self.spare_gap(gaps)
        box = _place_box(self.flow.tail.pop(0), area.left, end - gap)
        box.position_y += gap
        box.padding_top -= gap
        return box

    def compose_rest(self, before: int) -> Iterator[Page]:
        """Yield the pages behind the index; ``before``: the pages of the back that stand before them."""
        for n, box in enumerate(self.flow.tail, before):
            area = self.next_area(n)
            yield self.make_page(n, [_place_box(box, area.left, area.top - box.padding_top)])
        for n, page in enumerate(self.flow.pages, before + len(self.flow.tail)):
            back_box, area = find_back_box(page), self.next_area(n)
            back_box.translate(area.left - back_box.content_box_x())
            yield self.make_page(n, back_box.children)

    def next_area(self, n: int) -> Area:
        """Return the type area of the page ``n`` of the back (from 0)."""
        return _free_area(self.templates[n % 2])

    def compose_index_page(self, area: Area, columns: Sequence[range], *, is_first: bool) -> Iterator[Box]:
        """Yield the box of the index on a page, its content moved to its place."""
        children: list[Box] = []
        top = area.top
        if is_first and self.flow.top:
            start = self.flow.top[0].position_y
            children += (_place_box(box, area.left, top + box.position_y - start) for box in self.flow.top)
            top += self.top_height
        for n, column in enumerate(columns):
            strips = [self.flow.strips[k] for k in column]
            left = self.column_left(area, n)
            children += self.compose_column(strips, left, top, is_continued=not is_first and n == 0)
        if children and self.flow.section:
            yield _wrap_boxes(self.flow.section, children, area.left)

    def column_left(self, area: Area, n: int) -> float:
        """Return where column ``n`` begins; the first one stands where lines begin."""
        step = (area.width - self.flow.column_width) / max(1, self.columns - 1)
        if self.back_box.style["direction"] == "rtl":
            return area.left + area.width - self.flow.column_width - n * step
        return area.left + n * step

    def compose_column(
        self, strips: Sequence[PlacedStrip], left: float, top: float, *, is_continued: bool
    ) -> Iterator[Box]:
        """Yield the box of each group in a column; ``is_continued``: a group that goes on has its heading again."""
        height, start = self.line_height, top
        for _, members in groupby(strips, key=lambda one: id(one.group)):
            placed = list(members)
            group = placed[0].group
            inner: list[Box] = []
            if placed[0].strip.is_heading:
                if top > start:  # else it stands at the top of the column, where no space is above it
                    top += group.strip.space * height
                inner.append(_place_box(placed.pop(0).box, left, top - group.heading.padding_top))
                top += (group.strip.lines - group.strip.space) * height
            elif is_continued:
                inner.append(_place_box(group.continued.deepcopy(), left, top - group.continued.padding_top))
                top += group.strip.continued * height
            is_continued = False
            if placed:
                inner.append(_wrap_boxes(group.list_box, _place_lines(placed, left, top, height), left))
            top += len(placed) * height
            yield _wrap_boxes(group.box, inner, left)

    def make_page(self, n: int, boxes: Sequence[Box]) -> Page:
        """Return page ``n`` of the back (from 0) with ``boxes``, which stand in their places."""
        page_box = self.templates[n % 2]._page_box
        root, *others = page_box.children
        body = root.children[0]
        back_box = _wrap_boxes(self.back_box, boxes, self.next_area(n).left)
        root = _replace_children(root, [_replace_children(body, [back_box])])
        return Page(page_box.copy_with_children([root, *others]))

    def join_page(self, page: Page, boxes: Sequence[Box], area: Area) -> Page:
        """Return the body's last page with ``boxes`` behind its text."""
        root, *others = page._page_box.children
        back_box = _wrap_boxes(self.back_box, boxes, area.left)
        return Page(page._page_box.copy_with_children([root, back_box, *others]))


def _place_lines(strips: Sequence[PlacedStrip], left: float, top: float, height: float) -> Sequence[Box]:
    """Move the lines of entries to their places; return the boxes of the entries."""
    lines_by_entry: dict[int, list[PlacedStrip]] = {}
    for n, strip in enumerate(strips):
        move_to_line_end(strip.entry, strip.box)
        strip.box.translate(left - strip.entry.position_x, top + n * height - strip.box.position_y)
        lines_by_entry.setdefault(id(strip.entry.element), []).append(strip)
    return [_wrap_boxes(lines[0].entry, [line.box for line in lines], left) for lines in lines_by_entry.values()]


def _place_box(box: Box, left: float, top: float) -> Box:
    """Move a box, with its margins, to a place."""
    box.translate(left - box.position_x, top - box.position_y)
    return box


def _wrap_boxes(box: Box, children: Sequence[Box], left: float) -> Box:
    """Return a copy of ``box`` around ``children``, as high as they are."""
    wrapped = _replace_children(box, children)
    wrapped.position_x = left
    if children:
        wrapped.position_y = min(child.position_y for child in children)
        wrapped.height = max(map(_box_end, children)) - wrapped.position_y
    return wrapped


def _replace_children(box: Box, children: Sequence[Box]) -> Box:
    copy = box.copy()
    copy.children = tuple(children)
    return copy


def _box_end(box: Box) -> float:
    """Return where a box ends, with its margins, in CSS pixels from the top of the page."""
    return float(box.position_y + (box.height if isinstance(box, LineBox) else box.margin_height()))


def _free_area(page: Page) -> Area:
    box = page._page_box
    left, top = box.content_box_x(), box.content_box_y()
    return Area(left, top, box.width, top + box.height)


def _find_text_end(page: Page) -> float:
    """Return where the text of a page ends, in CSS pixels from the top; boxes outside the measure do not count."""
    root = page._page_box.children[0]
    return max(map(_box_end, root.children), default=float(page._page_box.content_box_y()))


def _find_room_end(page: Page) -> float:
    """Return where the room for text ends, in CSS pixels from the top: at the page's notes, else at its foot margin."""
    foot: float = page._page_box.content_box_y() + page._page_box.height
    return min((float(area.position_y) for area in footnote_areas(page)), default=foot)
