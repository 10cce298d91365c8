"""A finished PDF to the lines of its paragraphs, as they are drawn; for languages that run from left to right."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path

from engross.verify.check.pdf_file import PdfElement, PdfGlyph, PrintedPdf, UnmeasurableError, open_print

# Elements whose text is broken into lines, and those in which such lines have a measure of their own.
BLOCK_ROLES = frozenset({"P", "H1", "H2", "H3", "H4", "H5", "H6", "LBody", "TD", "TH", "Caption"})
CELL_ROLES = frozenset({"TD", "TH"})
NOTE_ROLE, CALL_ROLE = "Note", "Reference"
LINE_DROP_PT = 3.0  # points that a line stands below the one before, at least; a subscript less
INVISIBLE_CHARACTERS = dict.fromkeys(map(ord, "\u2060\u200b\ufeff\ufffe\u00ad"))


@dataclass(frozen=True, slots=True)
class PdfLine:
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
class PdfBlock:
    """A paragraph, heading or cell: its lines; how they are aligned; the number of its cell, 0 for none."""

    lines: tuple[PdfLine, ...]
    align: str
    cell: int


def open_chinese_print(path: Path) -> PrintedPdf | None:
    """The PDF at ``path``; None for one in another language, and where it tells no structure."""
    try:
        printed = open_print(path)
    except UnmeasurableError:
        return None
    return printed if printed.language.startswith("zh") else None


def find_text_blocks(printed: PrintedPdf) -> tuple[PdfBlock, ...]:
    """The blocks of text of a document, each note's own behind the block that calls it."""
    return tuple(_find_blocks(printed.document, 0, "", count(1)))


def _find_blocks(element: PdfElement, cell: int, align: str, cell_numbers: Iterator[int]) -> Iterator[PdfBlock]:
    cell = next(cell_numbers) if element.role in CELL_ROLES else cell
    align = element.align or align
    if element.role in BLOCK_ROLES:
        lines = tuple(_split_into_lines(list(_own_glyphs(element, called=False))))
        if lines:
            yield PdfBlock(lines, align, cell)
    for kid in element.kids:
        if isinstance(kid, PdfElement):
            yield from _find_blocks(kid, cell, align, cell_numbers)


def _own_glyphs(element: PdfElement, *, called: bool) -> Iterator[tuple[PdfGlyph, bool]]:
    """The glyphs of a block without those of blocks and notes in it, each with whether it is of a call."""
    for kid in element.kids:
        if isinstance(kid, PdfGlyph):
            yield kid, called
        elif isinstance(kid, PdfElement) and kid.role not in BLOCK_ROLES and kid.role != NOTE_ROLE:
            yield from _own_glyphs(kid, called=called or kid.role == CALL_ROLE)


def _split_into_lines(glyphs: list[tuple[PdfGlyph, bool]]) -> Iterator[PdfLine]:
    """The lines that glyphs make: another begins on another page, or further left and lower."""
    here: list[tuple[PdfGlyph, bool]] = []
    low = 0.0
    for glyph, called in glyphs:
        before = here[-1][0] if here else None
        if before and (glyph.page != before.page or (glyph.left < before.left and glyph.base < low - LINE_DROP_PT)):
            yield _make_line(here)
            here, before = [], None
        low = min(low, glyph.base) if before else glyph.base
        here.append((glyph, called))
    if here:
        yield _make_line(here)


def _make_line(glyphs: list[tuple[PdfGlyph, bool]]) -> PdfLine:
    last = next((glyph for glyph, _ in reversed(glyphs) if glyph.text.strip()), glyphs[-1][0])
    line = PdfLine(
        _join_glyphs(g for g, _ in glyphs), "", glyphs[0][1], last.page, last.left, max(last.right, last.left)
    )
    return replace(line, words=_join_glyphs(glyph for glyph, called in glyphs if not called))


def _join_glyphs(glyphs: Iterator[PdfGlyph]) -> str:
    halves = "".join(glyph.text for glyph in glyphs)
    return halves.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace").translate(INVISIBLE_CHARACTERS)
