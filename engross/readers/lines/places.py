"""Where numbers stand in the lines of a body, and what stands around them: what tells whether one is a note's call."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from engross.grammars.numbering import match_marker
from engross.readers.lines.lines import TEXT_LINE, Line

NUMBER_RUN = re.compile(r"[\d*]+")
MOST_FIGURES = 3  # of a note's number, at most; as many stars
CONTEXT_CHARACTERS = 120  # characters before and behind a number that tell what it is
NEIGHBOUR_CHARACTERS = 12  # characters of the line before, and of the one behind, that do


@dataclass(frozen=True, slots=True)
class NumberPlaces:
    """The lines of a body, and the places among them of those that have each number, if only as part of another."""

    lines: list[Line]
    numbers: Mapping[str, list[int]]

    def lines_with_number(self, number: str) -> list[tuple[int, Line]]:
        """Return the lines of text that have a number, each with its place."""
        return [(n, self.lines[n]) for n in self.numbers.get(number, ()) if n < len(self.lines)]

    def up_to(self, stop: int) -> NumberPlaces:
        """Return the lines before a place."""
        return NumberPlaces(self.lines[:stop], self.numbers)

    def text_before(self, n: int, start: int) -> str:
        """Return what stands before a place of line ``n``, as far as it tells about a number there."""
        tail = self.lines[n - 1].text[-NEIGHBOUR_CHARACTERS:] if n and start < CONTEXT_CHARACTERS else ""
        return tail + self.lines[n].text[max(0, start - CONTEXT_CHARACTERS) : start]

    def text_after(self, n: int, end: int) -> str:
        """Return what stands behind a place of line ``n``, as far as it tells about a number there.

        A number that begins the next line belongs to none before it.
        """
        text = self.lines[n].text[end : end + CONTEXT_CHARACTERS + 1]
        below = self.lines[n + 1].text if n + 1 < len(self.lines) and len(text) <= CONTEXT_CHARACTERS else ""
        return (
            f"{text}\n{below[:NEIGHBOUR_CHARACTERS]}"
            if below and not match_marker(below) and not below[0].isdigit()
            else text
        )


def find_number_places(lines: list[Line]) -> NumberPlaces:
    """Return the places of all numbers in ``lines``, of up to ``MOST_FIGURES`` figures or stars."""
    numbers: dict[str, list[int]] = {}
    for n, line in enumerate(lines):
        if line.kind == TEXT_LINE:
            for number in {part for run in NUMBER_RUN.findall(line.text) for part in _list_number_parts(run)}:
                numbers.setdefault(number, []).append(n)
    return NumberPlaces(lines, numbers)


def _list_number_parts(run: str) -> set[str]:
    return {run[a:b] for a in range(len(run)) for b in range(a + 1, min(a + MOST_FIGURES, len(run)) + 1)}
