"""Read the straight lines that a page of a PDF draws: the rules and boxes of its tables."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass

import pypdfium2
import pypdfium2.raw as pdfium

STROKE_THICKNESS_PT = 3.0  # pt: anything thicker is an area
STROKE_LENGTH_PT = 2.0  # pt: anything shorter is a joint
PATH_SEGMENTS = 60  # segments of a path of rules or boxes; one with more is a drawing

Point = tuple[float, float]
Rectangle = tuple[float, float, float, float]


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
    paths = page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_PATH], max_depth=1)
    return [stroke for path in paths for stroke in _read_path_strokes(path.raw)]


def _read_path_strokes(path: pdfium.FPDF_PAGEOBJECT) -> Iterator[Stroke]:
    """Yield the strokes of a path; none if it is not drawn or has more than ``PATH_SEGMENTS``."""
    fill, line, width = ctypes.c_int(), ctypes.c_int(), ctypes.c_float()
    pdfium.FPDFPath_GetDrawMode(path, fill, line)
    count = pdfium.FPDFPath_CountSegments(path)
    if not (fill.value or line.value) or count > PATH_SEGMENTS:
        return
    matrix = pdfium.FS_MATRIX()
    pdfium.FPDFPageObj_GetMatrix(path, matrix)
    pdfium.FPDFPageObj_GetStrokeWidth(path, width)
    thick = width.value * abs(matrix.a * matrix.d - matrix.b * matrix.c) ** 0.5 if line.value else 0.0
    for figure in _read_figures(path, count, matrix):
        yield from _find_figure_strokes(figure, thick, outlined=not fill.value)


def _read_figures(path: pdfium.FPDF_PAGEOBJECT, count: int, matrix: pdfium.FS_MATRIX) -> Iterator[list[Point]]:
    """Yield the points of each figure of a path, in pt on the page; none if the path has a curve."""
    figures: list[list[Point]] = []
    for n in range(count):
        segment = pdfium.FPDFPath_GetPathSegment(path, n)
        kind = pdfium.FPDFPathSegment_GetType(segment)
        if kind == pdfium.FPDF_SEGMENT_BEZIERTO:
            return
        x, y = ctypes.c_float(), ctypes.c_float()
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        point = (
            matrix.a * x.value + matrix.c * y.value + matrix.e,
            matrix.b * x.value + matrix.d * y.value + matrix.f,
        )
        if kind == pdfium.FPDF_SEGMENT_MOVETO or not figures:
            figures.append([])
        figures[-1].append(point)
    yield from figures


def _find_figure_strokes(points: list[Point], thick: float, outlined: bool) -> Iterator[Stroke]:
    """Yield the strokes of a figure: itself if it is thin, or the four edges of an outlined box."""
    xs, ys = [x for x, _ in points], [y for _, y in points]
    left, low, right, high = min(xs), min(ys), max(xs), max(ys)
    candidates: list[Rectangle] = [(left, low, right, high)]
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
