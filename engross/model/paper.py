"""The requested format of a page: its size, its margins, the size of its type."""

from __future__ import annotations

from dataclasses import dataclass

POINTS_PER_MM = 72 / 25.4  # points in a millimetre


@dataclass(frozen=True, slots=True)
class Paper:
    """A size of paper with its margins at the top, the foot and, at least, the sides; all in mm.

    ``inner``: how much wider the inner margin is than the outer one. ``scale``: the size of type relative to A4.
    ``first``: the margin at the foot of the first page, which holds bar code and QR code.
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
FONT_SIZE_BOUNDS = (7.0, 24.0)  # in pt: the smallest and the largest type that a page can be set in


@dataclass(frozen=True, slots=True)
class Format:
    """The format that the user asks for: a key of PAPERS, the size of the text in pt (0: the language's own).

    ``hanging``: whether Chinese commas and stops may hang outside the measure (clreq 3.1.7). ``has_index``: whether the
    index of symbols stands behind the text.
    """

    paper: str = "a4"
    size: float = 0.0
    hanging: bool = False
    has_index: bool = True

    @property
    def margins(self) -> tuple[float, float]:
        """The heights of the strips at the head and foot of a page that hold no text of the document, in pt."""
        paper = PAPERS[self.paper]
        return (paper.top - 4) * POINTS_PER_MM, (paper.foot - 4) * POINTS_PER_MM


DEFAULT_FORMAT = Format()
