"""What is asked of the page: its size and margins, the size of its type."""

from __future__ import annotations

from dataclasses import dataclass

POINTS_PER_MM = 72 / 25.4  # points in a millimetre


@dataclass(frozen=True, slots=True)
class Paper:
    """A sheet: width and height, margins at the top and foot, the least one at the sides; all in mm.

    ``inner``: how much wider the inner margin is than the outer one. ``scale``: the size of type against A4's.
    ``first``: the foot of the first page, which holds bar code and QR code.
    """

    width: float
    height: float
    top: float
    foot: float
    side: float
    inner: float
    first: float
    scale: float = 1.0


PAPERS = {
    "a4": Paper(210, 297, 25, 24, 25, 3, 36),
    "a5": Paper(148, 210, 18, 17, 14, 3, 30, 0.9),
    "letter": Paper(215.9, 279.4, 25, 24, 26, 3, 36),
}
FONT_SIZE_BOUNDS = (7.0, 24.0)  # points; the smallest and the largest type that makes a page


@dataclass(frozen=True, slots=True)
class Format:
    """What the reader asks of the page: a key of PAPERS, the size of the text in pt (0: the language's own).

    ``hanging``: whether Chinese commas and stops may hang outside the measure (clreq 3.1.7).
    """

    paper: str = "a4"
    size: float = 0.0
    hanging: bool = False

    @property
    def margins(self) -> tuple[float, float]:
        """The head and foot of a page that hold no text of the document, in pt."""
        paper = PAPERS[self.paper]
        return (paper.top - 4) * POINTS_PER_MM, (paper.foot - 4) * POINTS_PER_MM


DEFAULT_FORMAT = Format()
