"""Read the documents that the steps of a workflow name."""

from __future__ import annotations

from collections.abc import Iterable

from engross.grammars.akn import STEP_ADOPTED, STEP_RECOMMENDED
from engross.grammars.symbol import InvalidSymbol, Symbol, parse
from engross.model.adoption import Record, Step


def record_of_steps(steps: tuple[Step, ...]) -> Record:
    """Return a record with the steps, and with the first draft and the first meeting's record that they name."""
    drafts = parse_symbols(step.document for step in steps if step.outcome.startswith("draft"))
    meetings = parse_symbols(step.document for step in steps if step.outcome == STEP_ADOPTED)
    return Record(meeting_record=next(iter(meetings), None), draft=next(iter(drafts), None), steps=steps)


def report_symbols(steps: tuple[Step, ...]) -> tuple[Symbol, ...]:
    """Return the symbols of the reports that recommended the text."""
    return parse_symbols(step.document for step in steps if step.outcome == STEP_RECOMMENDED)


def parse_symbols(words: Iterable[str]) -> tuple[Symbol, ...]:
    """Return the symbols among ``words``, in order."""
    return tuple(symbol for symbol in map(parse_optional_symbol, words) if symbol)


def parse_optional_symbol(words: str) -> Symbol | None:
    """Return the symbol that ``words`` spell; None if they spell none."""
    try:
        return parse(words) if words else None
    except InvalidSymbol:
        return None
