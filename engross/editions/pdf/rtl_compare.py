"""Text read back out of a file that runs from right to left, held line by line against the text that should be there.

A page keeps such a line as it looks: what a reader of the file copies is turned round in each reader's own way. So
a line is compared as it looks. What should stand on it is set in order by the Unicode Bidirectional Algorithm
(UAX 9), the characters that do by their places, and the two are read from right to left.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator

from bidi import get_display

from engross.grammars.pdfium import join_surrogates
from engross.model.text import fold

FOLDED_BRACKETS = str.maketrans(")]}>»›”’", "([{<«‹“‘")  # a font turns some round and others not
VOWEL_SIGN = re.compile(
    "[\u064b-\u065f\u0670]"
)  # vowel signs, which stand above the line and are read where they stand
PRESENTATION_FORM = re.compile("[\ufb50-\ufdff\ufe70-\ufefc]")  # Arabic presentation forms
ISOLATE_START, ISOLATE_END = "\u2066", "\u2069"  # what runs from left to right, on how many lines it may be
RAISED_POINTS = 7.5  # points that a call may stand above its line; lines are further apart

PlacedCharacter = tuple[str, float, float]  # a character and where it stands, in points


def match_rtl_lines(pages: Iterable[list[PlacedCharacter]], due: str) -> str:
    """The text of a stream, folded: each line as ``due`` has it where it looks as it should, else as it looks.

    ``pages``: the characters of each page in the order of its content. ``due``: the text with its spaces.
    """
    out: list[str] = []
    at, opened = 0, ""
    for line in (line for page in pages for line in split_page_lines(page)):
        end = _find_line_end(due, at, len(_fold_letters(_join_characters(line))))
        piece = opened + due[at:end]
        out.append(fold(piece) if is_drawn_as(line, piece) else fold(_join_characters(_sort_right_to_left(line))))
        at, opened = end, ISOLATE_START if piece.count(ISOLATE_START) > piece.count(ISOLATE_END) else ""
    return "".join(out)


def split_page_lines(page: Iterable[PlacedCharacter]) -> Iterator[list[PlacedCharacter]]:
    """The characters of a page line by line; calls and vowel signs stand on the line whose letters they are beside."""
    line: list[PlacedCharacter] = []
    heights: Counter[float] = Counter()
    for one in page:
        if line and abs(one[2] - heights.most_common(1)[0][0]) > RAISED_POINTS:
            yield line
            line, heights = [], Counter()
        line.append(one)
        heights[one[2]] += 1
    if line:
        yield line


def is_drawn_as(line: list[PlacedCharacter], due: str) -> bool:
    """Whether the characters of a line stand as those of ``due`` should; vowel signs are only counted."""
    signs = Counter(VOWEL_SIGN.findall(_join_characters(line))) == Counter(VOWEL_SIGN.findall(due))
    shown = get_display(VOWEL_SIGN.sub("", due).replace("\n", " ").strip(), base_dir="R")[::-1]
    return signs and _fold_brackets(_join_characters(_sort_right_to_left(line))) == _fold_brackets(shown)


def has_all_characters(text: str, due: str) -> bool:
    """Whether ``text`` has all the characters of ``due`` (folded), in whatever order."""
    return not Counter(due.translate(FOLDED_BRACKETS)) - Counter(fold(text).translate(FOLDED_BRACKETS))


def _sort_right_to_left(line: list[PlacedCharacter]) -> list[PlacedCharacter]:
    """A line's characters from right to left; those of one glyph in the order that its script runs in (لا, fi)."""
    order = sorted(range(len(line)), key=lambda n: (-line[n][1], -n if line[n][0].isascii() else n))
    return [line[n] for n in order]


def _join_characters(line: list[PlacedCharacter]) -> str:
    """The characters of a line; PDFium gives those beyond U+FFFF as two halves (UTF-16)."""
    said = "".join(character for character, _, _ in line)
    return join_surrogates(said)


def _fold_letters(text: str) -> str:
    """A text folded, without vowel signs; letters in one of their four shapes are the letters, as PDFium reads them."""
    return VOWEL_SIGN.sub("", fold(PRESENTATION_FORM.sub(lambda one: unicodedata.normalize("NFKC", one[0]), text)))


def _fold_brackets(text: str) -> str:
    return _fold_letters(text).translate(FOLDED_BRACKETS)


def _find_line_end(due: str, start: int, length: int) -> int:
    """Where as many characters of ``due`` as a line has end, spaces and vowel signs not counted; signs after it too."""
    at = start
    while at < len(due) and (length or not _fold_letters(due[at])):
        length -= len(_fold_letters(due[at]))
        at += 1
    return at
