"""A baseline of a page to the pieces that stand in a table's columns."""

from __future__ import annotations

from dataclasses import dataclass, replace

from engross.structure.pdf.glyphs import Glyph

HANG = 2.0  # pt that a letter may reach beyond its column
GAP = 1.0  # em: a gap that parts columns where no rule shows them
WIDEST = 1.5  # em: a gap that parts words wherever the edges are
CUT = 0.4  # em: a gap that parts the words of two columns at their edge
SPACE = 0.15  # em: a gap between two words
HAN = 0x2E80  # from there on characters are words, and no space parts them


@dataclass(frozen=True, slots=True)
class Printed:
    """The characters of one baseline from left to right, with the spaces among them, and the size of the first."""

    glyphs: tuple[Glyph, ...]
    base: float
    size: float

    @property
    def drawn(self) -> list[Glyph]:
        """The characters that show."""
        return [glyph for glyph in self.glyphs if glyph.text.strip()]

    @property
    def left(self) -> float:
        """Where it begins, in pt."""
        return self.drawn[0].left

    @property
    def right(self) -> float:
        """Where it ends, in pt."""
        return max(glyph.right for glyph in self.drawn)

    @property
    def words(self) -> list[tuple[float, float]]:
        """From where to where its words go, in pt."""
        out: list[tuple[float, float]] = []
        for glyph in self.drawn:
            if out and glyph.left - out[-1][1] < SPACE * glyph.size:
                out[-1] = (out[-1][0], max(out[-1][1], glyph.right))
            else:
                out.append((glyph.left, glyph.right))
        return out

    def pieces(self, edges: tuple[float, ...]) -> list[Printed]:
        """What gaps part: wide ones, or those at which an edge of ``edges`` stands."""
        out: list[list[Glyph]] = []
        end = None
        for glyph in self.glyphs:
            if glyph.text.strip():
                if end is None or _parts(end, glyph, edges):
                    out.append([])
                end = glyph.right
            if out:
                out[-1].append(glyph)
        return [replace(self, glyphs=tuple(piece)) for piece in out]


def _parts(end: float, glyph: Glyph, edges: tuple[float, ...]) -> bool:
    gap = glyph.left - end
    if not edges or gap > WIDEST * glyph.size:
        return gap > GAP * glyph.size
    return gap > CUT * glyph.size and any(end - HANG <= edge <= glyph.left + HANG for edge in edges)


def columns(piece: Printed, edges: tuple[float, ...]) -> range:
    """The columns that a piece of a line reaches into."""
    first = sum(edge <= piece.left + HANG for edge in edges[1:-1])
    last = sum(edge < piece.right - HANG for edge in edges[1:-1])
    return range(first, max(first, last) + 1)
