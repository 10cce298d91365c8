"""Split a block of note lines into notes, reuniting each number with its text where the extractor separated them.

Extractors go by height: a number set small and high may come before its note's line, on a line of its own, or after the
whole block.
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
DASHED_PARAGRAPH_NUMBER = re.compile(r"\d{1,3}\s?[-–](?=\s|$)")  # “1 - ”, as Arabic texts number paragraphs
SENTENCE_ENDS = ("。", ".", "！", "？", "”", '"', ")", "）", "]", "」", "》")
LIKELY_NOTE_START = re.compile(
    r"[A-ZÀ-ÞА-ЯЁ《“«第同见\[]|\w+/"
)  # more likely the beginning of a note than its continuation


@dataclass(frozen=True, slots=True)
class RawNote:
    """A note at a page's foot: its number, its lines without the number, the page it stands on.

    ``number_line``: the line of the number, if that stands apart from the words.
    """

    number: str
    lines: tuple[Line, ...]
    page: int
    number_line: Line | None = None


@dataclass(frozen=True, slots=True)
class NoteBlock:
    """A block of notes taken apart: the lines that continue the page before, and the notes."""

    before: tuple[Line, ...]
    notes: tuple[RawNote, ...]


def read_leading_number(text: str) -> tuple[str, int]:
    """Return the number or stars that a line begins with as a note does ("" for none), and where its words begin."""
    match = None if DASHED_PARAGRAPH_NUMBER.match(text) else LEADING_NOTE_NUMBER.match(text)
    return (match[1] or match[2], match.end()) if match else ("", 0)


def read_bare_number(text: str) -> int:
    """Return the number that a line is and nothing else; 0 for none."""
    bare = BARE_NUMBER.fullmatch(text)
    return int(bare[1]) if bare else 0


def count_following_notes(lines: list[Line], expected: int) -> int:
    """Return how many notes count on from ``expected`` in these lines, in whatever order their numbers stand."""
    return count_following_numbers({read_leading_number(line.text)[0] for line in lines}, expected)


def count_following_numbers(shown: set[str], expected: int) -> int:
    """Return how many consecutive numbers, from ``expected`` on, are among those ``shown``."""
    count = 0
    while str(expected + count) in shown:
        count += 1
    return count


@dataclass(frozen=True, slots=True)
class _WordLine:
    """A line of words in a block, the number that belongs to it ("" for none), and that number's own line."""

    line: Line
    number: str = ""
    number_line: Line | None = None


def split_note_block(lines: list[Line], expected: int) -> NoteBlock:
    """Split a block into its notes, which count from ``expected`` on."""
    due = {str(expected + n) for n in range(count_following_notes(lines, expected))}
    words, free_numbers = _split_words_and_numbers(lines, due)
    anchors = _find_anchors(words, expected, len(due))
    missing = sorted(due - {words[anchor].number for anchor in anchors}, key=int)
    starts = _find_note_starts(words, anchors, (expected, expected + len(due)))
    first = min(starts, default=len(words))
    spare = {str(read_bare_number(line.text)): line for line in free_numbers}
    notes = []
    for start, end in pairwise([*sorted(starts), len(words)]):
        number, number_line = starts[start], words[start].number_line
        if number in missing:
            number_line = spare.get(number)
        notes.append(RawNote(number, tuple(w.line for w in words[start:end]), words[start].line.page, number_line))
    return NoteBlock(tuple(w.line for w in words[:first]), tuple(notes))


def _split_words_and_numbers(lines: list[Line], due: set[str]) -> tuple[list[_WordLine], list[Line]]:
    """Return the lines of words, each with the number before it, and the number lines without words behind them."""
    words: list[_WordLine] = []
    pending: list[Line] = []
    free_numbers: list[Line] = []
    bare_numbers = {str(read_bare_number(line.text)) for line in lines}
    for line in lines:
        number, end = read_leading_number(line.text)
        if read_bare_number(line.text) and str(read_bare_number(line.text)) in due:
            pending.append(line)
            continue
        inline = (number in due and number not in bare_numbers) or number.startswith("*")
        if pending and not inline:
            pending.sort(key=lambda number_line: read_bare_number(number_line.text))
            words.append(_WordLine(line, str(read_bare_number(pending[0].text)), pending[0]))
            free_numbers += pending[1:]
        else:
            free_numbers += pending
            words.append(_WordLine(replace(line, text=line.text[end:]), number) if inline else _WordLine(line))
        pending = []
    return words, free_numbers + pending


def _find_anchors(words: list[_WordLine], expected: int, count: int) -> list[int]:
    """Return the indices of lines whose numbers can be right: they count up, with a line for each note between."""
    anchors: list[int] = []
    last, last_index = expected - 1, -1
    for n, word_line in enumerate(words):
        if word_line.number.startswith("*"):
            anchors.append(n)
        elif (
            word_line.number
            and last < int(word_line.number) < expected + count
            and n - max(last_index, 0) >= int(word_line.number) - last - 1
        ):
            if last_index < 0 and n < int(word_line.number) - expected:
                continue
            anchors.append(n)
            last, last_index = int(word_line.number), n
    return anchors


def _find_note_starts(words: list[_WordLine], anchors: list[int], span: tuple[int, int]) -> dict[int, str]:
    """Return the number of each note by the index of its first line.

    A note begins at its own number; if that stands apart, at the likeliest line between the others.
    """
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
    """Rate how likely a note begins at line ``n``: the line before ends a sentence or is short; a note begins so."""
    before, line = words[n - 1].line.text, words[n].line.text
    return 2.0 * before.endswith(SENTENCE_ENDS) + bool(LIKELY_NOTE_START.match(line)) + 0.5 * (len(before) < 60)


def continue_last_note(notes: list[RawNote], before: tuple[Line, ...]) -> Iterator[RawNote]:
    """Yield the notes; the last one continues with the lines that stand before the next page's first note."""
    if not notes or not before:
        yield from notes
        return
    yield from notes[:-1]
    yield replace(notes[-1], lines=(*notes[-1].lines, *before))


def find_next_number(notes: list[RawNote]) -> int:
    """Return the number after the greatest of the notes; 1 if none has a number."""
    numbers = [int(note.number) for note in notes if note.number.isdigit()]
    return max(numbers, default=0) + 1
