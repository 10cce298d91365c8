"""Compare right-to-left text read back out of a file, line by line, with the text that should be there.

A page holds such a line in visual order, and each reader turns it round in its own way when text is copied. So lines
are compared in visual order: the expected text is ordered by the Unicode Bidirectional Algorithm (UAX 9) with the
levels of its paragraph, the extracted characters by their places, both from right to left.

In a text from left to right only lines with right-to-left words are compared so: PDFium turns round what stands beside
these, all the line where its marks are those of Chinese.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from engross.editions.pdf.patches.line_order.levels import (
    RTL_CHARACTER,
    find_levels,
    find_visual_order,
    reset_line_end,
)
from engross.grammars.pdfium import join_surrogates
from engross.model.text import INVISIBLE_CHARACTERS, TextStreams, fold

FOLDED_BRACKETS = str.maketrans(
    ")]}>»›”’（）［］｛｝》〉」』】〕；：，！？．", "([{<«‹“‘(([[{{《〈「『【〔;:,!?."
)  # a font mirrors some and not others; beside Arabic words PDFium gives full-width marks as narrow ones
VOWEL_SIGN = re.compile("[\u064b-\u065f\u0670]")  # above the line; read where they stand
PRESENTATION_FORM = re.compile("[\ufb50-\ufdff\ufe70-\ufefc]")  # Arabic presentation forms
# What PDFium takes apart in lines that it turns round: №, …, ½, ², (a) as one sign, ligatures of Latin letters (NFKC).
COMPOSED_SIGN = re.compile(
    "[\u00aa\u00b2\u00b3\u00b9\u00ba\u00bc-\u00be\u0132\u0133\u2024-\u2026\u2070-\u209c\u2100-\u2189\u2460-\u24ea"
    "\u3200-\u33ff\ufb00-\ufb06]"
)
FRACTION_SLASH = "\u2044"
NEWLINE, MAYBE_NEWLINE = "\n", "\v"  # ends a paragraph; a space, or an end where the style sheet says so
RTL_ISOLATE, ISOLATE_END = "\u2067", "\u2069"  # around the number of a note, which is a box of its own
LEFT_TO_RIGHT, RIGHT_TO_LEFT = 0, 1  # the levels of paragraphs
RAISED_POINTS = 7.5  # how far a call may stand above its line at the usual size; lines are further apart

PlacedCharacter = tuple[str, float, float]  # a character and where it stands, in points


@dataclass(frozen=True, slots=True)
class DueStreams:
    """What should be read back from pages, with its spaces; ``base``: the level of its paragraphs.

    ``is_beside_rtl``: whether a right-to-left text stands beside it, with whose lines PDFium turns round its own.
    """

    streams: TextStreams
    base: int
    is_beside_rtl: bool = False


@dataclass(frozen=True, slots=True)
class DueText:
    """The expected text of a stream, and the level of each of its characters: each line of it is a paragraph.

    ``levels``: as one paragraph up to each newline; ``parted``: as if each ``MAYBE_NEWLINE`` were one, too.
    """

    text: str
    levels: bytes
    parted: bytes
    base: int = RIGHT_TO_LEFT  # the level of the paragraphs

    def is_shown_by(self, line: list[PlacedCharacter], start: int, end: int) -> bool:
        """Return whether a printed line shows the characters from ``start`` to ``end`` as their levels ask."""
        text = self.text[start:end]
        if NEWLINE in text.strip(f"\n {INVISIBLE_CHARACTERS}"):  # a line of several paragraphs
            return is_drawn_as(line, text, find_levels(text.replace(NEWLINE, " "), self.base), self.base)
        return any(is_drawn_as(line, text, levels[start:end], self.base) for levels in (self.levels, self.parted))


def has_rtl_words(text: TextStreams) -> bool:
    """Return whether a text has a character that runs from right to left."""
    return any(map(RTL_CHARACTER.search, (text.body, *text.notes)))


def find_due_levels(due: str, base: int = RIGHT_TO_LEFT) -> DueText:
    """Return a text with the levels of its characters (UAX 9); ``base``: the level of its paragraphs."""
    levels = _find_levels_by_line(due, base)
    is_parted = MAYBE_NEWLINE in due
    parted = _find_levels_by_line(due.replace(MAYBE_NEWLINE, NEWLINE), base) if is_parted else levels
    return DueText(due, levels, parted, base)


def _find_levels_by_line(text: str, base: int) -> bytes:
    return bytes([base]).join(find_levels(line, base) for line in text.split(NEWLINE))


def match_rtl_lines(pages: Iterable[list[PlacedCharacter]], due: str, raised: float = RAISED_POINTS) -> str:
    """Return the folded text of a stream: of each line the expected text if it looks so, else what it looks like.

    ``pages``: the characters of each page in the order of its content. ``due``: the expected text with its spaces.
    ``raised``: how far a call may stand above its line, in pt.
    """
    texts: list[str] = []
    due_text, start = find_due_levels(due), 0
    for line in (line for page in pages for line in split_page_lines(page, raised)):
        end = _find_line_end(due, start, len(_fold_letters(_join_characters(line))))
        is_due = due_text.is_shown_by(line, start, end)
        texts.append(fold(due[start:end] if is_due else _join_characters(_sort_right_to_left(line))))
        start = end
    return "".join(texts)


def match_mixed_lines(
    pages: Iterable[list[PlacedCharacter]], due: str, raised: float = RAISED_POINTS, *, is_beside_rtl: bool = False
) -> str:
    """Return the folded text of a stream from left to right: of lines with right-to-left words, or beside such, the
    expected text, if they look so, else what was extracted.

    Takes what ``match_rtl_lines`` takes.
    """
    texts: list[str] = []
    due_text, start = find_due_levels(due, LEFT_TO_RIGHT), 0
    for line in (line for page in pages for line in split_page_lines(page, raised)):
        extracted = _join_characters(line)
        end = _find_line_end(due, start, len(_fold_letters(extracted)))
        may_be_turned = is_beside_rtl or bool(RTL_CHARACTER.search(extracted))
        is_due = may_be_turned and due_text.is_shown_by(line, start, end)
        texts.append(fold(due[start:end] if is_due else extracted))
        start = end
    return "".join(texts)


def split_page_lines(page: Iterable[PlacedCharacter], raised: float = RAISED_POINTS) -> Iterator[list[PlacedCharacter]]:
    """Split a page's characters into lines; calls and vowel signs stay on the line of the letters beside them."""
    line: list[PlacedCharacter] = []
    heights: Counter[float] = Counter()
    for character in page:
        if line and abs(character[2] - heights.most_common(1)[0][0]) > raised:
            yield line
            line, heights = [], Counter()
        line.append(character)
        heights[character[2]] += 1
    if line:
        yield line


