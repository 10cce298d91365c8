"""Look up the words of a language and how often they stand in a large body of text (pyspellchecker's lists)."""

from __future__ import annotations

from bisect import bisect_left
from functools import cache
from itertools import islice, takewhile

from spellchecker import SpellChecker

from engross.grammars.language import Language

ENDING_LETTERS = 3  # letters in which the forms of a word differ at their ends, at most
RARE_TIMES = 50  # occurrences: the lists give so many to a word that was added without a count


def is_known_word(word: str, lang: Language) -> bool:
    """Return whether the list of a language has a word, and not only as a rarity; False without a list."""
    return count_occurrences(word, lang) > RARE_TIMES


def count_occurrences(word: str, lang: Language) -> int:
    """Return how often a word stands in the body of text behind the list of a language; 0 without a list."""
    words, lower = _load_word_list(lang.words["language"]["spelling"]), word.lower()
    forms = (lower, *(lower.replace(spelling, variant) for spelling, variant in lang.words["language"]["variants"]))
    return max(int(words.get(form, 0)) for form in forms)


def has_known_relative(word: str, stem: int, lang: Language) -> bool:
    """Return whether the list has a word that is like another up to its ending: subordination, subordinate.

    ``stem``: the first letters that they must share, at least.
    """
    lower = word.lower()
    shared = lower[: max(stem, len(lower) - ENDING_LETTERS)]
    listed = _sort_word_list(lang.words["language"]["spelling"])
    first = bisect_left(listed, shared)
    near = takewhile(lambda other: other.startswith(shared), islice(listed, first, None))
    return any(len(other) <= len(lower) + 1 and is_known_word(other, lang) for other in near)


@cache
def _sort_word_list(code: str) -> list[str]:
    return sorted(_load_word_list(code))


@cache
def _load_word_list(code: str) -> dict[str, int]:
    """Return the list of a language, read once a process."""
    return {} if code == "none" else dict(SpellChecker(language=code, distance=1).word_frequency.dictionary)
