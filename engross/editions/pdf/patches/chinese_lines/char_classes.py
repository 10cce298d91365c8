"""Classes of characters in a Chinese line, as data: W3C clreq 3.1.2 (marks) and 3.1.4 (prohibitions)."""

from __future__ import annotations

import re
from functools import cache

# Marks with a blank half: behind a closing mark, before an opening one.
CLOSING_MARKS = frozenset("、。，．；：！？〉》」』】〕〗）］｝〞”’")
OPENING_MARKS = frozenset("〈《「『【〔〖（［｛〝“‘")
BLANK_HALF_MARK = re.compile("[" + "".join(sorted(CLOSING_MARKS | OPENING_MARKS)) + "]")
QUOTATION_MARKS = frozenset("“”‘’")  # undirected in UAX 14; in Chinese they open and close
WESTERN_MARKS = str.maketrans("“”‘’", "\"\"''")  # marks of Latin words, as they are classed
MIDDLE_DOTS = frozenset("·・‧")  # interpuncts
DOUBLE_MARKS = frozenset("—…⸺")  # dash and ellipsis, two characters that are one mark
HANGING_MARKS = frozenset("、，。．")  # marks that may stand outside the measure (3.1.7)

NO_LINE_START = CLOSING_MARKS | MIDDLE_DOTS | DOUBLE_MARKS | frozenset("～〜–‐％‰℃°々ー!?,.:;)]}%/*†‡")
NO_LINE_END = OPENING_MARKS | frozenset("([{￥¥$£€№#＃")
NARROW_OPENING = frozenset("([{")
NARROW_CLOSING = frozenset(")]},.;:!?%")

SPACES = frozenset(" \u00a0")
JOINERS = frozenset("\u2060\u200b\u200c\u200d\ufeff")
NEWLINE = "\n"

HAN_CHARACTER = re.compile("[\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
# Han, kana, bopomofo and the marks, squares and numbers of their blocks; then the marks shared with Latin.
_WIDE_CHARACTER = re.compile(
    "[\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff01-\uff60\uffe0-\uffe6\U00020000-\U0003ffff]"
)
_SHARED_MARKS = CLOSING_MARKS | OPENING_MARKS | MIDDLE_DOTS | DOUBLE_MARKS | frozenset("①②③④⑤⑥⑦⑧⑨⑩")

# A paragraph with one of these is left to WeasyPrint: controls, soft hyphens, right-to-left characters.
UNSUPPORTED_CHARACTER = re.compile(
    "[\t\v\f\r\u0085\u00ad\u2028\u2029\u202a-\u202e\u2066-\u2069\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]"
)

# A document symbol such as A/RES/77/213 or A/C.3/77/L.25/Rev.1, where two are joined, and a web address.
DOCUMENT_SYMBOL = re.compile(r"[A-Za-z0-9](?:[\w.()\-]|(?<=/)\s)*(?:/\u2060?[\w.()\-]+)+", re.ASCII)
SYMBOL_JOINT = re.compile(r"-[A-Z]+/")
WEB_ADDRESS = re.compile(r"(?:https?://|www\.|\b[a-z0-9\-]+(?:\.[a-z0-9\-]+)+/)[^\s\u2e80-\uffff]+")


@cache
def is_wide(character: str) -> bool:
    """Return whether a character is as wide as a Han character, one em, in a Chinese font."""
    return bool(_WIDE_CHARACTER.match(character)) or character in _SHARED_MARKS


@cache
def is_wide_letter(character: str) -> bool:
    """Return whether a character is wide and no mark: the gap between two of these is always the same."""
    return is_wide(character) and not (character in NO_LINE_START or character in NO_LINE_END)


def is_word_character(character: str) -> bool:
    """Return whether a character belongs to a word: no mark, space or joiner."""
    return character.isalnum()
