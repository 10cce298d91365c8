"""The lines of a block of notes to notes: each number with its words, those numbers too that were put apart.

Extractors go by height: a number that is set small and high may come before its note's line, on a line of its own,
or after the whole block.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from engross.readers.lines.lines import BARE_NUMBER, Line

LEADING_NOTE_NUMBER = re.compile(
    r"(\d{1,3}|\*{1,3})(?:\s+|$|(?=[^\d\s.,，、/)）:%])(?![-–‑]\d))|[(（](\d{1,3})[)）](?!\d)\s*"
)
DASHED_PARAGRAPH_NUMBER = re.compile(r"\d{1,3}\s?[-–](?=\s|$)")  # 1 -  as Arabic numbers paragraphs
SENTENCE_ENDS = ("。", ".", "！", "？", "”", '"', ")", "）", "]", "」", "》")
LIKELY_NOTE_START = re.compile(
    r"[A-ZÀ-ÞА-ЯЁ《“«第同见\[]|\w+/"
)  # what a note is likelier to begin with than to go on with


@dataclass(frozen=True, slots=True)
class RawNote:
    """A note as it stands at a page's foot: its number, its lines (the number cut off), the page it stands on.

    ``apart``: the line of the number, where that stands apart from the words.
    """

    number: str
    lines: tuple[Line, ...]
    page: int
    number_line: Line | None = None


@dataclass(frozen=True, slots=True)
class NoteBlock:
    """A block of notes taken apart: words that go on from the page before, the notes, and what is no part of either."""

    before: tuple[Line, ...]
    notes: tuple[RawNote, ...]


def read_leading_number(text: str) -> tuple[str, int]:
    """The number or stars that a line begins with as a note does, and where its words begin; "" for none."""
    own = None if DASHED_PARAGRAPH_NUMBER.match(text) else LEADING_NOTE_NUMBER.match(text)
    return (own[1] or own[2], own.end()) if own else ("", 0)


def read_bare_number(text: str) -> int:
    """The number that a line is and nothing else; 0 for none."""
    bare = BARE_NUMBER.fullmatch(text)
    return int(bare[1]) if bare else 0


def count_following_notes(lines: list[Line], expected: int) -> int:
    """How many notes count on from ``expected`` in these lines, in whatever order their numbers stand."""
    return count_following_numbers({read_leading_number(line.text)[0] for line in lines}, expected)


def count_following_numbers(shown: set[str], expected: int) -> int:
    """How many numbers count on from ``expected`` among those ``shown``."""
    count = 0
    while str(expected + count) in shown:
        count += 1
    return count


@dataclass(frozen=True, slots=True)
class _WordLine:
    """A line of words in a block, the number that it begins with ("" for none), and that number's own line."""

    line: Line
    number: str = ""
    number_line: Line | None = None


def split_note_block(lines: list[Line], expected: int) -> NoteBlock:
    """The notes of a block, which count from ``expected`` on."""
    due = {str(expected + n) for n in range(count_following_notes(lines, expected))}
    words, free = _split_words_and_numbers(lines, due)
    anchors = _find_anchors(words, expected, len(due))
    missing = sorted(due - {words[a].number for a in anchors}, key=int)
    starts = _find_note_starts(words, anchors, (expected, expected + len(due)))
    first = min(starts, default=len(words))
    spare = {str(read_bare_number(line.text)): line for line in free}
    notes = []
    for start, end in pairwise([*sorted(starts), len(words)]):
        number, apart = starts[start], words[start].number_line
        if number in missing:
            apart = spare.get(number)
        notes.append(RawNote(number, tuple(w.line for w in words[start:end]), words[start].line.page, apart))
    return NoteBlock(tuple(w.line for w in words[:first]), tuple(notes))


def _split_words_and_numbers(lines: list[Line], due: set[str]) -> tuple[list[_WordLine], list[Line]]:
    """The lines of words, each with the number that stands before it; and the numbers without words behind them."""
    words: list[_WordLine] = []
    run: list[Line] = []
    free: list[Line] = []
    alone = {str(read_bare_number(line.text)) for line in lines}
    for line in lines:
        number, end = read_leading_number(line.text)
        if read_bare_number(line.text) and str(read_bare_number(line.text)) in due:
            run.append(line)
            continue
        inline = (number in due and number not in alone) or number.startswith("*")
        if run and not inline:
            run.sort(key=lambda one: read_bare_number(one.text))
            words.append(_WordLine(line, str(read_bare_number(run[0].text)), run[0]))
            free += run[1:]
        else:
            free += run
            words.append(_WordLine(replace(line, text=line.text[end:]), number) if inline else _WordLine(line))
        run = []
    return words, free + run


def _find_anchors(words: list[_WordLine], expected: int, count: int) -> list[int]:
    """The lines whose numbers can be right: they count up, with at least a line for each note between."""
    found: list[int] = []
    last, at = expected - 1, -1
    for n, one in enumerate(words):
        if one.number.startswith("*"):
            found.append(n)
        elif one.number and last < int(one.number) < expected + count and n - max(at, 0) >= int(one.number) - last - 1:
            if at < 0 and n < int(one.number) - expected:
                continue
            found.append(n)
            last, at = int(one.number), n
    return found


def _find_note_starts(words: list[_WordLine], anchors: list[int], span: tuple[int, int]) -> dict[int, str]:
    """Where each note begins: at its own number; where that stands apart, at the likeliest line between the others."""
    starts = {n: words[n].number for n in anchors}
    numbered = [(n, int(words[n].number)) for n in anchors if words[n].number.isdigit()]
    first = numbered[0] if numbered else (len(words), span[1])
    if first[1] > span[0] and first[0] > 0:
        starts[0] = str(span[0])
        numbered.insert(0, (0, span[0]))
    for (a, x), (b, y) in pairwise([*numbered, (len(words), span[1])]):
        likely = sorted(range(a + 1, b), key=lambda n: -_rate_note_start(words, n))[: y - x - 1]
        starts |= {n: str(x + count) for count, n in enumerate(sorted(likely), 1)}
    return starts


def _rate_note_start(words: list[_WordLine], n: int) -> float:
    """How likely a note begins at a line: the one before ends a sentence, or early; its own words are a beginning."""
    before, line = words[n - 1].line.text, words[n].line.text
    return 2.0 * before.endswith(SENTENCE_ENDS) + bool(LIKELY_NOTE_START.match(line)) + 0.5 * (len(before) < 60)


def continue_last_note(notes: list[RawNote], before: tuple[Line, ...]) -> Iterator[RawNote]:
    """The notes, the last of them going on with the lines that stand before the next page's first note."""
    if not notes or not before:
        yield from notes
        return
    yield from notes[:-1]
    yield replace(notes[-1], lines=(*notes[-1].lines, *before))
