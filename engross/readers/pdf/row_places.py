"""Tell where on the pages of a PDF its rows stand: the place of each line that the reader numbers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from engross.model.tree import Source
from engross.readers.pdf.document import open_document
from engross.readers.pdf.page_roles import ClassifiedPage
from engross.readers.pdf.rows import PageRow

ASCENT, DESCENT = 0.8, 0.25  # of the size of the letters, above and below the line that they stand on
Box = tuple[float, float, float, float]


class RowPlace(NamedTuple):
    """The box of a row: its page from 1, then shares of that page, from its left and its top."""

    page: int
    left: float
    top: float
    width: float
    height: float


def find_row_places(source: Source, pages: Iterable[ClassifiedPage]) -> Iterator[RowPlace]:
    """Yield the place of each row, in the order in which the reader numbers lines from 1."""
    with open_document(source) as document:
        boxes = [document[n].get_cropbox() for n in range(len(document))]
    return (_place_row(row, boxes[row.page]) for page in pages for row in page.rows)


def _place_row(row: PageRow, box: Box) -> RowPlace:
    """Return the place of a row; in text from right to left its edges are counted to the left, and negative."""
    left, low, right, high = box
    width, height = (right - left) or 1.0, (high - low) or 1.0
    edges = sorted((abs(row.left), abs(row.right)))
    return RowPlace(
        row.page + 1,
        (edges[0] - left) / width,
        (high - row.base - ASCENT * row.size) / height,
        (edges[1] - edges[0]) / width,
        (ASCENT + DESCENT) * row.size / height,
    )
