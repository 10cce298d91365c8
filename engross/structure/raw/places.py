"""Where numbers stand in the lines of a body, and what stands around them: what tells whether one is a note's call."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from engross.marker import marker_at
from engross.structure.raw.lines import TEXT, Line

RUNS = re.compile(r"[\d*]+")
FIGURES = 3  # of a note's number, at most; as many stars
CONTEXT = 120  # characters before and behind a number that tell what it is
EDGE = 12  # characters of the line before, and of the one behind, that do


@dataclass(frozen=True, slots=True)
class Places:
    """The lines of a body, and the places among them of those that have each number, if only as part of another."""

    lines: list[Line]
    numbers: Mapping[str, list[int]]

    def having(self, number: str) -> list[tuple[int, Line]]:
        """Return the lines of text that have a number, each with its place."""
        return [(n, self.lines[n]) for n in self.numbers.get(number, ()) if n < len(self.lines)]

    def upto(self, stop: int) -> Places:
        """Return the lines before a place."""
        return Places(self.lines[:stop], self.numbers)

    def before(self, n: int, start: int) -> str:
        """Return what stands before a place of line ``n``, as far as it tells about a number there."""
        tail = self.lines[n - 1].text[-EDGE:] if n and start < CONTEXT else ""
        return tail + self.lines[n].text[max(0, start - CONTEXT) : start]

    def after(self, n: int, end: int) -> str:
        """Return what stands behind a place of line ``n``, as far as it tells about a number there.

        A number that begins the next line belongs to none before it.
        """
        text = self.lines[n].text[end : end + CONTEXT + 1]
        below = self.lines[n + 1].text if n + 1 < len(self.lines) and len(text) <= CONTEXT else ""
        return f"{text}\n{below[:EDGE]}" if below and not marker_at(below) and not below[0].isdigit() else text


def number_places(lines: list[Line]) -> Places:
    """Return the places of all numbers in ``lines``, of up to ``FIGURES`` figures or stars."""
    numbers: dict[str, list[int]] = {}
    for n, line in enumerate(lines):
        if line.kind == TEXT:
            for number in {part for run in RUNS.findall(line.text) for part in _parts(run)}:
                numbers.setdefault(number, []).append(n)
    return Places(lines, numbers)


def _parts(run: str) -> set[str]:
    return {run[a:b] for a in range(len(run)) for b in range(a + 1, min(a + FIGURES, len(run)) + 1)}
