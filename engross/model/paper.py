"""The requested format of a page: the kind of the print edition, its paper and margins, the size of its type."""

from __future__ import annotations

from dataclasses import dataclass, replace

POINTS_PER_MM = 72 / 25.4  # points in a millimetre
DEFAULT_LINES = 5  # every fifth line of a working copy has its number


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


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of the print edition: what its pages are for.

    ``title``: how messages call it. ``sizes``: the smallest and the largest type that its text can be set in, in pt.
    ``papers``: the keys of PAPERS that it is set on. ``side`` and ``inner``: side margins as a Paper has them, where
    they are not the paper's own; ``foot``: the margin at the foot, at least. ``sheets``: its style sheets, before that
    of the paper. ``design``: of its faces, "serif" or "sans". ``has_one_size``: whether no text is smaller than the
    body's.
    """

    name: str
    title: str
    sizes: tuple[float, float] = (7.0, 24.0)
    papers: tuple[str, ...] = tuple(PAPERS)
    side: float | None = None
    inner: float = 0.0
    foot: float = 0.0
    sheets: tuple[str, ...] = ()
    design: str = "serif"
    has_one_size: bool = False

    def name_editions(self, name: str) -> str:
        """Return the name of the editions and their folder: A_RES_77_213.zh.working; of the handout ``name`` itself."""
        ending = "" if self == HANDOUT else f".{self.name}"
        return name.removesuffix(ending) + ending

    def fit_paper(self, paper: Paper) -> Paper:
        """Return a paper with the margins that this kind has on it."""
        side, inner = (paper.side, paper.inner) if self.side is None else (self.side, self.inner)
        return replace(paper, side=side, inner=inner, foot=max(paper.foot, self.foot))


HANDOUT = Kind("handout", "handout")
# Lines wait for a pen: the text stands 40 mm from the inner edge and 60 mm from the outer one.
WORKING = Kind("working", "working copy", papers=("a4", "letter"), side=50, inner=-20, sheets=("as/working.css",))
# UKAAF G003 and RNIB: 16 points at least, sans serif, ragged, no hyphens, no italics, margins of 25 mm.
LARGE_PRINT = Kind(
    "large-print",
    "large print",
    sizes=(16.0, 28.0),
    papers=("a4", "letter"),
    side=25,
    foot=25,
    sheets=("as/large-print.css",),
    design="sans",
    has_one_size=True,
)
KINDS = {kind.name: kind for kind in (HANDOUT, WORKING, LARGE_PRINT)}


def drop_kind(name: str) -> str:
    """Return the name of editions without that of a kind: A_RES_77_213.zh for A_RES_77_213.zh.working."""
    return name.removesuffix(f".{find_kind(name).name}")


def find_kind(name: str) -> Kind:
    """Return the kind that the name of editions tells."""
    return next((kind for kind in KINDS.values() if name.endswith(f".{kind.name}")), HANDOUT)


FONT_SIZE_BOUNDS = (
    min(kind.sizes[0] for kind in KINDS.values()),
    max(kind.sizes[1] for kind in KINDS.values()),
)  # in pt: the smallest and the largest type of any kind


@dataclass(frozen=True, slots=True)
class LineNumbers:
    """Which lines of a working copy are numbered: each ``every``-th, from 1 on each page or ``through`` all of them."""

    every: int = DEFAULT_LINES
    through: bool = False


@dataclass(frozen=True, slots=True)
class Format:
    """The format that the user asks for: a key of PAPERS, the size of the text in pt (0: the language's own).

    ``hanging``: whether Chinese commas and stops may hang outside the measure (clreq 3.1.7). ``has_index``: whether the
    index of symbols stands behind the text. ``kind``: that of the print edition. ``lines``: the numbers beside the
    lines of a working copy; None for the usual ones.
    """

    paper: str = "a4"
    size: float = 0.0
    hanging: bool = False
    has_index: bool = True
    kind: Kind = HANDOUT
    lines: LineNumbers | None = None

    @property
    def sheet(self) -> Paper:
        """The paper with the margins of the kind."""
        return self.kind.fit_paper(PAPERS[self.paper])

    @property
    def margins(self) -> tuple[float, float]:
        """The heights of the strips at the head and foot of a page that hold no text of the document, in pt."""
        paper = self.sheet
        return (paper.top - 4) * POINTS_PER_MM, (paper.foot - 4) * POINTS_PER_MM


DEFAULT_FORMAT = Format()


def explain_misfit(wanted: Format) -> str:
    """Return why a format cannot be had, and what can; "" where it can."""
    kind = wanted.kind
    low, high = kind.sizes
    if wanted.paper not in kind.papers:
        return f"the paper of the {kind.title} is {' or '.join(kind.papers)}, not {wanted.paper}"
    if wanted.size and not low <= wanted.size <= high:
        return f"the type of the {kind.title} has {low:g} to {high:g} points, not {wanted.size:g}"
    if wanted.lines and kind != WORKING:
        return f"the {kind.title} has no numbers of lines: only the {WORKING.title} has"
    return ""
