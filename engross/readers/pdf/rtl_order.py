"""A row of characters as they look, from left to right, to the order in which they are read from right to left.

What a page shows is the end of the bidirectional algorithm (UAX #9); here it is gone back. Letters of the script go
from right to left. A Latin phrase stays as it is: its words stand apart by single spaces or by marks that cling to
the word on their left, as within a line from left to right; a symbol with its brackets is one, and two symbols are
two. So stays a number. Brackets outside of these are mirrored (rule L4).
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
PHRASE_JOINT = re.compile(
    r" (?:[&–-] )?|[,;:.]+ ?|[)”’]?[,;:.]* [(“‘]?| ?[(“‘]|[)”’]"
)  # what joins two words of a phrase
CLOSING_STOPS = re.compile(r"[,;:.]+(?=[\s()]|$)")
ADDRESS_END = re.compile(r"/(?=[\s:]|$)")  # what no symbol ends with, and many an address
NOTE_CALL = re.compile(r"\d{1,3}[)](?!/)")
OPENING_BRACKETS, CLOSING_BRACKETS = "([{<«‹", ")]}>»›"
MIRRORED_BRACKETS = dict(zip(OPENING_BRACKETS + CLOSING_BRACKETS, CLOSING_BRACKETS + OPENING_BRACKETS, strict=True))
OPENING_BY_CLOSING = {")": "(", "]": "[", "”": "“", "’": "‘"}


@dataclass(frozen=True, slots=True)
class DirectionalRun:
    """A stretch of a row, from where to where; ``kept``: it runs from left to right."""

    start: int
    end: int
    kept: bool


def restore_logical_order(look: str) -> tuple[str, list[int]]:
    """A row as it is read, and the place in ``look`` of each of its characters.

    ``look``: its characters from left to right, brackets as they look.
    """
    ordered = [(n, run.kept) for run in reversed(list(split_directional_runs(look))) for n in range(run.start, run.end)]
    said = (look[n] if kept else MIRRORED_BRACKETS.get(look[n], look[n]) for n, kept in ordered)
    return "".join(said), [n for n, _ in ordered]


def has_visual_brackets(texts: list[str]) -> bool:
    """Whether the brackets of rows are given as they look, and not as they are meant: most open towards a word."""
    whole = "\n".join(texts)
    as_looked = len(re.findall(r"(?<![^\s(])[(](?=\w)|(?<=\w)[)](?![^\s).,;:،؛(])", whole))
    as_meant = len(re.findall(r"(?<![^\s)])[)](?=\w)|(?<=\w)[(](?![^\s(.,;:،؛)])", whole))
    return as_looked >= as_meant


def split_directional_runs(look: str) -> Iterator[DirectionalRun]:
    """The runs of a row, from left to right: phrases, numbers, and single characters with their signs."""
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
    """Where a number from ``n`` on ends; two years that count up are one. 0 where none begins."""
    found = YEAR_RANGE.match(look, n)
    if found and found[1] < found[2]:
        return found.end()
    found = NUMBER.match(look, n)
    return found.end() if found else 0


def _find_phrase_end(look: str, n: int) -> int:
    """Where a Latin phrase, a symbol or a Latin word from ``n`` on ends; 0 where none begins."""
    word = LATIN_WORD.match(look, n)
    if not word or not HAS_LETTER.search(word[0]):
        return 0
    end, words = _find_word_end(look, word), 1
    while step := _find_next_word_end(look, n, end, words):
        end, words = step, words + 1
    end = _extend_over_closing_mark(look, n, end)
    if address := ADDRESS_END.match(look, end):
        return address.end()
    stop = CLOSING_STOPS.match(look, end)
    return stop.end() if stop else end


def _find_word_end(look: str, word: re.Match[str]) -> int:
    """Where a word ends with the brackets that belong to it: A/CONF.157/24 (Part I)/Corr.1."""
    end = word.end()
    while aside := SESSION_NUMBER.match(look, end) or (
        SYMBOL_SIGN.search(look, word.start(), end) and SYMBOL_ASIDE.match(look, end)
    ):
        further = SYMBOL_TAIL.match(look, aside.end())
        end = further.end() if further else aside.end()
    return end


def _find_next_word_end(look: str, start: int, end: int, words: int) -> int:
    """Where the next word of a phrase ends that goes from ``start`` to ``end`` so far; 0 where it goes on no more."""
    gap = PHRASE_JOINT.match(look, end)
    word = LATIN_WORD.match(look, gap.end()) if gap else None
    if gap is None or word is None:
        return 0
    last, lettered = look[start:end], HAS_LETTER.search(word[0])
    if gap[0].isspace() and (
        SYMBOL_SIGN.search(word[0]) or SYMBOL_SIGN.search(last.split()[-1]) or (words < 2 and not lettered)
    ):
        return 0
    if gap[0][0] in OPENING_BY_CLOSING and not _has_open_mark(last, gap[0][0]):
        return 0
    if gap[0][-1] == "(" and (NOTE_CALL.match(look, word.start()) or ")" not in look[word.end() :]):
        return 0
    return _find_word_end(look, word)


def _has_open_mark(text: str, mark: str) -> bool:
    """Whether a text opens what ``mark`` closes."""
    return text.count(OPENING_BY_CLOSING[mark]) > text.count(mark)


def _extend_over_closing_mark(look: str, start: int, end: int) -> int:
    """Where a phrase ends with the mark that closes what it opens."""
    mark = look[end : end + 1]
    return end + 1 if mark in OPENING_BY_CLOSING and _has_open_mark(look[start:end], mark) else end
