"""Find the rules of a table across its whole width, from the borders that its source gives its cells."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RowBorders:
    """Whether all cells of a row of the source have a border above, and below; whether the row is kept."""

    above: bool
    below: bool
    is_kept: bool = True


def find_rules(rows: Iterable[RowBorders], heads: int) -> tuple[int, ...] | None:
    """Return the rows of a table above which a rule goes across it, with the number of rows for one at its end.

    None for the rules that any table has: at both ends and below its ``heads`` first rows.
    """
    rules: set[int] = set()
    count = 0
    for row in rows:
        rules |= {count} if row.above else set()
        count += row.is_kept
        rules |= {count} if row.below else set()
    return None if rules == {0, heads, count} else tuple(sorted(rules))
