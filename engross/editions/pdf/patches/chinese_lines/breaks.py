"""Where a line of Chinese may end: UAX 14 as Pango has it, quotation marks that open and close, clreq's prohibitions.

A place is a number of characters: a line may end before the character of that number.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from weasyprint.text.line_break import get_log_attrs

from engross.editions.pdf.patches.chinese_lines.char_classes import (
    DOCUMENT_SYMBOL,
    HAN_CHARACTER,
    JOINERS,
    NEWLINE,
    NO_LINE_END,
    NO_LINE_START,
    QUOTATION_MARKS,
    SPACES,
    WEB_ADDRESS,
    is_wide,
    is_wide_letter,
    is_word_character,
)

BLANK_CHARACTERS = "".join(sorted(SPACES | JOINERS))


@dataclass(frozen=True, slots=True)
class BreakableText:
    """A paragraph's text as breaking needs it: the characters; their language; which are of notes' calls.

    ``whole``: whether a cluster begins at a character; ``kept``: the number of the element that keeps it on one
    line (``white-space: nowrap``), 0 for none.
    """

    text: str
    lang: str
    calls: list[bool]
    whole: list[bool]
    kept: list[int]


@dataclass(frozen=True, slots=True)
class BreakPlaces:
    """Where lines may end: ``free`` always; ``soft`` in an element longer than a line, ``bound`` in such a symbol."""

    free: list[int]
    soft: list[int]
    bound: list[int]


def find_break_places(run: BreakableText) -> BreakPlaces:
    """The places of a paragraph, its end not among them, in order."""
    text = run.text
    marks: Any = get_log_attrs(text, run.lang)
    inner, alone = _find_places_in_symbols(text), _find_places_before_last(run)
    free: list[int] = []
    soft: list[int] = []
    bound: list[int] = []
    plains = list(map(is_wide_letter, text))
    for n in range(1, len(text)):
        before, after = text[n - 1], text[n]
        quoted = (before in QUOTATION_MARKS or after in QUOTATION_MARKS) and _is_quotation_edge(before, after)
        if not (marks[n].is_line_break or quoted) or not run.whole[n] or run.calls[n]:
            continue
        if not (plains[n - 1] and plains[n]) and (is_inseparable(before, after) or _is_behind_opening_mark(text, n)):
            continue
        if n in inner:
            bound.append(n)
        elif run.kept[n] and run.kept[n] == run.kept[n - 1]:
            soft.append(n)
        elif n not in alone:
            free.append(n)
    return BreakPlaces(free, soft, bound)


def is_forbidden_break(run: BreakableText, n: int) -> bool:
    """Whether no line may end before character ``n`` at any rate: within a cluster or mark, before a call."""
    return (
        not run.whole[n]
        or run.calls[n]
        or is_inseparable(run.text[n - 1], run.text[n])
        or _is_behind_opening_mark(run.text, n)
    )


@cache  # asked for each character, deep in a layout, where calls cost more than what they do
def is_inseparable(before: str, after: str) -> bool:
    """Whether two characters may not be parted by a line's end."""
    return before in JOINERS or after in JOINERS or after in NO_LINE_START or before in NO_LINE_END


def _is_behind_opening_mark(text: str, n: int) -> bool:
    """Whether the spaces before character ``n`` follow an opening mark, which would end the line when they are gone."""
    return text[n - 1] in SPACES and text[:n].rstrip(BLANK_CHARACTERS)[-1:] in NO_LINE_END


def _is_quotation_edge(before: str, after: str) -> bool:
    """Whether a quotation mark opens or closes here beside Han; UAX 14 keeps both its sides together."""
    opens = after in QUOTATION_MARKS and after in NO_LINE_END and is_wide(before)
    closes = before in QUOTATION_MARKS and before in NO_LINE_START and is_wide(after)
    return opens or closes


def _find_places_in_symbols(text: str) -> set[int]:
    """The places within document symbols; addresses may be broken as UAX 14 says."""
    if "/" not in text:
        return set()
    free = {n for m in WEB_ADDRESS.finditer(text) for n in range(m.start() + 1, m.end())}
    inner = {n for m in DOCUMENT_SYMBOL.finditer(text) for n in range(m.start() + 1, m.end())}
    return inner - free


def _find_places_before_last(run: BreakableText) -> set[int]:
    """The places that would leave one character alone on a last line, with its marks and calls."""
    out: set[int] = set()
    text = run.text
    ends = [n for n, character in enumerate(text) if character == NEWLINE]
    for end in (*ends, len(text)):
        count = 0
        for n in range(end - 1, 0, -1):
            count += is_word_character(text[n]) and not run.calls[n]
            if count > 1 or text[n] == NEWLINE:
                break
            out.add(n)
    return out


def has_han(text: str) -> bool:
    """Whether there is Han in a text."""
    return HAN_CHARACTER.search(text) is not None
