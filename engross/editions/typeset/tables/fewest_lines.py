"""Shift width between columns of words until the rows of a table take as few lines as may be, none of them many.

Shares by the longest cell of each column give one long cell the room for which many others would not have wrapped.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from itertools import permutations

# In em: what is shifted from one column to another.
STEPS = (
    16.0,
    12.0,
    10.0,
    8.0,
    7.0,
    6.0,
    5.0,
    4.0,
    3.0,
    2.0,
    1.0,
    0.5,
)
MOST_COLUMNS = 8  # of words in a table that this is tried for
MOST_ROUNDS = 24
HIGH_ROWS = 1.5  # the power of a row's lines that counts: a few high rows are worse than some of two lines

Row = dict[int, float]  # the width of its cell in each column that has words of its own, in em


def shift_widths(widths: Sequence[float], least: Mapping[int, float], rows: Sequence[Row]) -> list[float]:
    """Return the widths of columns, in em, for the fewest lines.

    ``least``: the least width of each column that may change, the columns of words.
    """
    best = list(widths)
    if len(least) > MOST_COLUMNS:
        return best
    for _ in range(MOST_ROUNDS):
        shifted = min(_list_shifts(best, least), key=lambda tried: _weigh_lines(tried, rows), default=best)
        if _weigh_lines(shifted, rows) >= _weigh_lines(best, rows):
            break
        best = shifted
    return best


def _list_shifts(widths: Sequence[float], least: Mapping[int, float]) -> Iterator[list[float]]:
    """Yield the widths with each step shifted from each column to each other one."""
    for giver, taker in permutations(least, 2):
        for step in STEPS:
            if widths[giver] - step >= least[giver]:
                shifted = list(widths)
                shifted[giver] -= step
                shifted[taker] += step
                yield shifted


def _weigh_lines(widths: Sequence[float], rows: Sequence[Row]) -> float:
    """Return the weight of the lines of all rows."""
    lines = (max((math.ceil(width / widths[column]) for column, width in row.items()), default=0) for row in rows)
    return math.fsum(count**HIGH_ROWS for count in lines)
