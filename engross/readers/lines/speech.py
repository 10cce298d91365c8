"""The words of a document and of its language: which forms there are, and how likely two words are one."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass
from functools import cached_property

from engross.grammars.language import Language
from engross.readers.lines.wordlist import count_occurrences, is_known_word

WORD = re.compile(r"[^\W\d_]+(?:[-‑][^\W\d_]+)*")
LONGEST_WORD = 80  # letters of a word: what is longer is none of any language
STEM_LETTERS = 6  # letters of a word that tell its stem, at the least
OFTEN_TIMES = 10_000  # times: a first half that makes a word that nobody knows two words


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
        """What words with hyphens begin with in the document, up to the hyphen: co-, re-."""
        return frozenset(re.split("(?<=[-‑])", word)[0] for word in self.words if re.search("[-‑]", word))

    @cached_property
    def repeated_stems(self) -> frozenset[str]:
        """What the words of the document that stand in it more than once begin with."""
        return frozenset(word[:STEM_LETTERS] for word, often in self.words.items() if often > 1)

    def has_form(self, word: str) -> bool:
        """Whether a form stands in the document, or in the list of its language."""
        return self.words[word.lower()] > 0 or is_known_word(word, self.lang)


def has_other_form(word: str, cut: int, speech: DocumentVocabulary) -> bool:
    """Whether the document has another form of a word, which goes on beyond its cut: procesos, proceso."""
    begins, small = word[: cut + 2].lower(), word.lower()
    first = bisect_left(speech.sorted_words, begins)
    return any(other.startswith(begins) and other != small for other in speech.sorted_words[first : first + 2])


def rate_halves(halves: tuple[str, str], speech: DocumentVocabulary) -> float:
    """How likely two words stand about a lost hyphen, from 0 to 6."""
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
    """Whether a word that no list has begins as one that it has: neighbourliness as neighbour; or one of the text."""
    known = any(is_known_word(word[:n], speech.lang) for n in range(STEM_LETTERS, min(len(word), LONGEST_WORD) + 1))
    return known or (len(word) > STEM_LETTERS and word[:STEM_LETTERS].lower() in speech.repeated_stems)
