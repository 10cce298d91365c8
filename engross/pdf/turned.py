"""Text read back out of a file that runs from right to left, held against the text that should be there.

A page keeps such a line as it looks, and readers turn it round, each in its own way where numbers, brackets and Latin
stand between (UAX 9 has no inverse). So each page's piece of a stream is compared as what it holds: the same
characters, and every word as it is spelled. Where that is so the piece is taken to say what it should.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from engross.text import fold

BRACKETS = str.maketrans(")]}>»›”’", "([{<«‹“‘")  # a reader, or the font, turns some round and others not
MARKS = re.compile("[\u064b-\u065f\u0670]")  # vowel signs, which stand above the line and are read where they stand
WORD = re.compile(r"[^\W\d_]{2,}")


def in_order(pieces: Iterable[str], expected: str) -> str:
    """The ``pieces`` of a stream in their order, each as ``expected`` has it where it holds the same, else as it is.

    A piece is the text of one page, words apart; ``expected`` is folded.
    """
    out: list[str] = []
    at = 0
    for piece in pieces:
        length = len(fold(piece))
        due = expected[at : at + length]
        out.append(due if holds(piece, due) and len(due) == length else fold(piece))
        at += length
    return "".join(out)


def holds(piece: str, due: str) -> bool:
    """Whether ``piece`` has all characters of ``due`` (folded), and no word that ``due`` does not have."""
    lacking = Counter(due.translate(BRACKETS)) - Counter(fold(piece).translate(BRACKETS))
    bare = MARKS.sub("", due)
    return not lacking and all(_stands(fold(word), bare) for word in WORD.findall(MARKS.sub("", piece)))


def _stands(word: str, bare: str) -> bool:
    """Whether a word stands in a text; PDFium turns a word round at a vowel sign within it, so also so turned."""
    return any(word[n:] + word[:n] in bare for n in range(len(word)))
