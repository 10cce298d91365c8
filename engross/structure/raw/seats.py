"""The lines of a block of notes to notes: each number with its words, those numbers too that were put apart.

Extractors go by height: a number that is set small and high may come before its note's line, on a line of its own,
or after the whole block.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from engross.structure.raw.lines import Line

OWN_NUMBER = re.compile(r"(\d{1,3}|\*{1,3})(?:\s+|$|(?=[^\d\s.,，、/)）:%]))")
BARE = re.compile(r"\d{1,3}")
SENTENCE_ENDS = ("。", ".", "！", "？", "”", '"', ")", "）", "]", "」", "》")


@dataclass(frozen=True, slots=True)
class RawNote:
    """A note as it stands at a page's foot: its number, its lines (the number cut off), the page it stands on.

    ``apart``: the line of the number, where that stands apart from the words.
    """

    number: str
    lines: tuple[Line, ...]
    page: int
    apart: Line | None = None


def cut(lines: list[Line], expected: int) -> list[RawNote]:
    """The notes of a block, which count from ``expected`` on."""
    lone = apart(lines, expected)
    notes: list[RawNote] = []
    rest = [line for line in lines if line not in lone]
    if lone and (OWN_NUMBER.match(rest[0].text) is None or not _anchored(rest[0], expected, lone)):
        first, lone = lone[0], lone[1:]
        notes.append(RawNote(first.text, (), first.page, first))
        expected = int(first.text) + 1
    for line in rest:
        own = OWN_NUMBER.match(line.text)
        if own and (_anchored(line, expected, lone) or own[1].startswith("*")):
            words = replace(line, text=line.text[own.end() :])
            notes.append(RawNote(own[1], (words,), line.page))
            expected = int(own[1]) + 1 if own[1].isdigit() else expected
        elif notes:
            notes[-1] = replace(notes[-1], lines=(*notes[-1].lines, line))
    return _seated(notes, lone)


def apart(lines: list[Line], expected: int) -> list[Line]:
    """The numbers of a block that no words follow, lowest first: nothing but such numbers stands behind them."""
    found: list[Line] = []
    for line in reversed(lines):
        if not BARE.fullmatch(line.text):
            break
        found.append(line)
    whole = len(found) < len(lines)
    return sorted((f for f in found if whole and int(f.text) >= expected), key=lambda line: int(line.text))


def _anchored(line: Line, expected: int, lone: Iterable[Line]) -> bool:
    """Whether a line begins with the next number in turn, those that stand apart passed over."""
    own = OWN_NUMBER.match(line.text)
    passed = {line.text for line in lone}
    while str(expected) in passed:
        if own and own[1] == str(expected):
            return True
        expected += 1
    return bool(own) and own is not None and own[1] == str(expected)


def _seated(notes: list[RawNote], lone: list[Line]) -> list[RawNote]:
    """The notes with each number apart given the words that follow the note before it, from its sentence's end on."""
    for number in lone:
        at = max((n for n, note in enumerate(notes) if _count(note) < int(number.text)), default=-1)
        split = _sentence(notes[at].lines) if at >= 0 else 0
        if not split:
            continue
        before, after = notes[at].lines[:split], notes[at].lines[split:]
        notes[at : at + 1] = [replace(notes[at], lines=before), RawNote(number.text, after, after[0].page, number)]
    return notes


def _count(note: RawNote) -> int:
    return int(note.number) if note.number.isdigit() else 0


def _sentence(lines: tuple[Line, ...]) -> int:
    """How many lines make up the first sentence, where more lines follow it; 0 for none."""
    ends = (n for n, line in enumerate(lines[:-1], 1) if line.text.endswith(SENTENCE_ENDS))
    return next(ends, 0)
