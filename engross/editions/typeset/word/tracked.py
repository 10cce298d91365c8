"""Give the shapes of a Word document the marks of tracked changes, where it is written of a redline."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from engross.editions.typeset.word.shapes import WordParagraph
from engross.model.redline import DELETED_STYLES, INSERTED_STYLES, History, Redline, Span
from engross.model.tree import Style

Marks = tuple[Style, ...]


def track_changes(shape: WordParagraph, name: str, redline: Redline | None) -> WordParagraph:
    """Return a paragraph with the marks of its own history; ``name``: its id in the merged text."""
    if redline is None or name not in redline.histories:
        return shape
    history = redline.histories[name]
    return replace(shape, changes=_mark_span(history.span), numbers=tuple(_mark_numbers(history, redline)))


def track_rows(name: str, redline: Redline | None) -> tuple[Marks, ...]:
    """Return the marks of each row of a table; () for none."""
    return tuple(map(_mark_span, redline.rows.get(name, ()))) if redline else ()


def _mark_span(span: Span) -> Marks:
    inserted = (INSERTED_STYLES[span.first - 1],) if span.first else ()
    deleted = () if span.end is None else (DELETED_STYLES[span.end - 1],)
    return (*inserted, *deleted)


def _mark_numbers(history: History, redline: Redline) -> Iterator[tuple[str, Marks]]:
    """Yield the numbers that a paragraph had one after the other, each with the marks of how it came and went."""
    versions = [n for n in range(len(redline.versions)) if history.span.has_version(n)]
    numbers = [history.numbers[n] for n in versions]
    if len(set(numbers)) < 2:
        return
    for place, n in enumerate(versions):
        if place and numbers[place - 1] == numbers[place]:
            continue
        last = next((m for m in versions[place:] if history.numbers[m] != numbers[place]), None)
        came = (INSERTED_STYLES[n - 1],) if place else ()
        went = () if last is None else (DELETED_STYLES[last - 1],)
        if numbers[place]:
            yield numbers[place], (*came, *went)
