"""Lay two languages out on facing pages: verso and recto of a spread begin and end with the same paragraphs.

Each language is laid out by itself, with its own notes. The heights of its paragraphs and notes are measured once, on
one page as high as it takes; spreads are filled with paragraphs as long as both sides have room. Then each side is laid
out with these page breaks and looked at: a spread that runs over gets less, a few times. What no page can hold runs
over several spreads, and the side that needs fewer has a blank page there.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from engross_weasyprint.document import Document, Page
from engross_weasyprint.formatting_structure.boxes import FootnoteAreaBox

from engross.editions.pdf import BodyLayout
from engross.editions.pdf.audit import audit_notes
from engross.editions.pdf.boxes import Box
from engross.editions.pdf.columns import ParallelLayout
from engross.editions.pdf.facing_plan import FacingSide, fit_spreads
from engross.editions.pdf.page_map import make_page_map
from engross.editions.pdf.parallel_regions import find_side_regions
from engross.editions.pdf.regions import PageRegion, find_regions
from engross.model.book import PageMap
from engross.model.tree import Where

FRONT_PAGES = 1  # before the first spread
Spread = tuple[int | None, int | None]  # the pages that face each other, in their documents; None is a blank one


@dataclass(frozen=True)
class FacingLayout:
    """Laid-out facing pages with their regions. ``numbers``: that of each page, the same on both of a spread."""

    parallel: ParallelLayout
    numbers: tuple[int, ...]


def lay_out_facing(
    first_page: Document,
    openings: Sequence[tuple[str, str]],
    sides: tuple[FacingSide, FacingSide],
    places: Mapping[str, Where],
) -> FacingLayout:
    """Lay both languages out, and join their pages behind the first page.

    ``openings``: the ids of the blocks that a spread may begin with, in both languages. ``places``: of the notes.
    """
    groups, documents = fit_spreads(openings, sides)
    spreads = tuple(_list_spreads(groups))
    pages = [_take_page(documents, spread, n) for spread in spreads for n in (0, 1)]
    joined = first_page.copy([first_page.pages[0], *pages])
    numbers = (1, *(n for n, _ in enumerate(spreads, FRONT_PAGES + 1) for _ in (0, 1)))
    regions = tuple(
        (
            *find_side_regions(first_page, side.text),
            *_find_own_regions(documents[n], [spread[n] for spread in spreads], n),
        )
        for n, side in enumerate(sides)
    )
    notices = tuple(notice for document in documents for notice in audit_notes(document, places))
    layout = BodyLayout(joined, _number_pages(joined, numbers), (), notices)
    return FacingLayout(ParallelLayout(layout, (regions[0], regions[1])), numbers)


def _list_spreads(groups: Sequence[tuple[range, range]]) -> Iterator[Spread]:
    """Yield the spreads of groups of pages that face each other; the shorter side of a group ends with blank pages."""
    for first, second in groups:
        for n in range(max(len(first), len(second))):
            yield first[n] if n < len(first) else None, second[n] if n < len(second) else None


def _take_page(documents: Sequence[Document], spread: Spread, side: int) -> Page:
    """Return the page of a side of a spread; a blank one has the look of the side's first."""
    n = spread[side]
    return _clear_page(documents[side].pages[0]) if n is None else documents[side].pages[n]


def _clear_page(page: Page) -> Page:
    """Return a page without text and notes."""
    page_box = page._page_box
    root, *others = page_box.children
    body = root.children[0]
    kept = [box for box in others if not isinstance(box, FootnoteAreaBox)]
    return Page(page_box.copy_with_children([_replace_children(root, [_replace_children(body, [])]), *kept]))


def _replace_children(box: Box, children: Sequence[Box]) -> Box:
    copy = box.copy()
    copy.children = tuple(children)
    return copy


def _number_pages(joined: Document, numbers: Sequence[int]) -> PageMap:
    """Return the map of the joined pages, by the numbers that they show."""
    found = make_page_map(joined)
    anchors = tuple((name, numbers[page - 1]) for name, page in found.anchors)
    starts = tuple(replace(start, page=numbers[start.page - 1]) for start in found.starts)
    return PageMap(found.pages, starts, anchors)


def _find_own_regions(document: Document, shown: Sequence[int | None], side: int) -> Iterator[PageRegion]:
    """Yield the regions of a language on its side of the spreads; ``shown``: its page on each, None for a blank one."""
    place = {page: FRONT_PAGES + 2 * n + side for n, page in enumerate(shown) if page is not None}
    yield from (replace(region, page=place[region.page]) for region in find_regions(document))
