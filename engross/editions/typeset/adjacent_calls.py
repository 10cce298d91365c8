"""Find the calls that need a comma before them: a comma separates two calls at one point.

Source: Editorial Manual, footnotes, chapter 5. The comma is the style sheet's, no text of the document.
"""

from __future__ import annotations

from collections.abc import Iterator

from engross.model.text import fold
from engross.model.tree import Inline, Note, Resolution, Text
from engross.model.walk import inlines_of, runs_of


def find_adjoining_calls(resolution: Resolution) -> frozenset[str]:
    """Return the ids of the notes whose call stands directly behind another call."""
    return frozenset(name for run in runs_of(resolution) for name in _calls_behind_calls(run))


def _calls_behind_calls(run: tuple[Inline, ...]) -> Iterator[str]:
    before: Inline | None = None
    for item in inlines_of(run):
        if isinstance(item, Note) and isinstance(before, Note):
            yield item.id
        if not isinstance(item, Text) and not isinstance(item, Note):
            continue
        if isinstance(item, Note) or fold(item.text):
            before = item
