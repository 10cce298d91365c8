"""A finished PDF to the lines of its paragraphs, as they are drawn; for languages that run from left to right."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from engross.check.printed import Element, Glyph, Printed, UnmeasurableError, open_print

# Elements whose text is broken into lines, and those in which such lines have a measure of their own.
BLOCKS = frozenset({"P", "H1", "H2", "H3", "H4", "H5", "H6", "LBody", "TD", "TH", "Caption"})
CELLS = frozenset({"TD", "TH"})
NOTE, CALL = "Note", "Reference"
DROP = 3.0  # points that a line stands below the one before, at least; a subscript less
INVISIBLE = dict.fromkeys(map(ord, "\u2060\u200b\ufeff\ufffe\u00ad"))


@dataclass(frozen=True, slots=True)
class Line:
    """A line: what stands in it, whether a call begins it, its page, where its last glyph begins and ends, in points.

    ``words`` is its text without calls.
    """

    text: str
    words: str
    called: bool
    page: int
    last: float
    end: float


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, heading or cell: its lines; how they are aligned; the cell it is in, 0 for none."""

    lines: tuple[Line, ...]
    align: str
    cell: int


def chinese(path: Path) -> Printed | None:
    """The PDF at ``path``; None for one in another language, and where it tells no structure."""
    try:
        printed = open_print(path)
    except UnmeasurableError:
        return None
    return printed if printed.language.startswith("zh") else None


def blocks(printed: Printed) -> tuple[Block, ...]:
    """The blocks of text of a document, each note's own behind the block that calls it."""
    return tuple(_blocks(printed.document, 0, ""))


def _blocks(element: Element, cell: int, align: str) -> Iterator[Block]:
    cell = id(element) if element.role in CELLS else cell
    align = element.align or align
    if element.role in BLOCKS:
        lines = tuple(_lines(list(_own(element, called=False))))
        if lines:
            yield Block(lines, align, cell)
    for kid in element.kids:
        if isinstance(kid, Element):
            yield from _blocks(kid, cell, align)


def _own(element: Element, *, called: bool) -> Iterator[tuple[Glyph, bool]]:
    """The glyphs of a block without those of blocks and notes in it, each with whether it is of a call."""
    for kid in element.kids:
        if isinstance(kid, Glyph):
            yield kid, called
        elif isinstance(kid, Element) and kid.role not in BLOCKS and kid.role != NOTE:
            yield from _own(kid, called=called or kid.role == CALL)


def _lines(glyphs: list[tuple[Glyph, bool]]) -> Iterator[Line]:
    """The lines that glyphs make: another begins on another page, or further left and lower."""
    here: list[tuple[Glyph, bool]] = []
    low = 0.0
    for glyph, called in glyphs:
        before = here[-1][0] if here else None
        if before and (glyph.page != before.page or (glyph.left < before.left and glyph.base < low - DROP)):
            yield _line(here)
            here, before = [], None
        low = min(low, glyph.base) if before else glyph.base
        here.append((glyph, called))
    if here:
        yield _line(here)


def _line(glyphs: list[tuple[Glyph, bool]]) -> Line:
    last = next((glyph for glyph, _ in reversed(glyphs) if glyph.text.strip()), glyphs[-1][0])
    line = Line(_text(g for g, _ in glyphs), "", glyphs[0][1], last.page, last.left, max(last.right, last.left))
    return replace(line, words=_text(glyph for glyph, called in glyphs if not called))


def _text(glyphs: Iterator[Glyph]) -> str:
    halves = "".join(glyph.text for glyph in glyphs)
    return halves.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace").translate(INVISIBLE)
