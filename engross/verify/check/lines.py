"""Split a finished PDF's paragraphs into lines as they are drawn; for languages written from left to right."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path

from engross.grammars.pdfium import join_surrogates
from engross.verify.check.pdf_file import PdfElement, PdfGlyph, PrintedPdf, UnmeasurableError, open_print
from engross.verify.check.reported import has_two_languages

# Elements whose text is broken into lines; cells, whose lines have a measure of their own.
BLOCK_ROLES = frozenset({"P", "H1", "H2", "H3", "H4", "H5", "H6", "LBody", "TD", "TH", "Caption"})
CELL_ROLES = frozenset({"TD", "TH"})
NOTE_ROLE, CALL_ROLE = "Note", "Reference"
PART_ROLE = "Part"  # a document that is bound with others
CHINESE = "zh"
LINE_DROP_PT = 3.0  # points: a line stands at least this far below the one before; a subscript does not
INVISIBLE_CHARACTERS = dict.fromkeys(map(ord, "\u2060\u200b\ufeff\ufffe\u00ad"))


@dataclass(frozen=True, slots=True)
class PdfLine:
    """A line: its text, whether it begins with a call, its page, the left and right edges of its last glyph, in pt.

    ``words``: its text without calls.
    """

    text: str
    words: str
    called: bool
    page: int
    last: float
    end: float


@dataclass(frozen=True, slots=True)
class PdfBlock:
    """A paragraph, heading or cell: its lines, their alignment, the number of the cell it stands in, 0 for none."""

    lines: tuple[PdfLine, ...]
    align: str
    cell: int


def open_chinese_print(path: Path) -> PrintedPdf | None:
    """Return the PDF at ``path``; None if it is in another language, or in two, or has no structure."""
    try:
        printed = open_print(path)
    except UnmeasurableError:
        return None
    return printed if printed.language.startswith(CHINESE) and not has_two_languages(path) else None


def find_text_blocks(printed: PrintedPdf) -> tuple[PdfBlock, ...]:
    """Return the blocks of Chinese text of a document; a note's blocks follow the block that calls it.

    Documents in other languages that are bound with it have lines of other rules.
    """
    return tuple(_find_blocks(printed.document, 0, "", count(1)))


def _find_blocks(element: PdfElement, cell: int, align: str, cell_numbers: Iterator[int]) -> Iterator[PdfBlock]:
    if element.role == PART_ROLE and element.language and not element.language.startswith(CHINESE):
        return
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
    """Yield the glyphs of a block, without those of blocks and notes in it, each with whether it belongs to a call."""
    for kid in element.kids:
        if isinstance(kid, PdfGlyph):
            yield kid, called
        elif isinstance(kid, PdfElement) and kid.role not in BLOCK_ROLES and kid.role != NOTE_ROLE:
            yield from _own_glyphs(kid, called=called or kid.role == CALL_ROLE)


def _split_into_lines(glyphs: list[tuple[PdfGlyph, bool]]) -> Iterator[PdfLine]:
    """Split glyphs into lines: a new one begins on a new page, or further left and lower than the glyph before."""
    line: list[tuple[PdfGlyph, bool]] = []
    lowest = 0.0
    for glyph, called in glyphs:
        before = line[-1][0] if line else None
        if before and (glyph.page != before.page or (glyph.left < before.left and glyph.base < lowest - LINE_DROP_PT)):
            yield _make_line(line)
            line, before = [], None
        lowest = min(lowest, glyph.base) if before else glyph.base
        line.append((glyph, called))
    if line:
        yield _make_line(line)


def _make_line(glyphs: list[tuple[PdfGlyph, bool]]) -> PdfLine:
    last = next((glyph for glyph, _ in reversed(glyphs) if glyph.text.strip()), glyphs[-1][0])
    line = PdfLine(
        _join_glyphs(g for g, _ in glyphs), "", glyphs[0][1], last.page, last.left, max(last.right, last.left)
    )
    return replace(line, words=_join_glyphs(glyph for glyph, called in glyphs if not called))


def _join_glyphs(glyphs: Iterator[PdfGlyph]) -> str:
    halves = "".join(glyph.text for glyph in glyphs)
    return join_surrogates(halves).translate(INVISIBLE_CHARACTERS)
