"""Numbers of paragraphs from 1000 on: a line begins with one only where those before lead to it, else with a year."""

from __future__ import annotations

from dataclasses import replace

from engross.grammars.numbering import LONG_NUMBER_PATTERN, marker_number, match_marker
from engross.readers.lines.lines import Line
from engross.readers.lines.paragraphs import SKIPPED_NUMBERS


def mark_long_numbers(lines: list[Line]) -> list[Line]:
    """Return the lines of a text, those known that begin with a number of four figures next to the one before."""
    last = 0
    out = list(lines)
    for n, line in enumerate(lines):
        found = match_marker(line.text)
        number = marker_number(found[0]) or 0 if found and found.lastgroup == "number" else 0
        long = None if found or last < 999 else LONG_NUMBER_PATTERN.match(line.text)
        if last < number <= last + SKIPPED_NUMBERS:
            last = number
        elif long and marker_number(long[0]) == last + 1:
            last += 1
            out[n] = replace(line, long_number=long.end())
    return out
