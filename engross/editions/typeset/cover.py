"""Set the cover: each text as large as its box allows, so its lines are measured and broken here.

Lengths are in the cover's own units, a page of 1200 by 1800. No font is read: the width of a text is estimated by
classes of characters, rather too wide than too narrow.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from engross.editions.typeset.han_gaps import space_text
from engross.editions.typeset.ties import JOINER, NO_BREAK_SPACE, PRINT_JOINTS, tie_text
from engross.editions.typeset.title_words import join_title_text
from engross.grammars.author import name_author
from engross.grammars.language import Language, load_language
from engross.model.book import Book
from engross.model.text import spell_title

COVER_WIDTH, COVER_HEIGHT, COVER_EDGE, BAND_HEIGHT = 1200, 1800, 100, 700
LINE_MEASURE = COVER_WIDTH - 2 * COVER_EDGE
LEADING_EM = 1.35  # baseline to baseline, in em
NARROWING_STEP_EM = 0.1  # how much shorter lines are tried in each step, in em

# The estimated widths of classes of characters, in em.
WIDE_EM, CAPITAL_EM, OTHER_EM, THIN_EM = 1.0, 0.78, 0.6, 0.45
THIN_CHARACTERS = frozenset("/.,:;'’‘()-1iIjl")

# A piece that no line may break: a wide character or a word, with the brackets and marks beside it.
UNBREAKABLE_PIECE = re.compile(
    r"[（《「『“‘〈(\[]*(?:[\u3000-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]|[^\s\u2e80-\u9fff]+)[，。、；：！？）》」』”’〉)\]]*\s*"
)
UNBREAKABLE_SYMBOL_PIECE = re.compile(r"[^/\s-]+[/\s-]*")


@dataclass(frozen=True, slots=True)
class FittedLines:
    """A text broken into lines, its font size, its leading, and the first baseline from the top of the page."""

    lines: tuple[str, ...]
    size: int
    leading: int
    top: int


@dataclass(frozen=True, slots=True)
class Cover:
    """The lines of a cover and the measures they are set in."""

    organ: FittedLines
    symbol: FittedLines
    title: FittedLines
    foot: FittedLines
    width: int = COVER_WIDTH
    height: int = COVER_HEIGHT
    edge: int = COVER_EDGE
    band: int = BAND_HEIGHT


@dataclass(frozen=True, slots=True)
class _CoverBox:
    """A box for a text: its top, its height, the sizes to try, largest first, and the least size for a single line."""

    top: int
    height: int
    sizes: tuple[int, ...]
    single: int = COVER_WIDTH


ORGAN_BOX = _CoverBox(90, 180, (72, 60, 48))
SYMBOL_BOX = _CoverBox(300, 360, (190, 160, 145, 130, 115, 105, 85, 70), single=105)
TITLE_BOX = _CoverBox(BAND_HEIGHT + 90, 790, (84, 72, 62, 54, 47, 40, 34, 28))
FOOT_BOX = _CoverBox(1670, 60, (44,))


def set_cover(book: Book) -> Cover:
    """Return the cover of ``book``: organ, symbol, title and language, each as large as its box allows."""
    resolution, words = book.resolution, load_language(book.resolution.language)
    symbol = UNBREAKABLE_SYMBOL_PIECE.findall(str(resolution.symbol))
    return _fit_cover(name_author(resolution, words), symbol, spell_title(resolution.full_title), words)


def set_compilation_cover(organ: str, session: str, title: str, words: Language) -> Cover:
    """Return the cover of the book of a session, or of one of its sections, which has ``title``."""
    return _fit_cover(organ, UNBREAKABLE_PIECE.findall(session), title, words)


def _fit_cover(organ: str, large: Sequence[str], title: str, words: Language) -> Cover:
    return Cover(
        fit_lines(UNBREAKABLE_PIECE.findall(organ), ORGAN_BOX),
        fit_lines(large, SYMBOL_BOX),
        fit_lines(_part_title(title, words), TITLE_BOX),
        fit_lines((words.word("language", "name"),), FOOT_BOX),
    )


def _part_title(title: str, language: Language) -> list[str]:
    """Return the pieces of a title, with gaps between Han and figures; a number stays with the word behind it."""
    tied = join_title_text(tie_text(space_text(title, language), language, PRINT_JOINTS), language)
    pieces: list[str] = []
    for piece in UNBREAKABLE_PIECE.findall(tied):
        if pieces and (pieces[-1].endswith((JOINER, NO_BREAK_SPACE)) or piece.startswith(JOINER)):
            pieces[-1] += piece
        else:
            pieces.append(piece)
    return [piece.replace(JOINER, "") for piece in pieces]


def fit_lines(pieces: Sequence[str], box: _CoverBox) -> FittedLines:
    """Break the pieces into lines at the largest size that the box can hold; at the smallest if it can hold none.

    A size of at least ``box.single`` that needs one line is preferred to larger sizes that need several.
    """
    tried = [(size, _balance_lines(pieces, LINE_MEASURE / size)) for size in box.sizes]
    held = [(size, lines) for size, lines in tried if _can_hold(box, size, lines)]
    single = [(size, lines) for size, lines in held if len(lines) == 1 and size >= box.single]
    size, lines = (*single, *held, tried[-1])[0]
    return FittedLines(lines, size, round(size * LEADING_EM), box.top + size)


def _can_hold(box: _CoverBox, size: int, lines: tuple[str, ...]) -> bool:
    return len(lines) * size * LEADING_EM <= box.height and all(width_of(line) * size <= LINE_MEASURE for line in lines)


def _balance_lines(pieces: Sequence[str], measure: float) -> tuple[str, ...]:
    """Break the pieces into as few lines as ``measure`` em allows, and make these as even as possible."""
    lines = _break_lines(pieces, measure)
    while len(narrower := _break_lines(pieces, max(map(width_of, lines)) - NARROWING_STEP_EM)) == len(lines):
        if max(map(width_of, narrower)) >= max(map(width_of, lines)):
            break
        lines = narrower
    return lines


def _break_lines(pieces: Sequence[str], measure: float) -> tuple[str, ...]:
    """Break the pieces into lines of at most ``measure`` em; only a single piece may be longer."""
    lines, width = [""], 0.0
    for piece in pieces:
        if lines[-1] and width + width_of(piece.rstrip()) > measure:
            lines, width = [*lines, ""], 0.0
        lines[-1] += piece
        width += width_of(piece)
    return tuple(line.rstrip() for line in lines)


def width_of(text: str) -> float:
    """Return the estimated width of a text in em."""
    return sum(_character_width(character) for character in text)


def _character_width(character: str) -> float:
    if unicodedata.east_asian_width(character) in "WF":
        return WIDE_EM
    if character in THIN_CHARACTERS:
        return THIN_EM
    return CAPITAL_EM if character.isupper() else OTHER_EM
