"""A baseline of a page, and its split into the pieces that stand in the columns of a table."""

from __future__ import annotations

from dataclasses import dataclass, replace

from engross.readers.pdf.glyphs import SourceGlyph

COLUMN_OVERHANG_PT = 2.0  # pt that a letter may reach beyond its column
UNRULED_GAP_EM = 1.0  # em: a gap that separates columns where no rule shows them
WIDE_GAP_EM = 1.5  # em: a gap that separates pieces wherever the edges are
EDGE_GAP_EM = 0.4  # em: a gap that separates the words of two columns at their edge
WORD_GAP_EM = 0.15  # em: a gap between two words
FIRST_HAN = 0x2E80  # from here on a character is a word, and no spaces separate words


@dataclass(frozen=True, slots=True)
class TextLine:
    """The characters of one baseline from left to right, with the spaces between; ``base`` and ``size`` in pt."""

    glyphs: tuple[SourceGlyph, ...]
    base: float
    size: float

    @property
    def visible_glyphs(self) -> list[SourceGlyph]:
        """The characters that are no white space."""
        return [glyph for glyph in self.glyphs if glyph.text.strip()]

    @property
    def left(self) -> float:
        """The left edge in pt."""
        return self.visible_glyphs[0].left

    @property
    def right(self) -> float:
        """The right edge in pt."""
        return max(glyph.right for glyph in self.visible_glyphs)

    @property
    def word_spans(self) -> list[tuple[float, float]]:
        """The left and right edges of its words, in pt."""
        spans: list[tuple[float, float]] = []
        for glyph in self.visible_glyphs:
            if spans and glyph.left - spans[-1][1] < WORD_GAP_EM * glyph.size:
                spans[-1] = (spans[-1][0], max(spans[-1][1], glyph.right))
            else:
                spans.append((glyph.left, glyph.right))
        return spans

    def split_at_gaps(self, edges: tuple[float, ...]) -> list[TextLine]:
        """Split it at wide gaps, and at narrow ones at one of the ``edges``; without edges, at medium gaps."""
        pieces: list[list[SourceGlyph]] = []
        end = None
        for glyph in self.glyphs:
            if glyph.text.strip():
                if end is None or _is_parting_gap(end, glyph, edges):
                    pieces.append([])
                end = glyph.right
            if pieces:
                pieces[-1].append(glyph)
        return [replace(self, glyphs=tuple(piece)) for piece in pieces]


def _is_parting_gap(end: float, glyph: SourceGlyph, edges: tuple[float, ...]) -> bool:
    """Return whether the gap between ``end`` and a glyph separates two pieces."""
    gap = glyph.left - end
    if not edges or gap > WIDE_GAP_EM * glyph.size:
        return gap > UNRULED_GAP_EM * glyph.size
    return gap > EDGE_GAP_EM * glyph.size and any(
        end - COLUMN_OVERHANG_PT <= edge <= glyph.left + COLUMN_OVERHANG_PT for edge in edges
    )


def find_columns(piece: TextLine, edges: tuple[float, ...]) -> range:
    """Return the columns that a piece of a line reaches into."""
    first = sum(edge <= piece.left + COLUMN_OVERHANG_PT for edge in edges[1:-1])
    last = sum(edge < piece.right - COLUMN_OVERHANG_PT for edge in edges[1:-1])
    return range(first, max(first, last) + 1)
