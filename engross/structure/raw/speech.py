"""The words of a document and of its language: which forms there are, and how likely two words are one."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass
from functools import cached_property

from engross.language import Language
from engross.structure.raw.wordlist import knows, times

WORD = re.compile(r"[^\W\d_]+(?:[-‑][^\W\d_]+)*")
LONGEST = 80  # letters of a word: what is longer is none of any language
STEM = 6  # letters of a word that tell its stem, at the least
OFTEN = 10_000  # times: a first half that makes a word that nobody knows two words


@dataclass(frozen=True)
class Speech:
    """The language of a document, and how often each word stands in it."""

    lang: Language
    words: Counter[str]

    @cached_property
    def alone(self) -> frozenset[str]:
        """The words of one letter that the language has."""
        return frozenset(self.lang.words["reading"]["alone"])

    @cached_property
    def forms(self) -> list[str]:
        """The words of the document in order, each once."""
        return sorted(self.words)

    @cached_property
    def begun(self) -> frozenset[str]:
        """What words with hyphens begin with in the document, up to the hyphen: co-, re-."""
        return frozenset(re.split("(?<=[-‑])", word)[0] for word in self.words if re.search("[-‑]", word))

    @cached_property
    def stems(self) -> frozenset[str]:
        """What the words of the document that stand in it more than once begin with."""
        return frozenset(word[:STEM] for word, often in self.words.items() if often > 1)

    def has(self, word: str) -> bool:
        """Whether a form stands in the document, or in the list of its language."""
        return self.words[word.lower()] > 0 or knows(word, self.lang)


def has_other_form(word: str, cut: int, speech: Speech) -> bool:
    """Whether the document has another form of a word, which goes on beyond its cut: procesos, proceso."""
    begins, small = word[: cut + 2].lower(), word.lower()
    first = bisect_left(speech.forms, begins)
    return any(other.startswith(begins) and other != small for other in speech.forms[first : first + 2])


def rate_halves(halves: tuple[str, str], speech: Speech) -> float:
    """How likely two words stand about a lost hyphen, from 0 to 6."""
    a, b = halves
    both = speech.has(a) and speech.has(b)
    least = min(times(half, speech.lang) or 100 * speech.words[half.lower()] for half in halves)
    if both and len(b) > 4 and f"{a}-" in speech.begun:
        return 6.5
    if both and min(len(a), len(b)) > 2:
        return 4.0 + min(2.0, least / OFTEN)
    if both and times(min(halves, key=len), speech.lang) > 20 * OFTEN:
        return 3.5
    if len(a) > 2 and times(a, speech.lang) > OFTEN and _has_known_stem(b, speech):
        return 4.0
    if min(len(a), len(b)) > STEM and _has_known_stem(a, speech) and _has_known_stem(b, speech):
        return 4.0
    return 0.0


def _has_known_stem(word: str, speech: Speech) -> bool:
    """Whether a word that no list has begins as one that it has: neighbourliness as neighbour; or one of the text."""
    known = any(knows(word[:n], speech.lang) for n in range(STEM, min(len(word), LONGEST) + 1))
    return known or (len(word) > STEM and word[:STEM].lower() in speech.stems)
