"""What is asked of the page to a style sheet: its size, margins that make the measure a whole number of characters.

A line of Chinese holds a whole number of characters, so that a full line needs no stretching (clreq 2.3.2). Margins
mirror each other, so that print shows through on print when both sides of a sheet are used; the inner one is wider
by what a staple or a punch takes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from engross.language import Language
from engross.typeset import environment

if TYPE_CHECKING:
    from engross.book import Sheet

NOTE = 0.81 * 1.5  # line to line of notes against the size of the text
MM = 72 / 25.4  # points in a millimetre


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
SIZES = (7.0, 24.0)  # points; the smallest and the largest type that makes a page


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
        return (paper.top - 4) * MM, (paper.foot - 4) * MM


PLAIN = Format()


def sheet(wanted: Format, lang: Language) -> Sheet:
    """The style sheet of ``wanted``; the last of the cascade."""
    paper = PAPERS[wanted.paper]
    size = wanted.size or lang.words["page"]["size"] * paper.scale
    characters = int((paper.width - 2 * paper.side) * MM / size)
    side = (paper.width * MM - characters * size) / 2
    shift = paper.inner / 2 * MM
    leading = round(size * NOTE * 4 / 3)  # whole pixels: the sum of lines must be exact, or a note is set late
    values = {
        "paper": paper,
        "hanging": wanted.hanging,
        "leading": leading,
        "size": f"{size:g}pt",
        "inner": f"{side + shift:.3f}pt",
        "outer": f"{side - shift:.3f}pt",
    }
    from engross.book import Sheet  # who only reads asks for a paper, and sets nothing on it

    return Sheet("paper.css", "text/css", environment().get_template("paper.css").render(values))
