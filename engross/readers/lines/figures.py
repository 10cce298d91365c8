"""Tell the figures of a table from its words."""

from __future__ import annotations

import re

FIGURE_WORDS = re.compile(r"[(]?[-–—+]?\s?[$€£]?\s?\d[\d .,\u00a0\u202f]*\s?[%)]*|[-–—]+|\.{2,}|…")
FIGURE_CELLS_SHARE = 0.6  # of the cells of a column of figures that are figures


def is_figure(words: str) -> bool:
    """Return whether words of a table are a number, or dashes or dots in place of one."""
    return FIGURE_WORDS.fullmatch(words.strip()) is not None
