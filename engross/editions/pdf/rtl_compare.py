"""Compare right-to-left text read back out of a file, line by line, with the text that should be there.

A page holds such a line in visual order, and each reader turns it round in its own way when text is copied. So lines
are compared in visual order: the expected text is ordered by the Unicode Bidirectional Algorithm (UAX 9), the
extracted characters by their places, both from right to left.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator

from bidi import get_display

from engross.grammars.pdfium import join_surrogates
from engross.model.text import fold

FOLDED_BRACKETS = str.maketrans(")]}>»›”’", "([{<«‹“‘")  # a font mirrors some and not others
VOWEL_SIGN = re.compile("[\u064b-\u065f\u0670]")  # above the line; read where they stand
PRESENTATION_FORM = re.compile("[\ufb50-\ufdff\ufe70-\ufefc]")  # Arabic presentation forms
ISOLATE_START, ISOLATE_END = "\u2066", "\u2069"  # around left-to-right text, which may go on over lines
RAISED_POINTS = 7.5  # how far a call may stand above its line; lines are further apart

PlacedCharacter = tuple[str, float, float]  # a character and where it stands, in points


def match_rtl_lines(pages: Iterable[list[PlacedCharacter]], due: str) -> str:
    """Return the folded text of a stream: of each line the expected text if it looks so, else what it looks like.

    ``pages``: the characters of each page in the order of its content. ``due``: the expected text with its spaces.
    """
    texts: list[str] = []
    start, isolate = 0, ""
    for line in (line for page in pages for line in split_page_lines(page)):
        end = _find_line_end(due, start, len(_fold_letters(_join_characters(line))))
        expected = isolate + due[start:end]
        texts.append(
            fold(expected) if is_drawn_as(line, expected) else fold(_join_characters(_sort_right_to_left(line)))
        )
        start, isolate = end, ISOLATE_START if expected.count(ISOLATE_START) > expected.count(ISOLATE_END) else ""
    return "".join(texts)


def split_page_lines(page: Iterable[PlacedCharacter]) -> Iterator[list[PlacedCharacter]]:
    """Split a page's characters into lines; calls and vowel signs stay on the line of the letters beside them."""
    line: list[PlacedCharacter] = []
    heights: Counter[float] = Counter()
    for character in page:
        if line and abs(character[2] - heights.most_common(1)[0][0]) > RAISED_POINTS:
            yield line
            line, heights = [], Counter()
        line.append(character)
        heights[character[2]] += 1
    if line:
        yield line


def is_drawn_as(line: list[PlacedCharacter], due: str) -> bool:
    """Return whether a line's characters stand in the visual order of ``due``; vowel signs are only counted."""
    has_same_signs = Counter(VOWEL_SIGN.findall(_join_characters(line))) == Counter(VOWEL_SIGN.findall(due))
    expected = get_display(VOWEL_SIGN.sub("", due).replace("\n", " ").strip(), base_dir="R")[::-1]
    return has_same_signs and _fold_brackets(_join_characters(_sort_right_to_left(line))) == _fold_brackets(expected)


def has_all_characters(text: str, due: str) -> bool:
    """Return whether ``text`` has all the characters of ``due`` (folded), in any order."""
    return not Counter(due.translate(FOLDED_BRACKETS)) - Counter(fold(text).translate(FOLDED_BRACKETS))


def _sort_right_to_left(line: list[PlacedCharacter]) -> list[PlacedCharacter]:
    """Sort a line's characters from right to left; those of one glyph in the direction of their script (لا, fi)."""
    order = sorted(range(len(line)), key=lambda n: (-line[n][1], -n if line[n][0].isascii() else n))
    return [line[n] for n in order]


def _join_characters(line: list[PlacedCharacter]) -> str:
    """Join the characters of a line; PDFium gives those beyond U+FFFF as two halves (UTF-16)."""
    text = "".join(character for character, _, _ in line)
    return join_surrogates(text)


def _fold_letters(text: str) -> str:
    """Fold a text without vowel signs, presentation forms of letters replaced by the letters, as PDFium reads them."""
    return VOWEL_SIGN.sub("", fold(PRESENTATION_FORM.sub(lambda form: unicodedata.normalize("NFKC", form[0]), text)))


def _fold_brackets(text: str) -> str:
    return _fold_letters(text).translate(FOLDED_BRACKETS)


def _find_line_end(due: str, start: int, length: int) -> int:
    """Return the place in ``due`` where ``length`` characters from ``start`` end.

    Spaces and vowel signs are not counted; those that follow the last character belong to it.
    """
    place = start
    while place < len(due) and (length or not _fold_letters(due[place])):
        length -= len(_fold_letters(due[place]))
        place += 1
    return place
