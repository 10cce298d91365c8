"""What the steps of a workflow tell beside their words: the documents that they name."""

from __future__ import annotations

from collections.abc import Iterable

from engross.adoption import Record, Step
from engross.akn import ADOPTED, RECOMMENDED
from engross.symbol import InvalidSymbol, Symbol, parse


def told(steps: tuple[Step, ...]) -> Record:
    """A record with the steps, the first draft and the first record of a meeting that they name."""
    drafts = named(step.document for step in steps if step.outcome.startswith("draft"))
    meetings = named(step.document for step in steps if step.outcome == ADOPTED)
    return Record(meeting_record=next(iter(meetings), None), draft=next(iter(drafts), None), steps=steps)


def reports(steps: tuple[Step, ...]) -> tuple[Symbol, ...]:
    """The reports that recommended the text."""
    return named(step.document for step in steps if step.outcome == RECOMMENDED)


def named(words: Iterable[str]) -> tuple[Symbol, ...]:
    """The words that are symbols."""
    return tuple(symbol for symbol in map(symbol_of, words) if symbol)


def symbol_of(words: str) -> Symbol | None:
    """The symbol that words are, or None."""
    try:
        return parse(words) if words else None
    except InvalidSymbol:
        return None
