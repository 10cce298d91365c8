"""The straight lines that a page of a PDF draws: what rules and boxes its tables."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass

import pypdfium2
import pypdfium2.raw as pdfium

THIN = 3.0  # pt: what is thicker is an area
LONG = 2.0  # pt: what is shorter is a joint
MOST = 60  # segments of a path that may be a rule or boxes; what has more is a drawing

Point = tuple[float, float]
Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Stroke:
    """A straight line: its edges in pt from the page's left and foot, and how thick it is."""

    left: float
    low: float
    right: float
    high: float
    thick: float

    @property
    def level(self) -> bool:
        """Whether it goes from left to right, and not up."""
        return self.right - self.left > self.high - self.low

    @property
    def at(self) -> float:
        """Its height; how far right it is where it goes up."""
        return (self.low + self.high) / 2 if self.level else (self.left + self.right) / 2


def strokes(page: pypdfium2.PdfPage) -> list[Stroke]:
    """The straight lines of a page, thin areas and the edges of boxes among them."""
    paths = page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_PATH], max_depth=1)
    return [stroke for path in paths for stroke in _of_path(path.raw)]


def _of_path(path: pdfium.FPDF_PAGEOBJECT) -> Iterator[Stroke]:
    fill, line, width = ctypes.c_int(), ctypes.c_int(), ctypes.c_float()
    pdfium.FPDFPath_GetDrawMode(path, fill, line)
    count = pdfium.FPDFPath_CountSegments(path)
    if not (fill.value or line.value) or count > MOST:
        return
    matrix = pdfium.FS_MATRIX()
    pdfium.FPDFPageObj_GetMatrix(path, matrix)
    pdfium.FPDFPageObj_GetStrokeWidth(path, width)
    thick = width.value * abs(matrix.a * matrix.d - matrix.b * matrix.c) ** 0.5 if line.value else 0.0
    for figure in _figures(path, count, matrix):
        yield from _straight(figure, thick, outlined=not fill.value)


def _figures(path: pdfium.FPDF_PAGEOBJECT, count: int, matrix: pdfium.FS_MATRIX) -> Iterator[list[Point]]:
    """The points of each figure of a path; none where one is a curve."""
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


def _straight(points: list[Point], thick: float, outlined: bool) -> Iterator[Stroke]:
    """The lines of a figure: a thin one is a line as a whole, a box that is outlined has an edge at each side."""
    xs, ys = [x for x, _ in points], [y for _, y in points]
    left, low, right, high = min(xs), min(ys), max(xs), max(ys)
    boxes: list[Box] = [(left, low, right, high)]
    if outlined and min(right - left, high - low) > THIN:
        boxes = [(left, low, right, low), (left, high, right, high), (left, low, left, high), (right, low, right, high)]
        boxes = boxes if len(points) > 3 else []
    for a, b, c, d in boxes:
        if min(c - a, d - b) <= THIN and max(c - a, d - b) >= LONG:
            yield Stroke(a, b, c, d, max(thick, min(c - a, d - b)))
