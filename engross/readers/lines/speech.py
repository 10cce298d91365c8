"""Look words up in a document and its language: which forms there are, and how likely two words are one."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass
from functools import cached_property

from engross.grammars.language import Language
from engross.readers.lines.wordlist import count_occurrences, is_known_word

WORD = re.compile(r"[^\W\d_]+(?:[-‑][^\W\d_]+)*")
LONGEST_WORD = 80  # letters: longer runs are no words of any language
STEM_LETTERS = 6  # letters of a word that show its stem, at least
OFTEN_TIMES = 10_000  # occurrences: a first half so frequent makes an unknown word two words


@dataclass(frozen=True)
class DocumentVocabulary:
    """The language of a document, and how often each word stands in it."""

    lang: Language
    words: Counter[str]

    @cached_property
    def one_letter_words(self) -> frozenset[str]:
        """The words of one letter that the language has."""
        return frozenset(self.lang.words["reading"]["alone"])

    @cached_property
    def sorted_words(self) -> list[str]:
        """The words of the document in order, each once."""
        return sorted(self.words)

    @cached_property
    def hyphen_prefixes(self) -> frozenset[str]:
        """The beginnings of the document's words with hyphens, up to the hyphen: co-, re-."""
        return frozenset(re.split("(?<=[-‑])", word)[0] for word in self.words if re.search("[-‑]", word))

    @cached_property
    def repeated_stems(self) -> frozenset[str]:
        """The first letters of the words that stand in the document more than once."""
        return frozenset(word[:STEM_LETTERS] for word, times in self.words.items() if times > 1)

    def has_form(self, word: str) -> bool:
        """Return whether a form stands in the document, or in the word list of its language."""
        return self.words[word.lower()] > 0 or is_known_word(word, self.lang)


def has_other_form(word: str, cut: int, speech: DocumentVocabulary) -> bool:
    """Return whether the document has another form of a word, alike to two letters past ``cut``: procesos, proceso."""
    beginning, lower = word[: cut + 2].lower(), word.lower()
    first = bisect_left(speech.sorted_words, beginning)
    return any(other.startswith(beginning) and other != lower for other in speech.sorted_words[first : first + 2])


def rate_halves(halves: tuple[str, str], speech: DocumentVocabulary) -> float:
    """Return how likely two words stand around a lost hyphen, from 0 to 6.5."""
    a, b = halves
    both = speech.has_form(a) and speech.has_form(b)
    least = min(count_occurrences(half, speech.lang) or 100 * speech.words[half.lower()] for half in halves)
    if both and len(b) > 4 and f"{a}-" in speech.hyphen_prefixes:
        return 6.5
    if both and min(len(a), len(b)) > 2:
        return 4.0 + min(2.0, least / OFTEN_TIMES)
    if both and count_occurrences(min(halves, key=len), speech.lang) > 20 * OFTEN_TIMES:
        return 3.5
    if len(a) > 2 and count_occurrences(a, speech.lang) > OFTEN_TIMES and _has_known_stem(b, speech):
        return 4.0
    if min(len(a), len(b)) > STEM_LETTERS and _has_known_stem(a, speech) and _has_known_stem(b, speech):
        return 4.0
    return 0.0


def _has_known_stem(word: str, speech: DocumentVocabulary) -> bool:
    """Return whether a word begins as one of the word list (neighbourliness, neighbour) or a repeated word here."""
    is_listed = any(is_known_word(word[:n], speech.lang) for n in range(STEM_LETTERS, min(len(word), LONGEST_WORD) + 1))
    return is_listed or (len(word) > STEM_LETTERS and word[:STEM_LETTERS].lower() in speech.repeated_stems)
