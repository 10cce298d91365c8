"""Find where numbers stand in the lines of a body, and the words around them that tell whether one is a call."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from engross.grammars.numbering import match_marker
from engross.readers.lines.lines import TEXT_LINE, Line

NUMBER_RUN = re.compile(r"[\d*]+")
MOST_FIGURES = 3  # of a note's number, at most; as many stars
CONTEXT_CHARACTERS = 120  # characters before and behind a number that show what it is
NEIGHBOUR_CHARACTERS = 12  # characters of the lines before and behind that show it too


@dataclass(frozen=True, slots=True)
class NumberPlaces:
    """The lines of a body, and for each number the indices of lines that have it, if only as part of another."""

    lines: list[Line]
    numbers: Mapping[str, list[int]]

    def lines_with_number(self, number: str) -> list[tuple[int, Line]]:
        """Return the lines that have a number, each with its index; typewriters set it with a stroke, 1/."""
        return [(n, self.lines[n]) for n in self.numbers.get(number.rstrip("/"), ()) if n < len(self.lines)]

    def up_to(self, stop: int) -> NumberPlaces:
        """Return the places in the lines before index ``stop``."""
        return NumberPlaces(self.lines[:stop], self.numbers)

    def text_before(self, n: int, start: int) -> str:
        """Return the text before place ``start`` of line ``n``, as far as it shows what a number there is."""
        tail = self.lines[n - 1].text[-NEIGHBOUR_CHARACTERS:] if n and start < CONTEXT_CHARACTERS else ""
        return tail + self.lines[n].text[max(0, start - CONTEXT_CHARACTERS) : start]

    def text_after(self, n: int, end: int) -> str:
        """Return the text behind place ``end`` of line ``n``, as far as it shows what a number there is.

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
