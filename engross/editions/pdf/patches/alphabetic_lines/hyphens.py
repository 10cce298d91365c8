"""Find where the words of a text may be divided."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import pyphen

MAX_KEPT_WORDS = 8192  # words whose divisions are kept
# What stands between spaces, and the run of letters in it.
WORD = re.compile(r"[^\s\u00a0\u202f\u2007\u2014]+")
LETTERS = re.compile(r"[^\W\d_]+")
# A word with one of these is a number or an address, or a compound. A full stop at its end is none of it.
UNDIVIDED = re.compile(r"[\d/@_&+=]|\.(?=\w)")
COMPOUND = re.compile(r"[\u2010\u2011\u2013\-]")


@dataclass(frozen=True, slots=True)
class HyphenRule:
    """How words of a language are divided.

    ``lang``: as pyphen names it; ``total``, ``left``, ``right``: the least number of letters of a word, and before and
    behind the hyphen; ``capitals``: whether words with a capital are divided: "auto" as any other, "last-resort" where
    a line were too loose otherwise, else never.
    """

    lang: str
    total: int
    left: int
    right: int
    capitals: str


def iter_divisions(text: str, rule: HyphenRule, names: bool = False, compounds: bool = False) -> Iterator[int]:
    """Yield the characters of a text before which a word may be divided, in order.

    ``names``, ``compounds``: also in words with a capital, and in compounds.
    """
    names = names or rule.capitals == "auto"
    for word in WORD.finditer(text):
        if UNDIVIDED.search(word[0]) or (not compounds and COMPOUND.search(word[0])):
            continue
        for letters in LETTERS.finditer(word[0]):
            run = letters[0]
            if len(run) >= rule.total and (names or run.islower()):
                start = word.start() + letters.start()
                yield from (start + place for place in _divide(run, rule.lang, rule.left, rule.right))


@lru_cache(MAX_KEPT_WORDS)
def _divide(word: str, lang: str, left: int, right: int) -> tuple[int, ...]:
    """Return the places at which a word may be divided.

    Not those at which its spelling would change, nor those beside a single letter: such pieces are of patterns that do
    not know the word ("Zusam-me-n-a-r-beit").
    """
    places = _load_patterns(lang, left, right).positions(word)
    plain = [int(place) for place in places if getattr(place, "data", None) is None]
    return tuple(n for n in plain if n - 1 not in plain and n + 1 not in plain)


@lru_cache
def _load_patterns(lang: str, left: int, right: int) -> pyphen.Pyphen:
    return pyphen.Pyphen(lang=lang, left=left, right=right)
