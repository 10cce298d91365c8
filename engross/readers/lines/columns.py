"""Find the columns of a table from where the words of its rows stand."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import accumulate

FEW_ROWS = 3  # rows: with fewer there are columns only if all rows have figures
CROSSING_ROWS_SHARE = 0.25  # of the rows that may have words between two columns


def find_columns(rows: list[list[tuple[int, int]]]) -> tuple[tuple[int, int], ...]:
    """Return the columns from left to right: stretches, in characters, in which several rows have words.

    ``rows``: for each row the left and right edges of its words.
    """
    spans = [span for row in rows for span in row]
    few = CROSSING_ROWS_SHARE * len(rows) if len(rows) > FEW_ROWS else 0
    steps = [0] * (max((b for _, b in spans), default=0) + 1)
    for a, b in spans:
        steps[a] += 1
        steps[b] -= 1
    busy = [words > few for words in accumulate(steps)]
    edges = [n for n in range(1, len(busy)) if busy[n] != busy[n - 1]]
    edges = [0, *edges] if busy and busy[0] else edges
    columns = list(zip(edges[::2], edges[1::2], strict=False))
    return tuple(_merge_near_columns(columns))


def _merge_near_columns(columns: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Yield the columns, those less than two characters apart merged."""
    last: tuple[int, int] | None = None
    for left, right in columns:
        if last and left - last[1] < 2:
            last = (last[0], right)
            continue
        if last:
            yield last
        last = (left, right)
    if last:
        yield last
