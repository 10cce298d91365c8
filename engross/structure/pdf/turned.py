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

LETTER = "A-Za-z\u00c0-\u024f"
WORD = re.compile(rf"[{LETTER}0-9]+(?:(?:[./:,\-\u2010\u2011–_’'&@+*%#=?]|://)+[{LETTER}0-9]+)*")
NUMBER = re.compile(r"\d+(?:[./:,\u00a0\u202f]\d+)*")
YEARS = re.compile(r"((?:19|20)\d\d)[-–\u2011]((?:19|20)\d\d)(?![\d/])")
HAS_LETTER = re.compile(f"[{LETTER}]")
SYMBOL = re.compile(r"/.*\d|\d.*/")
ASIDE = re.compile(rf" ?[(](?=[^()]*[{LETTER}]|(?:19|20)\d\d[)])[{LETTER}0-9 \u00a0.,-]+[)]")
SESSION = re.compile(r"[(]\d{1,3}[)](?=[/.])")  # ICCD/COP(14)/23/Add.1
FURTHER = re.compile(rf"[/.]+[{LETTER}0-9]+(?:[./-][{LETTER}0-9]+)*")
ON = re.compile(r" (?:[&–-] )?|[,;:.]+ ?|[)”’]?[,;:.]* [(“‘]?| ?[(“‘]|[)”’]")  # what joins two words of a phrase
STOPS = re.compile(r"[,;:.]+(?=[\s()]|$)")
ADDRESS = re.compile(r"/(?=[\s:]|$)")  # what no symbol ends with, and many an address
CALL = re.compile(r"\d{1,3}[)](?!/)")
OPENING, CLOSING = "([{<«‹", ")]}>»›"
MIRROR = dict(zip(OPENING + CLOSING, CLOSING + OPENING, strict=True))
CLOSES = {")": "(", "]": "[", "”": "“", "’": "‘"}


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of a row, from where to where; ``kept``: it runs from left to right."""

    start: int
    end: int
    kept: bool


def read_out(look: str) -> tuple[str, list[int]]:
    """A row as it is read, and the place in ``look`` of each of its characters.

    ``look``: its characters from left to right, brackets as they look.
    """
    ordered = [(n, run.kept) for run in reversed(list(runs(look))) for n in range(run.start, run.end)]
    said = (look[n] if kept else MIRROR.get(look[n], look[n]) for n, kept in ordered)
    return "".join(said), [n for n, _ in ordered]


def shapes(texts: list[str]) -> bool:
    """Whether the brackets of rows are given as they look, and not as they are meant: most open towards a word."""
    whole = "\n".join(texts)
    as_looked = len(re.findall(r"(?<![^\s(])[(](?=\w)|(?<=\w)[)](?![^\s).,;:،؛(])", whole))
    as_meant = len(re.findall(r"(?<![^\s)])[)](?=\w)|(?<=\w)[(](?![^\s(.,;:،؛)])", whole))
    return as_looked >= as_meant


def runs(look: str) -> Iterator[Run]:
    """The runs of a row, from left to right: phrases, numbers, and single characters with their signs."""
    n = 0
    while n < len(look):
        end = _phrase(look, n) or _number(look, n)
        kept = bool(end)
        end = end or n + 1
        while not kept and end < len(look) and unicodedata.combining(look[end]):
            end += 1
        yield Run(n, end, kept)
        n = end


def _number(look: str, n: int) -> int:
    """Where a number from ``n`` on ends; two years that count up are one. 0 where none begins."""
    found = YEARS.match(look, n)
    if found and found[1] < found[2]:
        return found.end()
    found = NUMBER.match(look, n)
    return found.end() if found else 0


def _phrase(look: str, n: int) -> int:
    """Where a Latin phrase, a symbol or a Latin word from ``n`` on ends; 0 where none begins."""
    word = WORD.match(look, n)
    if not word or not HAS_LETTER.search(word[0]):
        return 0
    end, words = _whole(look, word), 1
    while step := _next(look, n, end, words):
        end, words = step, words + 1
    end = _closed(look, n, end)
    if address := ADDRESS.match(look, end):
        return address.end()
    stop = STOPS.match(look, end)
    return stop.end() if stop else end


def _whole(look: str, word: re.Match[str]) -> int:
    """Where a word ends with the brackets that belong to it: A/CONF.157/24 (Part I)/Corr.1."""
    end = word.end()
    while aside := SESSION.match(look, end) or (SYMBOL.search(look, word.start(), end) and ASIDE.match(look, end)):
        further = FURTHER.match(look, aside.end())
        end = further.end() if further else aside.end()
    return end


def _next(look: str, start: int, end: int, words: int) -> int:
    """Where the next word of a phrase ends that goes from ``start`` to ``end`` so far; 0 where it goes on no more."""
    gap = ON.match(look, end)
    word = WORD.match(look, gap.end()) if gap else None
    if gap is None or word is None:
        return 0
    last, lettered = look[start:end], HAS_LETTER.search(word[0])
    if gap[0].isspace() and (SYMBOL.search(word[0]) or SYMBOL.search(last.split()[-1]) or (words < 2 and not lettered)):
        return 0
    if gap[0][0] in CLOSES and not _open(last, gap[0][0]):
        return 0
    if gap[0][-1] == "(" and (CALL.match(look, word.start()) or ")" not in look[word.end() :]):
        return 0
    return _whole(look, word)


def _open(text: str, mark: str) -> bool:
    """Whether a text opens what ``mark`` closes."""
    return text.count(CLOSES[mark]) > text.count(mark)


def _closed(look: str, start: int, end: int) -> int:
    """Where a phrase ends with the mark that closes what it opens."""
    mark = look[end : end + 1]
    return end + 1 if mark in CLOSES and _open(look[start:end], mark) else end
