"""Split notes that an extractor put on one line: PDFium goes on where a line would have been short."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import groupby

from engross.readers.lines.lines import NOTE_RULE, TEXT_LINE, Line
from engross.readers.lines.note_blocks import read_leading_number

NEXT_NOTE_NUMBER = re.compile(r"(?<=[.)”]) (?=(\d{1,3}) [A-ZÀ-ÞА-ЯЁ])")


def split_note_lines(lines: list[Line]) -> list[Line]:
    """Split lines under a page's rule that hold two notes: the number of the second begins no line of the page."""
    if any(line.calls is not None for line in lines) or not any(line.kind == NOTE_RULE for line in lines):
        return lines
    out: list[Line] = []
    for _, page in groupby(lines, key=lambda line: line.page):
        whole = list(page)
        start = next((n for n, line in enumerate(whole) if line.kind == NOTE_RULE), len(whole))
        begun = {read_leading_number(line.text)[0] for line in whole[start:]}
        out += [*whole[:start], *(part for line in whole[start:] for part in _split_at_numbers(line, begun))]
    return out


def _split_at_numbers(line: Line, begun: set[str]) -> Iterator[Line]:
    """Yield the pieces of a line, cut before each number that counts on from the one the line begins with.

    A line that begins with no number is cut before the number that precedes one of the page. ``begun``: the numbers
    that lines of the page begin with.
    """
    number = read_leading_number(line.text)[0]
    cut, last = 0, int(number) if number.isdigit() else None
    for match in NEXT_NOTE_NUMBER.finditer(line.text) if number and line.kind == TEXT_LINE else ():
        is_next = int(match[1]) == last + 1 if last is not None else str(int(match[1]) + 1) in begun
        if is_next and match[1] not in begun:
            yield _cut_line(line, cut, match.start())
            cut, last = match.end(), int(match[1])
    yield _cut_line(line, cut, len(line.text))


def _cut_line(line: Line, start: int, end: int) -> Line:
    return replace(line, text=line.text[start:end], column=start + 1 if start else line.column)
