"""The words of a language, with how often they stand in a large body of text (pyspellchecker's lists)."""

from __future__ import annotations

from functools import cache

from spellchecker import SpellChecker

from engross.grammars.language import Language

RARE_TIMES = 50  # times: what the lists give a word that was added without a count


def is_known_word(word: str, lang: Language) -> bool:
    """Whether the list of a language has a word, and not only as a rarity. A language without a list has none."""
    return count_occurrences(word, lang) > RARE_TIMES


def count_occurrences(word: str, lang: Language) -> int:
    """How often a word stands in the body of text behind the list of a language; 0 where there is no list."""
    words, small = _load_word_list(lang.words["language"]["spelling"]), word.lower()
    forms = (small, *(small.replace(here, there) for here, there in lang.words["language"]["variants"]))
    return max(int(words.get(form, 0)) for form in forms)


@cache
def _load_word_list(code: str) -> dict[str, int]:
    """The list of a language, read once a process."""
    return {} if code == "none" else dict(SpellChecker(language=code, distance=1).word_frequency.dictionary)
