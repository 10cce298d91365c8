"""Turn a row of characters from visual order, left to right, into the logical order of right-to-left text.

A page shows the result of the bidirectional algorithm (UAX #9), which is reversed here. Letters of the script go from
right to left. A Latin phrase stays as it is: its words are separated by single spaces or by marks that cling to the
word on their left, as in a line from left to right; a symbol with its brackets is one phrase, and two symbols are two.
A number stays as it is too. Brackets outside these are mirrored (rule L4).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from engross.readers.lines.logical_order import LATIN_LETTERS

LATIN_WORD = re.compile(rf"[{LATIN_LETTERS}0-9]+(?:(?:[./:,\-\u2010\u2011–_’'&@+*%#=?]|://)+[{LATIN_LETTERS}0-9]+)*")
NUMBER = re.compile(r"\d+(?:[./:,\u00a0\u202f]\d+)*")
YEAR_RANGE = re.compile(r"((?:19|20)\d\d)[-–\u2011]((?:19|20)\d\d)(?![\d/])")
HAS_LETTER = re.compile(f"[{LATIN_LETTERS}]")
SYMBOL_SIGN = re.compile(r"/.*\d|\d.*/")
SYMBOL_ASIDE = re.compile(rf" ?[(](?=[^()]*[{LATIN_LETTERS}]|(?:19|20)\d\d[)])[{LATIN_LETTERS}0-9 \u00a0.,-]+[)]")
SESSION_NUMBER = re.compile(r"[(]\d{1,3}[)](?=[/.])")  # ICCD/COP(14)/23/Add.1
SYMBOL_TAIL = re.compile(rf"[/.]+[{LATIN_LETTERS}0-9]+(?:[./-][{LATIN_LETTERS}0-9]+)*")
PHRASE_JOINT = re.compile(r" (?:[&–-] )?|[,;:.]+ ?|[)”’]?[,;:.]* [(“‘]?| ?[(“‘]|[)”’]")  # between two words of a phrase
CLOSING_STOPS = re.compile(r"[,;:.]+(?=[\s()]|$)")
ADDRESS_END = re.compile(r"/(?=[\s:]|$)")  # ends many an address, and no symbol
NOTE_CALL = re.compile(r"\d{1,3}[)](?!/)")
OPENING_BRACKETS, CLOSING_BRACKETS = "([{<«‹", ")]}>»›"
MIRRORED_BRACKETS = dict(zip(OPENING_BRACKETS + CLOSING_BRACKETS, CLOSING_BRACKETS + OPENING_BRACKETS, strict=True))
OPENING_BY_CLOSING = {")": "(", "]": "[", "”": "“", "’": "‘"}


@dataclass(frozen=True, slots=True)
class DirectionalRun:
    """A stretch of a row, from ``start`` to ``end``; ``kept``: it runs from left to right."""

    start: int
    end: int
    kept: bool


def restore_logical_order(look: str) -> tuple[str, list[int]]:
    """Return a row in logical order, and the index in ``look`` of each of its characters.

    ``look``: its characters from left to right, brackets as they look.
    """
    ordered = [(n, run.kept) for run in reversed(list(split_directional_runs(look))) for n in range(run.start, run.end)]
    mirrored = (look[n] if kept else MIRRORED_BRACKETS.get(look[n], look[n]) for n, kept in ordered)
    return "".join(mirrored), [n for n, _ in ordered]


def has_visual_brackets(texts: list[str]) -> bool:
    """Return whether most brackets of rows open towards a word: they are given as they look, not as they are meant."""
    whole = "\n".join(texts)
    as_looked = len(re.findall(r"(?<![^\s(])[(](?=\w)|(?<=\w)[)](?![^\s).,;:،؛(])", whole))
    as_meant = len(re.findall(r"(?<![^\s)])[)](?=\w)|(?<=\w)[(](?![^\s(.,;:،؛)])", whole))
    return as_looked >= as_meant


def split_directional_runs(look: str) -> Iterator[DirectionalRun]:
    """Yield the runs of a row from left to right: phrases, numbers, and single characters with their signs."""
    n = 0
    while n < len(look):
        end = _find_phrase_end(look, n) or _find_number_end(look, n)
        kept = bool(end)
        end = end or n + 1
        while not kept and end < len(look) and unicodedata.combining(look[end]):
            end += 1
        yield DirectionalRun(n, end, kept)
        n = end


def _find_number_end(look: str, n: int) -> int:
    """Return where the number that begins at ``n`` ends; 0 if none does. Two years that count up are one number."""
    match = YEAR_RANGE.match(look, n)
    if match and match[1] < match[2]:
        return match.end()
    match = NUMBER.match(look, n)
    return match.end() if match else 0


def _find_phrase_end(look: str, n: int) -> int:
    """Return where the Latin phrase, symbol or word that begins at ``n`` ends; 0 if none does."""
    word = LATIN_WORD.match(look, n)
    if not word or not HAS_LETTER.search(word[0]):
        return 0
    end, word_count = _find_word_end(look, word), 1
    while next_end := _find_next_word_end(look, n, end, word_count):
        end, word_count = next_end, word_count + 1
    end = _extend_over_closing_mark(look, n, end)
    if address := ADDRESS_END.match(look, end):
        return address.end()
    stop = CLOSING_STOPS.match(look, end)
    return stop.end() if stop else end


def _find_word_end(look: str, word: re.Match[str]) -> int:
    """Return where a word ends with the brackets that belong to it: A/CONF.157/24 (Part I)/Corr.1."""
    end = word.end()
    while aside := SESSION_NUMBER.match(look, end) or (
        SYMBOL_SIGN.search(look, word.start(), end) and SYMBOL_ASIDE.match(look, end)
    ):
        tail = SYMBOL_TAIL.match(look, aside.end())
        end = tail.end() if tail else aside.end()
    return end


def _find_next_word_end(look: str, start: int, end: int, words: int) -> int:
    """Return where the next word of a phrase from ``start`` to ``end`` ends; 0 if the phrase does not go on."""
    gap = PHRASE_JOINT.match(look, end)
    word = LATIN_WORD.match(look, gap.end()) if gap else None
    if gap is None or word is None:
        return 0
    phrase, has_letter = look[start:end], HAS_LETTER.search(word[0])
    if gap[0].isspace() and (
        SYMBOL_SIGN.search(word[0]) or SYMBOL_SIGN.search(phrase.split()[-1]) or (words < 2 and not has_letter)
    ):
        return 0
    if gap[0][0] in OPENING_BY_CLOSING and not _has_open_mark(phrase, gap[0][0]):
        return 0
    if gap[0][-1] == "(" and (NOTE_CALL.match(look, word.start()) or ")" not in look[word.end() :]):
        return 0
    return _find_word_end(look, word)


def _has_open_mark(text: str, mark: str) -> bool:
    """Return whether a text opens what ``mark`` closes."""
    return text.count(OPENING_BY_CLOSING[mark]) > text.count(mark)


def _extend_over_closing_mark(look: str, start: int, end: int) -> int:
    """Return the end of a phrase, behind the mark that closes what it opens, if there is one."""
    mark = look[end : end + 1]
    return end + 1 if mark in OPENING_BY_CLOSING and _has_open_mark(look[start:end], mark) else end
