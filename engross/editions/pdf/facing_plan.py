"""Choose the page breaks of two languages that face each other, and lay both out with them.

Lengths are CSS pixels.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Protocol

from engross_weasyprint.document import Document

from engross.editions.pdf import render_sheet
from engross.editions.pdf.boxes import LineBox, body_boxes, box_attribute, box_tag
from engross.editions.pdf.footnote_rule import shorten_footnote_rules
from engross.editions.pdf.note_fragments import CALL_PSEUDO, footnote_areas, note_boxes
from engross.editions.pdf.parallel_regions import SideText
from engross.editions.pdf.render_context import RenderAssets
from engross.model.book import Sheet

MOST_REPAIRS = 3  # times that a layout is made again
REPAIR_PIXELS = 40.0  # by which a spread that runs over gets less: two lines
PIXELS_PER_MM = 96 / 25.4

Openings = Sequence[tuple[str, str]]
Groups = list[tuple[range, range]]  # pages of both languages that face each other: one of each, or several


class MakeSheet(Protocol):
    """What makes the sheet of a language, from the ids of blocks that begin pages."""

    def __call__(self, breaks: Sequence[str], *, is_measured: bool) -> Sheet:
        """Return the sheet; ``is_measured``: all of it on one page."""


@dataclass(frozen=True)
class FacingSide:
    """A language of facing pages: what makes its sheet, what sets it, its text, the height of the paper in mm."""

    make_sheet: MakeSheet
    assets: RenderAssets
    text: SideText
    paper_height: float


@dataclass(frozen=True, slots=True)
class _Stretch:
    """What stands between two openings: its first and its last edge, and the height of its notes."""

    top: float
    bottom: float
    notes: float


@dataclass(frozen=True, slots=True)
class _SideHeights:
    """The stretches of a language, the room of its pages, and what the rule above notes takes."""

    stretches: tuple[_Stretch, ...]
    room: float
    rule: float

    def has_room(self, start: int, end: int, less: float) -> bool:
        """Return whether a page has room for the stretches from ``start`` up to ``end``, and ``less`` beside them."""
        taken = self.stretches[start:end]
        notes = sum(stretch.notes for stretch in taken)
        height = max(stretch.bottom for stretch in taken) - taken[0].top
        return height + notes + (self.rule if notes else 0.0) + less <= self.room


def fit_spreads(openings: Openings, sides: tuple[FacingSide, FacingSide]) -> tuple[Groups, tuple[Document, Document]]:
    """Return the pages that face each other, and both languages laid out; a spread that runs over is given less."""
    heights = [_measure_side([pair[n] for pair in openings], side) for n, side in enumerate(sides)]
    less: dict[int, float] = {}
    for repairs_left in reversed(range(MOST_REPAIRS + 1)):
        starts = list(_fill_spreads(heights, less))
        groups, documents = _lay_out_spreads([openings[start - 1] for start in starts[1:]], sides)
        over = [
            start for n, start in enumerate(starts) if _is_overfull(groups[n]) and not _is_alone(starts, n, heights)
        ]
        if not over or not repairs_left:
            return groups, documents
        less |= {start: less.get(start, 0.0) + REPAIR_PIXELS for start in over}
    raise AssertionError("the last layout is returned")


def _lay_out_spreads(
    breaks: Openings, sides: tuple[FacingSide, FacingSide]
) -> tuple[Groups, tuple[Document, Document]]:
    """Lay both languages out with page breaks; return the pages from each break to the next, which face each other."""
    own = [[pair[n] for pair in breaks] for n in (0, 1)]
    first, second = _lay_out(own[0], sides[0]), _lay_out(own[1], sides[1])
    return list(zip(_group_pages(first, own[0]), _group_pages(second, own[1]), strict=True)), (first, second)


def _lay_out(breaks: Sequence[str], side: FacingSide) -> Document:
    document = render_sheet(side.make_sheet(breaks, is_measured=False), side.assets)
    shorten_footnote_rules(document)
    return document


def _measure_side(names: Sequence[str], side: FacingSide) -> _SideHeights:
    """Measure what stands between the blocks of these ids, on pages so high that all of it is on one."""
    document = render_sheet(side.make_sheet((), is_measured=True), side.assets)
    tops: dict[str, float] = {}
    lines: list[tuple[float, float]] = []
    calls: dict[str, float] = {}
    heights: dict[str, float] = {}
    offset = rule = 0.0
    for page in document.pages:
        for box in body_boxes(page):
            if isinstance(box, LineBox):
                lines.append((offset + box.position_y, offset + box.position_y + box.height))
            elif name := box_attribute(box, "id"):
                tops.setdefault(name, offset + box.position_y + box.margin_top)
                if box_tag(box).endswith(CALL_PSEUDO):
                    calls.setdefault(name, offset + box.position_y)
        heights |= {box_attribute(box, "id"): box.margin_height() for box in note_boxes(page)}
        rule = max([rule, *(area.margin_height() - area.height for area in footnote_areas(page))])
        offset += page._page_box.height
    page_box = document.pages[0]._page_box
    room = side.paper_height * PIXELS_PER_MM - page_box.margin_top - page_box.margin_bottom
    edges = [min((top for top, _ in lines), default=0.0), *(tops[name] for name in names)]
    return _SideHeights(tuple(_list_stretches(edges, lines, calls, heights)), room, rule)


def _list_stretches(
    edges: Sequence[float], lines: list[tuple[float, float]], calls: dict[str, float], heights: dict[str, float]
) -> Iterator[_Stretch]:
    """Yield the stretches that begin at ``edges``, from lines, and calls with the heights of their notes."""
    bottoms, notes = list(edges), [0.0] * len(edges)
    for top, bottom in lines:
        n = max(0, bisect_right(edges, top + 1) - 1)
        bottoms[n] = max(bottoms[n], bottom)
    for name, y in calls.items():
        notes[max(0, bisect_right(edges, y + 8) - 1)] += heights.get(name, 0.0)
    yield from (_Stretch(*values) for values in zip(edges, bottoms, notes, strict=True))


def _fill_spreads(heights: Sequence[_SideHeights], less: dict[int, float]) -> Iterator[int]:
    """Yield the stretches that a spread begins with: each is filled as long as both sides have room."""
    start, count = 0, len(heights[0].stretches)
    while start < count:
        yield start
        end = start + 1
        while end < count and all(side.has_room(start, end + 1, less.get(start, 0.0)) for side in heights):
            end += 1
        start = end


def _group_pages(document: Document, breaks: Sequence[str]) -> Iterator[range]:
    """Yield the pages from each break up to the next; before the first break stands the beginning."""
    page_of: dict[str, int] = {}
    for n, page in enumerate(document.pages):
        for name in page.anchors:
            page_of.setdefault(name, n)
    begins = [0, *(page_of[name] for name in breaks), len(document.pages)]
    yield from (range(a, b) for a, b in pairwise(begins))


def _is_overfull(group: tuple[range, range]) -> bool:
    return max(map(len, group)) > 1


def _is_alone(starts: Sequence[int], n: int, heights: Sequence[_SideHeights]) -> bool:
    """Return whether a spread has one stretch only: less it cannot have."""
    end = starts[n + 1] if n + 1 < len(starts) else len(heights[0].stretches)
    return end - starts[n] == 1
