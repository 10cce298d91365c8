"""Close the gaps that a PDF leaves within words: letters set apart so far that they seem to be two words ("peopl e").

The gap is narrower than those between words. It is closed where the document or the word list of its language has the
joined word, and a half is rarer than that; it stays where both halves are words, and is told where neither is so.
"""

from __future__ import annotations

import re
from dataclasses import replace

from engross.readers.lines.layout_edits import remove_characters
from engross.readers.lines.lines import NOTE_LINE, TEXT_LINE, Line
from engross.readers.lines.speech import LONGEST_WORD, DocumentVocabulary
from engross.readers.lines.wordlist import count_occurrences

LAST_LETTERS, FIRST_LETTERS = re.compile(r"[^\W\d_]+$"), re.compile(r"[^\W\d_]+")


def close_narrow_gaps(line: Line, speech: DocumentVocabulary) -> tuple[Line, list[tuple[str, str]]]:
    """Return a line with the narrow gaps within its words closed, and the words before and after each repair.

    Of the narrow gaps the line keeps those that are doubtful.
    """
    closed: set[int] = set()
    doubtful: list[int] = []
    repairs: list[tuple[str, str]] = []
    for place in line.narrow if line.kind in (TEXT_LINE, NOTE_LINE) else ():
        halves = _find_halves(line.text, place)
        whole = "".join(halves)
        rarest = min(_count_word(half, speech, own=True) for half in halves)
        if _count_word(whole, speech) > rarest:
            closed.add(place)
            repairs.append((" ".join(halves), whole))
        elif not rarest:
            doubtful.append(place)
    line = replace(line, narrow=tuple(doubtful))
    return (remove_characters(line, closed) if closed else line), repairs


def spell_around_gap(line: Line, place: int) -> str:
    """Return the two pieces around a gap, with a space between."""
    return " ".join(_find_halves(line.text, place))


def _find_halves(text: str, place: int) -> tuple[str, str]:
    before = LAST_LETTERS.search(text[max(0, place - LONGEST_WORD) : place])
    after = FIRST_LETTERS.match(text[place + 1 : place + 1 + LONGEST_WORD])
    return before[0] if before else "", after[0] if after else ""


def _count_word(word: str, speech: DocumentVocabulary, own: bool = False) -> int:
    """Return how often a word stands in the document and in the word list. ``own``: here once more than elsewhere."""
    return max(0, speech.words[word.lower()] - own) + count_occurrences(word, speech.lang)