def is_drawn_as(line: list[PlacedCharacter], due: str, levels: bytes, base: int = RIGHT_TO_LEFT) -> bool:
    """Return whether a line's characters stand in the visual order of ``due``; vowel signs are only counted.

    ``levels``: those of the characters of ``due``; ``base``: that of the paragraph.
    """
    has_same_signs = Counter(VOWEL_SIGN.findall(_join_characters(line))) == Counter(VOWEL_SIGN.findall(due))
    order = find_visual_order(reset_line_end(due, levels, base))
    expected = "".join(due[n] for n in reversed(order))
    return has_same_signs and _fold_from_right(_join_characters(_sort_right_to_left(line))) == _fold_from_right(
        expected
    )


def has_all_characters(text: str, due: str) -> bool:
    """Return whether ``text`` has all the characters of ``due`` (folded), in any order."""
    return not Counter(due.translate(FOLDED_BRACKETS)) - Counter(fold(text).translate(FOLDED_BRACKETS))


def _sort_right_to_left(line: list[PlacedCharacter]) -> list[PlacedCharacter]:
    """Sort a line's characters from right to left; those of one glyph in the direction of their script (لا, fi)."""
    order = sorted(range(len(line)), key=lambda n: (-line[n][1], -n if _is_in_latin_sign(line[n][0]) else n))
    return [line[n] for n in order]


def _is_in_latin_sign(character: str) -> bool:
    """Return whether a character that has its place in common with others is one of a sign from left to right."""
    return character.isascii() or character == FRACTION_SLASH


def _join_characters(line: list[PlacedCharacter]) -> str:
    """Join the characters of a line; PDFium gives those beyond U+FFFF as two halves (UTF-16)."""
    text = "".join(character for character, _, _ in line)
    return join_surrogates(text)


def _fold_letters(text: str) -> str:
    """Fold a text without vowel signs, presentation forms and composed signs taken apart, as PDFium reads them."""
    apart = COMPOSED_SIGN.sub(lambda sign: unicodedata.normalize("NFKC", sign[0]), text)
    return VOWEL_SIGN.sub("", fold(PRESENTATION_FORM.sub(lambda form: unicodedata.normalize("NFKC", form[0]), apart)))


def _fold_from_right(text: str) -> str:
    """Fold a text that is ordered from right to left, brackets and marks as one."""
    apart = COMPOSED_SIGN.sub(lambda sign: unicodedata.normalize("NFKC", sign[0])[::-1], text)
    return _fold_letters(apart).translate(FOLDED_BRACKETS)


def _find_line_end(due: str, start: int, length: int) -> int:
    """Return the place in ``due`` where ``length`` characters from ``start`` end.

    Spaces and vowel signs are not counted; those that follow the last character belong to it.
    """
    place = start
    while place < len(due) and (length or not _fold_letters(due[place])):
        length -= len(_fold_letters(due[place]))
        place += 1
    return place
