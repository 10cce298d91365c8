"""Find the lines of text on laid-out pages that a working copy numbers: those of the document, at their baselines.

Neither masthead nor notes are numbered, nor what is no text of the document: codes, and heads of tables that are there
again. Lines that stand beside each other, in cells or columns, are one line.
"""

from __future__ import annotations

from collections.abc import Iterator

from engross_weasyprint.document import Document, Page
from engross_weasyprint.formatting_structure.boxes import FootnoteAreaBox, MarginBox

from engross.editions.pdf.boxes import (
    FIRST_FOOT_CLASS,
    MASTHEAD_CLASS,
    Box,
    LineBox,
    box_attribute,
    box_text,
    is_repeated_head,
)

BESIDE = 0.45  # of the height of a line: how much lower the line beside it stands at most


def find_baselines(document: Document) -> tuple[tuple[float, ...], ...]:
    """Return the baselines of each page, from the top down, in CSS pixels below the top of the type area."""
    heads: set[int] = set()
    return tuple(tuple(_find_page_baselines(page, heads)) for page in document.pages)


def _find_page_baselines(page: Page, heads: set[int]) -> Iterator[float]:
    """Yield the baselines of a page; ``heads``: the identities of the elements of table heads seen so far."""
    top, last = page._page_box.content_box_y(), float("-inf")
    for line in sorted(_iter_lines(page, heads), key=lambda line: line.position_y + line.baseline):
        baseline = line.position_y + line.baseline
        if baseline - last > BESIDE * line.height:
            last = baseline
            yield baseline - top


def _iter_lines(page: Page, heads: set[int]) -> Iterator[LineBox]:
    """Iterate over the lines of text of a page's own boxes; what stands within a line belongs to it."""
    pending: list[Box] = [box for box in page._page_box.children if not isinstance(box, FootnoteAreaBox | MarginBox)]
    while pending:
        box = pending.pop()
        if isinstance(box, LineBox):
            if box_text(box).strip():
                yield box
        elif box_attribute(box, "class") not in (MASTHEAD_CLASS, FIRST_FOOT_CLASS) and not is_repeated_head(box, heads):
            pending.extend(getattr(box, "children", ()))
