"""Count what a typesetter would mark in a printed index: functions of a document that yield a note on each fault."""

from __future__ import annotations

import math
from collections.abc import Iterator
from itertools import pairwise

from engross_weasyprint.document import Page
from engross_weasyprint.formatting_structure.boxes import BlockLevelBox, LineBox, TextBox

from benchmarks.laid_out import LaidOut, content_boxes, spell_box
from engross.editions.pdf.boxes import Box, all_boxes, box_attribute
from engross.model.text import remove_invisible

SAME = 0.3  # px by which two baselines of one line may differ
ENDS = ";,،؛、·"  # what a line of the index may end with before a number


def stranded_index_headings(laid: LaidOut) -> Iterator[str]:
    """Yield the headings of the index without an entry behind them in their column."""
    for n, page in enumerate(laid.pages, 1):
        boxes = list(_index_boxes(page))
        entries = list(_index_entries(page))
        headings = [box for box in boxes if box.element_tag == "h3" and isinstance(box, BlockLevelBox)]
        for heading in headings:
            next_heading = min((box.position_y for box in headings if _is_below(box, heading)), default=math.inf)
            if not any(_is_below(box, heading) and box.position_y < next_heading for box in entries):
                yield f"page {n}: {spell_box(heading)}"


def parted_index_numbers(laid: LaidOut) -> Iterator[str]:
    """Yield the lines of the index that begin with a number that belongs to the end of the line before.

    The pages of an entry, which stand at the end of a line of their own where they do not fit, are no such number.
    """
    for n, page in enumerate(laid.pages, 1):
        for box in (box for entry in _index_entries(page) for box in all_boxes(entry)):
            lines = [child for child in getattr(box, "children", ()) if isinstance(child, LineBox)]
            for line, following in pairwise(lines):
                before, after = spell_box(line).strip(), spell_box(following).strip()
                is_number = after[:1].isdecimal() and not _is_of_pages(following)
                if is_number and before and before[-1] not in ENDS:
                    yield f"page {n}: {before} / {after}"


def parted_symbols(laid: LaidOut) -> Iterator[str]:
    """Yield the symbols of the index that are parted elsewhere than between two of them or behind a stroke."""
    for n, page in enumerate(laid.pages, 1):
        for entry in _index_entries(page):
            symbols = (box for box in all_boxes(entry) if box.element_tag == "a" and _has_class(box, "symbol"))
            parts = [box.text for box in symbols if isinstance(box, TextBox)]
            for part in parts[:-1]:
                if not remove_invisible(part).rstrip().endswith(("/", "-")):
                    yield f"page {n}: {' / '.join(parts)}"


def uneven_index_baselines(laid: LaidOut) -> Iterator[str]:
    """Yield the pages on which lines of the index stand beside each other without a common baseline."""
    for n, page in enumerate(laid.pages, 1):
        lines = [line for entry in _index_entries(page) for line in all_boxes(entry) if isinstance(line, LineBox)]
        baselines = sorted((line.position_y + line.baseline, line.height) for line in lines if spell_box(line).strip())
        pairs = pairwise(baselines)
        if any(SAME < after - before < height / 2 for (before, height), (after, _) in pairs):
            yield f"page {n}"


def _is_of_pages(line: Box) -> bool:
    """Return whether a line begins with the pages of an entry."""
    return any(_has_class(box, "pages") for box in getattr(line, "children", ())[:1])


def _has_class(box: Box, name: str) -> bool:
    return name in str(box_attribute(box, "class") or "").split()


def _index_boxes(page: Page) -> Iterator[Box]:
    for box in content_boxes(page):
        if box_attribute(box, "id") == "index":
            yield from all_boxes(box)


def _index_entries(page: Page) -> Iterator[Box]:
    return (box for box in _index_boxes(page) if box.element_tag == "li" and isinstance(box, BlockLevelBox))


def _is_below(box: Box, heading: Box) -> bool:
    """Return whether a box stands below a heading in its column."""
    middle = box.position_x + box.margin_width() / 2
    return box.position_y > heading.position_y and heading.position_x <= middle <= heading.position_x + heading.width
