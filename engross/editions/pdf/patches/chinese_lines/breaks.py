"""Find where a Chinese line may end: by Pango's UAX 14, directed quotation marks and clreq's prohibitions.

A place is the index of a character: a line may end before it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Any

from engross_weasyprint.text.line_break import get_log_attrs

from engross.editions.pdf.patches.chinese_lines.char_classes import (
    DOCUMENT_SYMBOL,
    HAN_CHARACTER,
    JOINERS,
    NEWLINE,
    NO_LINE_END,
    NO_LINE_START,
    QUOTATION_MARKS,
    SPACES,
    SYMBOL_JOINT,
    WEB_ADDRESS,
    is_wide,
    is_wide_letter,
    is_word_character,
)

BLANK_CHARACTERS = "".join(sorted(SPACES | JOINERS))


@dataclass(frozen=True, slots=True)
class BreakableText:
    """A paragraph's text as breaking needs it. The lists have an entry for each character.

    ``calls``: whether it belongs to a note's call; ``whole``: whether a cluster begins at it; ``kept``: the number of
    the element that keeps it on one line (``white-space: nowrap``), 0 for none.
    """

    text: str
    lang: str
    calls: list[bool]
    whole: list[bool]
    kept: list[int]


@dataclass(frozen=True, slots=True)
class BreakPlaces:
    """Where lines may end: ``free`` always; ``soft``, ``bound`` in an element or a symbol longer than a line."""

    free: list[int]
    soft: list[int]
    bound: list[int]


def find_break_places(run: BreakableText) -> BreakPlaces:
    """Return the places of a paragraph in order, without its end."""
    text = run.text
    log_attrs: Any = get_log_attrs(text, run.lang)
    in_symbols, before_last = find_places_in_symbols(text), _find_places_before_last(run)
    free: list[int] = []
    soft: list[int] = []
    bound: list[int] = []
    are_wide_letters = list(map(is_wide_letter, text))
    for n in range(1, len(text)):
        before, after = text[n - 1], text[n]
        is_quoted = (before in QUOTATION_MARKS or after in QUOTATION_MARKS) and _is_quotation_edge(before, after)
        if not (log_attrs[n].is_line_break or is_quoted) or not run.whole[n] or run.calls[n]:
            continue
        if not (are_wide_letters[n - 1] and are_wide_letters[n]) and (
            is_inseparable(before, after) or _is_behind_opening_mark(text, n)
        ):
            continue
        if n in in_symbols:
            bound += (n,) if may_part_symbol(text, n) else ()
        elif run.kept[n] and run.kept[n] == run.kept[n - 1]:
            soft.append(n)
        elif n not in before_last:
            free.append(n)
    return BreakPlaces(free, soft, bound)


def is_forbidden_break(run: BreakableText, n: int) -> bool:
    """Return whether no line may ever end before character ``n``: within a cluster or mark, before a call."""
    return (
        not run.whole[n]
        or run.calls[n]
        or is_inseparable(run.text[n - 1], run.text[n])
        or _is_behind_opening_mark(run.text, n)
    )


@cache  # called for each character, where the call costs more than the answer
def is_inseparable(before: str, after: str) -> bool:
    """Return whether no line may end between two characters."""
    return before in JOINERS or after in JOINERS or after in NO_LINE_START or before in NO_LINE_END


def _is_behind_opening_mark(text: str, n: int) -> bool:
    """Return whether the spaces before character ``n`` follow an opening mark, which would end the line."""
    return text[n - 1] in SPACES and text[:n].rstrip(BLANK_CHARACTERS)[-1:] in NO_LINE_END


def _is_quotation_edge(before: str, after: str) -> bool:
    """Return whether a quotation mark opens or closes here beside Han; UAX 14 allows no break on either side."""
    opens = after in QUOTATION_MARKS and after in NO_LINE_END and is_wide(before)
    closes = before in QUOTATION_MARKS and before in NO_LINE_START and is_wide(after)
    return opens or closes


def may_part_symbol(text: str, n: int) -> bool:
    """Return whether a document symbol may end a line before character ``n``: behind a stroke, or between two symbols.

    Never before a number: it names nothing without what is before it.
    """
    return (text[n - 1] == "/" and text[n].isalpha()) or SYMBOL_JOINT.match(text, n - 1) is not None


def find_places_in_symbols(text: str, figure: str = "") -> set[int]:
    """Return the places within document symbols, except those within web addresses, which follow UAX 14.

    ``figure``: a pattern of what is in each; without one HIV/AIDS is a symbol.
    """
    if "/" not in text:
        return set()
    free = {n for m in WEB_ADDRESS.finditer(text) for n in range(m.start() + 1, m.end())}
    symbols = (m for m in DOCUMENT_SYMBOL.finditer(text) if re.search(figure, m[0]))
    return {n for m in symbols for n in range(m.start() + 1, m.end())} - free


def _find_places_before_last(run: BreakableText) -> set[int]:
    """Return the places that would leave a single character, with its marks and calls, on a last line."""
    places: set[int] = set()
    text = run.text
    ends = [n for n, character in enumerate(text) if character == NEWLINE]
    for end in (*ends, len(text)):
        count = 0
        for n in range(end - 1, 0, -1):
            count += is_word_character(text[n]) and not run.calls[n]
            if count > 1 or text[n] == NEWLINE:
                break
            places.add(n)
    return places


def has_han(text: str) -> bool:
    """Return whether a text contains a Han character."""
    return HAN_CHARACTER.search(text) is not None
