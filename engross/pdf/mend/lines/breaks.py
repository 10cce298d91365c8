"""Where a line of Chinese may end: UAX 14 as Pango has it, quotation marks that open and close, clreq's prohibitions.

A place is a number of characters: a line may end before the character of that number.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from weasyprint.text.line_break import get_log_attrs

from engross.pdf.mend.lines.marks import (
    ADDRESS,
    HAN,
    JOINERS,
    NEWLINE,
    NO_END,
    NO_START,
    QUOTES,
    SPACES,
    SYMBOL,
    plain,
    solid,
    wide,
)

BLANKS = "".join(sorted(SPACES | JOINERS))


@dataclass(frozen=True, slots=True)
class Run:
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
class Places:
    """Where lines may end: ``free`` always; ``soft`` in an element longer than a line, ``bound`` in such a symbol."""

    free: list[int]
    soft: list[int]
    bound: list[int]


def places(run: Run) -> Places:
    """The places of a paragraph, its end not among them, in order."""
    text = run.text
    marks: Any = get_log_attrs(text, run.lang)
    inner, alone = _symbols(text), _alone(run)
    free: list[int] = []
    soft: list[int] = []
    bound: list[int] = []
    plains = list(map(plain, text))
    for n in range(1, len(text)):
        before, after = text[n - 1], text[n]
        quoted = (before in QUOTES or after in QUOTES) and _quoted(before, after)
        if not (marks[n].is_line_break or quoted) or not run.whole[n] or run.calls[n]:
            continue
        if not (plains[n - 1] and plains[n]) and (apart(before, after) or _opened(text, n)):
            continue
        if n in inner:
            bound.append(n)
        elif run.kept[n] and run.kept[n] == run.kept[n - 1]:
            soft.append(n)
        elif n not in alone:
            free.append(n)
    return Places(free, soft, bound)


def forbidden(run: Run, n: int) -> bool:
    """Whether no line may end before character ``n`` at any rate: within a cluster or mark, before a call."""
    return not run.whole[n] or run.calls[n] or apart(run.text[n - 1], run.text[n]) or _opened(run.text, n)


@cache  # asked for each character, deep in a layout, where calls cost more than what they do
def apart(before: str, after: str) -> bool:
    """Whether two characters may not be parted by a line's end."""
    return before in JOINERS or after in JOINERS or after in NO_START or before in NO_END


def _opened(text: str, n: int) -> bool:
    """Whether the spaces before character ``n`` follow an opening mark, which would end the line when they are gone."""
    return text[n - 1] in SPACES and text[:n].rstrip(BLANKS)[-1:] in NO_END


def _quoted(before: str, after: str) -> bool:
    """Whether a quotation mark opens or closes here beside Han; UAX 14 keeps both its sides together."""
    opens = after in QUOTES and after in NO_END and wide(before)
    closes = before in QUOTES and before in NO_START and wide(after)
    return opens or closes


def _symbols(text: str) -> set[int]:
    """The places within document symbols; addresses may be broken as UAX 14 says."""
    if "/" not in text:
        return set()
    free = {n for m in ADDRESS.finditer(text) for n in range(m.start() + 1, m.end())}
    inner = {n for m in SYMBOL.finditer(text) for n in range(m.start() + 1, m.end())}
    return inner - free


def _alone(run: Run) -> set[int]:
    """The places that would leave one character alone on a last line, with its marks and calls."""
    out: set[int] = set()
    text = run.text
    ends = [n for n, character in enumerate(text) if character == NEWLINE]
    for end in (*ends, len(text)):
        count = 0
        for n in range(end - 1, 0, -1):
            count += solid(text[n]) and not run.calls[n]
            if count > 1 or text[n] == NEWLINE:
                break
            out.add(n)
    return out


def is_chinese(text: str) -> bool:
    """Whether there is Han in a text."""
    return HAN.search(text) is not None
