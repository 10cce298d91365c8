"""Numbers of paragraphs from 1000 on: a line begins with one only where those before lead to it, else with a year."""

from __future__ import annotations

from dataclasses import replace

from engross.marker import LONG_NUMBER, count, marker_at
from engross.structure.raw.lines import Line
from engross.structure.raw.paragraphs import SKIPPED


def mark_long_numbers(lines: list[Line]) -> list[Line]:
    """Return the lines of a text, those known that begin with a number of four figures next to the one before."""
    last = 0
    out = list(lines)
    for n, line in enumerate(lines):
        found = marker_at(line.text)
        number = count(found[0]) or 0 if found and found.lastgroup == "number" else 0
        long = None if found or last < 999 else LONG_NUMBER.match(line.text)
        if last < number <= last + SKIPPED:
            last = number
        elif long and count(long[0]) == last + 1:
            last += 1
            out[n] = replace(line, long_number=long.end())
    return out
