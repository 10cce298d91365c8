"""Find the paragraph that a notice is about: its place in the source lies there."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import replace
from math import inf

from engross.model.notice import Notice
from engross.model.tree import Resolution, Where
from engross.model.walk import blocks_of, notes_of

Place = tuple[int, float]  # line and column


def assign_ids(notices: Iterable[Notice], resolution: Resolution) -> tuple[Notice, ...]:
    """Return the notices, each with the id of the block or note of ``resolution`` that its place lies in.

    The id is that of the last one that begins at the place or before it; "" where none does, where the place has no
    line, and behind the line that the last one begins on, for what follows there may be no text: a block says where it
    begins, not where it ends. The resolution has been through the passes, which give the ids.
    """
    places: dict[Place, str] = {}
    for item in (*blocks_of(resolution), *notes_of(resolution)):
        if item.where.line and item.id:
            places.setdefault((item.where.line, item.where.column), item.id)
    begins = sorted(places)
    return tuple(replace(notice, id=_find_id(notice.where, begins, places)) for notice in notices)


def _find_id(where: Where, begins: list[Place], places: dict[Place, str]) -> str:
    """Return the id at a place. ``begins``: the keys of ``places`` in order."""
    # A place without a column is its whole line: what begins within that line is meant.
    before = bisect_right(begins, (where.line, where.column or inf))
    if not before or where.line > begins[-1][0]:
        return ""
    return places[begins[before - 1]]
