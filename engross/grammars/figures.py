"""Tell the figures of a table from its words."""

from __future__ import annotations

import re

FIGURE_WORDS = re.compile(r"[(]?[-–—+]?\s?[$€£]?\s?\d[\d .,\u00a0\u202f]*\s?[%)]*|[-–—]+|\.{2,}|…")
FIGURE_CELLS_SHARE = 0.6  # of the cells of a column of figures that are figures
# Behind the units: decimals, per cent, the bracket of a negative number. Three digits behind a mark are thousands, but
# not in a column that has "0.011".
TAIL = re.compile(r"(?:(?<=\d)[.,](?:\d{1,2}|\d{4,}))?\s?%?\)*$")
TAIL_OF_DECIMALS = re.compile(r"(?:(?<=\d)[.,]\d+)?\s?%?\)*$")
SURE_DECIMALS = re.compile(r"[(]?[-–—+]?0[.,]\d")


def is_figure(words: str) -> bool:
    """Return whether words of a table are a number, or dashes or dots in place of one."""
    return FIGURE_WORDS.fullmatch(words.strip()) is not None


def has_decimals(words: str) -> bool:
    """Return whether the mark in a figure is surely one of decimals: 0.011."""
    return SURE_DECIMALS.match(words.strip()) is not None


def count_tail(words: str, is_decimal: bool = False) -> int:
    """Return how far a figure reaches behind its units, in half digits: its decimals with their mark, %, a bracket.

    ``is_decimal``: whether a mark before three digits is one of decimals.
    """
    tail = (TAIL_OF_DECIMALS if is_decimal else TAIL).search(words.strip())
    return sum(1 if character in ".,) \u00a0\u202f" else 2 for character in tail[0]) if tail else 0
