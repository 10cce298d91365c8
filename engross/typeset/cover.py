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
LEADING = 1.35  # line to line, in em

# Characters by their width in em, on the wide side.
WIDE, CAPITAL, OTHER = 1.0, 0.78, 0.6

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
    """A place for a text: its top, its height, the sizes to try, largest first."""

    top: int
    height: int
    sizes: tuple[int, ...]


ORGAN = _Box(90, 180, (72, 60, 48))
SYMBOL = _Box(300, 360, (190, 160, 130, 105, 85, 70))
TITLE = _Box(BAND + 90, 790, (84, 72, 62, 54, 47, 40, 34, 28))
FOOT = _Box(1670, 60, (44,))


def cover(book: Book) -> Cover:
    """The cover of ``book``: organ, symbol, title, language, each as large as its place allows."""
    resolution, words = book.resolution, language(book.resolution.language)
    organ = resolution.masthead.organ or words.word("organs", resolution.organ)
    return Cover(
        _fit(PIECE.findall(organ), ORGAN),
        _fit(SYMBOL_PIECE.findall(str(resolution.symbol)), SYMBOL),
        _fit(PIECE.findall(title_text(resolution.full_title)), TITLE),
        _fit((words.word("language", "name"),), FOOT),
    )


def _fit(pieces: Sequence[str], box: _Box) -> Lines:
    """The pieces in lines at the largest size that the box can hold; at the smallest where none can."""
    for size in box.sizes:
        lines = _broken(pieces, (WIDTH - 2 * EDGE) / size)
        if len(lines) * size * LEADING <= box.height and all(
            _measure(line) * size <= WIDTH - 2 * EDGE for line in lines
        ):
            break
    return Lines(lines, size, round(size * LEADING), box.top + size)


def _broken(pieces: Sequence[str], measure: float) -> tuple[str, ...]:
    """The pieces in lines no longer than ``measure`` em, where that can be."""
    lines = [""]
    for piece in pieces:
        if lines[-1] and _measure(lines[-1] + piece.rstrip()) > measure:
            lines.append("")
        lines[-1] += piece
    return tuple(line.rstrip() for line in lines)


def _measure(text: str) -> float:
    """The length of a text in em."""
    return sum(_width(character) for character in text)


def _width(character: str) -> float:
    if unicodedata.east_asian_width(character) in "WF":
        return WIDE
    return CAPITAL if character.isupper() else OTHER
