"""Look up the words of a language and how often they stand in a large body of text (pyspellchecker's lists)."""

from __future__ import annotations

from functools import cache

from spellchecker import SpellChecker

from engross.grammars.language import Language

RARE_TIMES = 50  # occurrences: the lists give so many to a word that was added without a count


def is_known_word(word: str, lang: Language) -> bool:
    """Return whether the list of a language has a word, and not only as a rarity; False without a list."""
    return count_occurrences(word, lang) > RARE_TIMES


def count_occurrences(word: str, lang: Language) -> int:
    """Return how often a word stands in the body of text behind the list of a language; 0 without a list."""
    words, lower = _load_word_list(lang.words["language"]["spelling"]), word.lower()
    forms = (lower, *(lower.replace(spelling, variant) for spelling, variant in lang.words["language"]["variants"]))
    return max(int(words.get(form, 0)) for form in forms)


@cache
def _load_word_list(code: str) -> dict[str, int]:
    """Return the list of a language, read once a process."""
    return {} if code == "none" else dict(SpellChecker(language=code, distance=1).word_frequency.dictionary)
