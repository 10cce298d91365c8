"""Align two sequences of texts: equal ones first, then those that are alike, all in their order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from engross.collate.tokens import count_words, measure_likeness
from engross.model.text import fold

LEAST_LIKENESS = 0.4  # two texts at least this alike (0 to 1) are one that was changed
NUMBER_BONUS = 0.1  # more likeness of two paragraphs that have the same number
BAND = 400  # of two long sequences, only texts at places that differ by no more than this are compared

IndexPair = tuple[int, int]


@dataclass(frozen=True, slots=True)
class AlignedText:
    """A text to be aligned: its kind, which the other must have too, its number, its words, its folded text."""

    kind: str
    number: str
    words: Counter[str]
    folded: str


def make_aligned_text(kind: str, number: str, text: str) -> AlignedText:
    """Return a text as it is aligned."""
    return AlignedText(kind, fold(number), count_words(text), fold(text))


def align_texts(old: list[AlignedText], new: list[AlignedText]) -> list[IndexPair]:
    """Return the pairs of places that have the same text, changed or not, in their order."""
    keys = [[(text.kind, text.folded) for text in texts] for texts in (old, new)]
    pairs: list[IndexPair] = []
    for tag, a0, a1, b0, b1 in SequenceMatcher(None, keys[0], keys[1], autojunk=False).get_opcodes():
        if tag == "equal":
            pairs += zip(range(a0, a1), range(b0, b1), strict=True)
        elif tag == "replace":
            pairs += ((a0 + m, b0 + n) for m, n in _align_like(old[a0:a1], new[b0:b1]))
    return pairs


def _align_like(old: list[AlignedText], new: list[AlignedText]) -> list[IndexPair]:
    """Return the pairs whose likenesses have the greatest sum (Needleman and Wunsch 1970, gaps cost nothing)."""
    best = [[0.0] * (len(new) + 1) for _ in range(len(old) + 1)]
    likeness = {(m, n): value for m, n, value in _measure_pairs(old, new)}
    for m in range(len(old)):
        for n in range(len(new)):
            paired = best[m][n] + likeness.get((m, n), float("-inf"))
            best[m + 1][n + 1] = max(best[m][n + 1], best[m + 1][n], paired)
    return _trace_back(best)


def _measure_pairs(old: list[AlignedText], new: list[AlignedText]) -> Iterator[tuple[int, int, float]]:
    """Yield the pairs that may be one text, with their likeness."""
    for m, text in enumerate(old):
        for n in range(max(0, m - BAND), min(len(new), m + BAND)):
            other = new[n]
            value = measure_likeness(text.words, other.words) if text.kind == other.kind else 0.0
            value += NUMBER_BONUS * (text.number != "" and text.number == other.number)
            if value >= LEAST_LIKENESS:
                yield m, n, value


def _trace_back(best: list[list[float]]) -> list[IndexPair]:
    m, n = len(best) - 1, len(best[0]) - 1
    pairs: list[IndexPair] = []
    while m and n:
        if best[m][n] == best[m - 1][n]:
            m -= 1
        elif best[m][n] == best[m][n - 1]:
            n -= 1
        else:
            m, n = m - 1, n - 1
            pairs.append((m, n))
    return pairs[::-1]
