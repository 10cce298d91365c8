"""Find the hyphens that words of a line lost when an extractor joined two lines."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from itertools import accumulate

from engross.readers.lines.speech import (
    LONGEST_WORD,
    STEM_LETTERS,
    WORD,
    DocumentVocabulary,
    has_other_form,
    rate_halves,
)
from engross.readers.lines.wordlist import has_known_relative, is_known_word

WordEdit = tuple[int, str, str]  # start in a line, the text there, what is read instead

JOINED_WORD = re.compile(r"[^\W_]+(?:[-‑’][^\W_]+)*")
CONTINUATION_MARKS = ("_", "-", "\u00ad")  # behind a word that continues
CASE_CHANGE = re.compile(r"(?<=[a-zß-ÿа-яё])(?=[A-ZÀ-ÞА-ЯЁ])|(?<=[A-ZÀ-Þ]{2})(?=[A-ZÀ-Þ][a-zß-ÿ])")
CHARACTER_WIDTHS = dict.fromkeys("iljtfrI.,;:'’()[]!| ", 0.6) | dict.fromkeys("mwMWшщжмюфыШЩЖМЮФЫ", 1.5)
LONG_LINE_RATIO = 1.07  # of the measure: a longer line may have been joined with the next at a hyphen
LIKELY_HYPHEN_SCORE = 3.0  # least score of a hyphen in a line that need not have lost one
JOINED_LINE_RATIO = 1.3  # of the measure: a longer line was joined
SELDOM_TIMES = 3  # occurrences in a document that a word without its hyphen may have


def find_hyphens(text: str, measure: float, speech: DocumentVocabulary) -> Iterator[WordEdit]:
    """Yield the words of a line that lack a hyphen, with it. ``measure``: the estimated width of full lines."""
    yield from _find_lost_hyphens(text, measure, speech)
    yield from _find_known_hyphens(text, speech)


def _find_lost_hyphens(text: str, measure: float, speech: DocumentVocabulary) -> Iterator[WordEdit]:
    """Yield words that lost their hyphen where an extractor joined two lines, with the hyphen."""
    if not _is_run_on_line(text, measure):
        return
    widths = [0.0, *accumulate(map(_estimate_character_width, text))]
    words = [
        w
        for w in JOINED_WORD.finditer(text)
        if len(w[0]) <= LONGEST_WORD and not text.startswith(CONTINUATION_MARKS, w.end())
    ]
    lefts = [widths[word.start()] for word in words]
    rights = [widths[word.end()] for word in words]
    seam, is_joined = measure, widths[-1] > JOINED_LINE_RATIO * measure
    while seam < widths[-1]:
        near_seam = range(bisect_right(rights, seam - 0.22 * measure), bisect_left(lefts, seam + 0.06 * measure))
        candidates = [
            (score - 1.5 * abs(place - seam) / (0.1 * measure), place, word[0], hyphened, word.start())
            for word, left, right in ((words[n], lefts[n], rights[n]) for n in near_seam)
            for score, cut, hyphened in _rate_hyphen_places(word[0], speech)
            if is_joined or (min(cut, 1 - cut) * len(word[0]) > 3.9 and word[0].isalpha())
            for place in (left + (right - left) * cut,)
        ]
        best = max(candidates, default=(0.0, seam, "", "", 0))
        if best[0] > 0 if is_joined else best[0] > LIKELY_HYPHEN_SCORE:
            yield best[4], best[2], best[3]
        seam = (best[1] if best[0] > 0 else seam) + measure


def _find_known_hyphens(text: str, speech: DocumentVocabulary) -> Iterator[WordEdit]:
    """Yield unknown words that stand elsewhere in the document with a hyphen, at least as often.

    For a word with a capital within, one such place suffices.
    """
    start_by_word: dict[str, int] = {}
    for match in WORD.finditer(text):
        start_by_word.setdefault(match[0], match.start())
    for word, start in start_by_word.items():
        times = speech.words[word.lower()]
        has_inner_capital = CASE_CHANGE.search(word) is not None
        if (
            4 < len(word) <= LONGEST_WORD
            and not word.isupper()
            and (has_inner_capital or (times <= SELDOM_TIMES and not is_known_word(word, speech.lang)))
        ):
            hyphened = _find_hyphened_form(word, speech)
            if hyphened and (has_inner_capital or speech.words[hyphened.lower()] >= times):
                yield start, word, hyphened


def _find_hyphened_form(word: str, speech: DocumentVocabulary) -> str:
    """Return the form of a word with one more hyphen that stands elsewhere in the document; "" for none."""
    splits = ((word[:n], word[n:]) for n in range(2, len(word) - 1))
    return next((f"{a}-{b}" for a, b in splits if speech.words[f"{a}-{b}".lower()]), "")


def _is_form_of_word(halves: tuple[str, str], speech: DocumentVocabulary) -> bool:
    """Return whether two halves are a form of a word that the list of the language has: sub|ordination."""
    whole = "".join(halves)
    return has_known_relative(whole, len(halves[0]) + STEM_LETTERS, speech.lang)


def _is_run_on_line(text: str, measure: float) -> bool:
    """Return whether a line is longer than any of its text should be, and holds no columns side by side."""
    return estimate_width(text) > LONG_LINE_RATIO * measure > 0 and "   " not in text


def estimate_width(text: str) -> float:
    """Estimate the width of a text as set, in letters of usual width."""
    return sum(map(_estimate_character_width, text))


def _estimate_character_width(character: str) -> float:
    return CHARACTER_WIDTHS.get(character, 1.25 if character.isupper() else 1.0)


def _rate_hyphen_places(word: str, speech: DocumentVocabulary) -> Iterator[tuple[float, float, str]]:
    """Yield where a word may have lost a hyphen: the score, the place in the word (0 to 1), the word with its hyphen.

    The document has that form elsewhere; or a capital or a figure shows it; or the word is unknown, but its halves are
    not.
    """
    for n in range(2, len(word) - 1):
        a, b = word[:n], word[n:]
        hyphened, halves = f"{a}-{b}", (re.split("[-‑’]", a)[-1], re.split("[-‑’]", b)[0])
        whole = "".join(halves)
        score = 9.0 if speech.words[hyphened.lower()] else 0.0
        if not all(halves):
            continue
        if CASE_CHANGE.match(word, n) or (a[-1].isdigit() and len(b) > 3 and b.isalpha()):
            score = max(score, 7.0)
        elif not is_known_word(whole, speech.lang) and speech.words[whole.lower()] <= (
            SELDOM_TIMES if whole == word else 0
        ):
            is_word = has_other_form(whole, len(halves[0]), speech) or _is_form_of_word(halves, speech)
            score = max(score, 0.0 if is_word else rate_halves(halves, speech))
        if score > 0:
            yield score, n / len(word), hyphened
