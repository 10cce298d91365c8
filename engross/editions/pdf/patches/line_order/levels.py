"""Levels of characters, and the visual order that they mean (UAX 9).

Levels come from Pango, which has them from FriBidi: the library that orders what Pango draws.
"""

from __future__ import annotations

import re

from engross_weasyprint.text.ffi import ffi, gobject, pango

# Scripts that run from right to left, and the marks that turn direction.
RTL_CHARACTER = re.compile(
    "[\u0590-\u08ff\u200f\u202b\u202e\u2067\ufb1d-\ufdff\ufe70-\ufeff\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
LINE_END_SPACE = re.compile("[\\s\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]+\\Z")  # rule L1

LevelRun = tuple[int, int, int]  # characters of one level: the first, the one behind the last, the level


def find_levels(text: str, base: int) -> bytes:
    """Return the level of each character of a paragraph; ``base``: that of the paragraph, 1 from right to left."""
    data = text.encode()
    direction = ffi.new("PangoDirection *", base)
    levels = pango.pango_log2vis_get_embedding_levels(data, len(data), direction)
    found = bytes(ffi.buffer(levels, len(text)))
    gobject.g_free(levels)
    return found


def reset_line_end(text: str, levels: bytes, base: int) -> bytes:
    """Return the levels of a line with those of the white space at its end reset (UAX 9, rule L1)."""
    match = LINE_END_SPACE.search(text)
    return levels[: match.start()] + bytes([base]) * len(match[0]) if match else levels


def find_level_runs(levels: bytes) -> list[LevelRun]:
    """Return the runs of equal levels of a line, in the order of its characters."""
    runs: list[LevelRun] = []
    start = 0
    for n in range(1, len(levels) + 1):
        if n == len(levels) or levels[n] != levels[start]:
            runs.append((start, n, levels[start]))
            start = n
    return runs


def find_visual_runs(levels: bytes) -> list[LevelRun]:
    """Return the level runs of a line from left to right (UAX 9, rule L2)."""
    runs = find_level_runs(levels)
    for level in range(max(levels, default=0), 0, -1):
        n = 0
        while n < len(runs):
            end = n
            while end < len(runs) and runs[end][2] >= level:
                end += 1
            runs[n:end] = runs[n:end][::-1]
            n = max(end, n + 1)
    return runs


def find_visual_order(levels: bytes) -> list[int]:
    """Return the indices of a line's characters from left to right."""
    order: list[int] = []
    for start, end, level in find_visual_runs(levels):
        order += range(end - 1, start - 1, -1) if level % 2 else range(start, end)
    return order
