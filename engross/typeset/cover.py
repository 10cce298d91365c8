"""A Book to the lines of its cover: a vector picture cannot break lines, so they are measured and broken here.

Lengths are in the picture's own units, a page of 1200 by 1800; text is measured by classes of characters, on the
wide side, because the reader's font is not known.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from engross.book import Book
from engross.language import language
from engross.text import title_text

WIDTH, HEIGHT, EDGE, BAND = 1200, 1800, 100, 700
MEASURE = WIDTH - 2 * EDGE
LEADING = 1.35  # line to line, in em
TENTH = 0.1  # em by which lines are tried shorter

# Characters by their width in em, on the wide side.
WIDE, CAPITAL, OTHER, THIN = 1.0, 0.78, 0.6, 0.45
THIN_ONES = frozenset("/.,:;'’‘()-1iIjl")

# A piece that no line may break: a wide character or a word, with the marks that cling to it.
PIECE = re.compile(
    r"[（《「『“‘〈(\[]*(?:[\u3000-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]|[^\s\u2e80-\u9fff]+)[，。、；：！？）》」』”’〉)\]]*\s*"
)
SYMBOL_PIECE = re.compile(r"[^/\s-]+[/\s-]*")


@dataclass(frozen=True, slots=True)
class Lines:
    """A text broken into lines: font size, line to line, the first baseline from the top of the page."""

    lines: tuple[str, ...]
    size: int
    leading: int
    top: int


@dataclass(frozen=True, slots=True)
class Cover:
    """The lines of a cover and the measures they are set in."""

    organ: Lines
    symbol: Lines
    title: Lines
    foot: Lines
    width: int = WIDTH
    height: int = HEIGHT
    edge: int = EDGE
    band: int = BAND


@dataclass(frozen=True, slots=True)
class _Box:
    """A place for a text: its top, its height, the sizes to try, largest first, the least one worth a single line."""

    top: int
    height: int
    sizes: tuple[int, ...]
    single: int = WIDTH


ORGAN = _Box(90, 180, (72, 60, 48))
SYMBOL = _Box(300, 360, (190, 160, 145, 130, 115, 105, 85, 70), single=105)
TITLE = _Box(BAND + 90, 790, (84, 72, 62, 54, 47, 40, 34, 28))
FOOT = _Box(1670, 60, (44,))


def cover(book: Book) -> Cover:
    """The cover of ``book``: organ, symbol, title, language, each as large as its place allows."""
    resolution, words = book.resolution, language(book.resolution.language)
    organ = resolution.masthead.organ or words.word("organs", resolution.organ)
    return Cover(
        fit_lines(PIECE.findall(organ), ORGAN),
        fit_lines(SYMBOL_PIECE.findall(str(resolution.symbol)), SYMBOL),
        fit_lines(PIECE.findall(title_text(resolution.full_title)), TITLE),
        fit_lines((words.word("language", "name"),), FOOT),
    )


def fit_lines(pieces: Sequence[str], box: _Box) -> Lines:
    """The pieces in lines at the largest size that the box can hold; at the smallest where none can.

    A size that holds them in one line goes before larger ones that do not, as far as the box asks for it.
    """
    tried = [(size, _balanced(pieces, MEASURE / size)) for size in box.sizes]
    held = [(size, lines) for size, lines in tried if _holds(box, size, lines)]
    single = [(size, lines) for size, lines in held if len(lines) == 1 and size >= box.single]
    size, lines = (*single, *held, tried[-1])[0]
    return Lines(lines, size, round(size * LEADING), box.top + size)


def _holds(box: _Box, size: int, lines: tuple[str, ...]) -> bool:
    return len(lines) * size * LEADING <= box.height and all(width_of(line) * size <= MEASURE for line in lines)


def _balanced(pieces: Sequence[str], measure: float) -> tuple[str, ...]:
    """The pieces in as few lines as ``measure`` em allows, and these as even as can be."""
    lines = _broken(pieces, measure)
    while len(narrower := _broken(pieces, max(map(width_of, lines)) - TENTH)) == len(lines):
        if max(map(width_of, narrower)) >= max(map(width_of, lines)):
            break
        lines = narrower
    return lines


def _broken(pieces: Sequence[str], measure: float) -> tuple[str, ...]:
    """The pieces in lines no longer than ``measure`` em, where that can be."""
    lines = [""]
    for piece in pieces:
        if lines[-1] and width_of(lines[-1] + piece.rstrip()) > measure:
            lines.append("")
        lines[-1] += piece
    return tuple(line.rstrip() for line in lines)


def width_of(text: str) -> float:
    """The length of a text in em."""
    return sum(_width(character) for character in text)


def _width(character: str) -> float:
    if unicodedata.east_asian_width(character) in "WF":
        return WIDE
    if character in THIN_ONES:
        return THIN
    return CAPITAL if character.isupper() else OTHER
