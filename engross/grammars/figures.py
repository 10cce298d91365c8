"""Tell the figures of a table from its words."""

from __future__ import annotations

import re

FIGURE_WORDS = re.compile(r"[(]?[-–—+]?\s?[$€£]?\s?\d[\d .,\u00a0\u202f]*\s?[%)]*|[-–—]+|\.{2,}|…")
FIGURE_CELLS_SHARE = 0.6  # of the cells of a column of figures that are figures
# Behind the units: decimals (three digits behind a mark are thousands), per cent, the bracket of a negative number.
TAIL = re.compile(r"(?:(?<=\d)[.,]\d{1,2}|(?<=\d)[.,]\d{4,})?\s?%?\)*$")


def is_figure(words: str) -> bool:
    """Return whether words of a table are a number, or dashes or dots in place of one."""
    return FIGURE_WORDS.fullmatch(words.strip()) is not None


def count_tail(words: str) -> int:
    """Return how far a figure reaches behind its units, in half digits: its decimals with their mark, %, a bracket."""
    tail = TAIL.search(words.strip())
    return sum(1 if character in ".,) \u00a0\u202f" else 2 for character in tail[0]) if tail else 0
