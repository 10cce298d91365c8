"""Read the straight lines that a page of a PDF draws: the rules and boxes of its tables."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pypdfium2

from engross.grammars.pdfium import Box, Point, read_paths

STROKE_THICKNESS_PT = 3.0  # pt: anything thicker is an area
STROKE_LENGTH_PT = 2.0  # pt: anything shorter is a joint
PATH_SEGMENTS = 60  # segments of a path of rules or boxes; one with more is a drawing


@dataclass(frozen=True, slots=True)
class Stroke:
    """A straight line: its edges in pt from the left and the foot of the page, and its thickness in pt."""

    left: float
    low: float
    right: float
    high: float
    thick: float

    @property
    def is_horizontal(self) -> bool:
        """Whether it is wider than it is high."""
        return self.right - self.left > self.high - self.low

    @property
    def at(self) -> float:
        """The height of a horizontal stroke, or the distance of a vertical one from the left, in pt."""
        return (self.low + self.high) / 2 if self.is_horizontal else (self.left + self.right) / 2


def read_strokes(page: pypdfium2.PdfPage) -> list[Stroke]:
    """Return the straight lines of a page, including thin areas and the edges of boxes."""
    return [
        stroke
        for path in read_paths(page, PATH_SEGMENTS)
        for figure in path.figures
        for stroke in _find_figure_strokes(figure, path.line_width, outlined=not path.is_filled)
    ]


def _find_figure_strokes(points: list[Point], thick: float, outlined: bool) -> Iterator[Stroke]:
    """Yield the strokes of a figure: itself if it is thin, or the four edges of an outlined box."""
    xs, ys = [x for x, _ in points], [y for _, y in points]
    left, low, right, high = min(xs), min(ys), max(xs), max(ys)
    candidates: list[Box] = [(left, low, right, high)]
    if outlined and min(right - left, high - low) > STROKE_THICKNESS_PT:
        candidates = [
            (left, low, right, low),
            (left, high, right, high),
            (left, low, left, high),
            (right, low, right, high),
        ]
        candidates = candidates if len(points) > 3 else []
    for a, b, c, d in candidates:
        if min(c - a, d - b) <= STROKE_THICKNESS_PT and max(c - a, d - b) >= STROKE_LENGTH_PT:
            yield Stroke(a, b, c, d, max(thick, min(c - a, d - b)))
