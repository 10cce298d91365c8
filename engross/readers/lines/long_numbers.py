"""Find paragraph numbers from 1000 on.

A line begins with one only where the numbers before lead to it; else it begins with a year.
"""

from __future__ import annotations

from dataclasses import replace

from engross.grammars.numbering import LONG_NUMBER_PATTERN, marker_number, match_marker
from engross.readers.lines.lines import Line
from engross.readers.lines.paragraph_numbers import SKIPPED_NUMBERS


def mark_long_numbers(lines: list[Line]) -> list[Line]:
    """Mark lines that begin with a number of four figures that is next to the last; return all lines."""
    last = 0
    out = list(lines)
    for n, line in enumerate(lines):
        marker = match_marker(line.text)
        number = marker_number(marker[0]) or 0 if marker and marker.lastgroup == "number" else 0
        long = None if marker or last < 999 else LONG_NUMBER_PATTERN.match(line.text)
        if last < number <= last + SKIPPED_NUMBERS:
            last = number
        elif long and marker_number(long[0]) == last + 1:
            last += 1
            out[n] = replace(line, long_number=long.end())
    return out
