"""A baseline of a page to the pieces that stand in a table's columns."""

from __future__ import annotations

from dataclasses import dataclass, replace

from engross.readers.pdf.glyphs import SourceGlyph

COLUMN_OVERHANG_PT = 2.0  # pt that a letter may reach beyond its column
UNRULED_GAP_EM = 1.0  # em: a gap that parts columns where no rule shows them
WIDE_GAP_EM = 1.5  # em: a gap that parts words wherever the edges are
EDGE_GAP_EM = 0.4  # em: a gap that parts the words of two columns at their edge
WORD_GAP_EM = 0.15  # em: a gap between two words
FIRST_HAN = 0x2E80  # from there on characters are words, and no space parts them


@dataclass(frozen=True, slots=True)
class TextLine:
    """The characters of one baseline from left to right, with the spaces among them, and the size of the first."""

    glyphs: tuple[SourceGlyph, ...]
    base: float
    size: float

    @property
    def visible_glyphs(self) -> list[SourceGlyph]:
        """The characters that show."""
        return [glyph for glyph in self.glyphs if glyph.text.strip()]

    @property
    def left(self) -> float:
        """Where it begins, in pt."""
        return self.visible_glyphs[0].left

    @property
    def right(self) -> float:
        """Where it ends, in pt."""
        return max(glyph.right for glyph in self.visible_glyphs)

    @property
    def word_spans(self) -> list[tuple[float, float]]:
        """From where to where its words go, in pt."""
        out: list[tuple[float, float]] = []
        for glyph in self.visible_glyphs:
            if out and glyph.left - out[-1][1] < WORD_GAP_EM * glyph.size:
                out[-1] = (out[-1][0], max(out[-1][1], glyph.right))
            else:
                out.append((glyph.left, glyph.right))
        return out

    def split_at_gaps(self, edges: tuple[float, ...]) -> list[TextLine]:
        """What gaps part: wide ones, or those at which an edge of ``edges`` stands."""
        out: list[list[SourceGlyph]] = []
        end = None
        for glyph in self.glyphs:
            if glyph.text.strip():
                if end is None or _is_parting_gap(end, glyph, edges):
                    out.append([])
                end = glyph.right
            if out:
                out[-1].append(glyph)
        return [replace(self, glyphs=tuple(piece)) for piece in out]


def _is_parting_gap(end: float, glyph: SourceGlyph, edges: tuple[float, ...]) -> bool:
    gap = glyph.left - end
    if not edges or gap > WIDE_GAP_EM * glyph.size:
        return gap > UNRULED_GAP_EM * glyph.size
    return gap > EDGE_GAP_EM * glyph.size and any(
        end - COLUMN_OVERHANG_PT <= edge <= glyph.left + COLUMN_OVERHANG_PT for edge in edges
    )


def find_columns(piece: TextLine, edges: tuple[float, ...]) -> range:
    """The columns that a piece of a line reaches into."""
    first = sum(edge <= piece.left + COLUMN_OVERHANG_PT for edge in edges[1:-1])
    last = sum(edge < piece.right - COLUMN_OVERHANG_PT for edge in edges[1:-1])
    return range(first, max(first, last) + 1)
