"""What the steps of a workflow tell beside their words: the documents that they name."""

from __future__ import annotations

from collections.abc import Iterable

from engross.grammars.akn import STEP_ADOPTED, STEP_RECOMMENDED
from engross.grammars.symbol import InvalidSymbol, Symbol, parse
from engross.model.adoption import Record, Step


def record_of_steps(steps: tuple[Step, ...]) -> Record:
    """A record with the steps, the first draft and the first record of a meeting that they name."""
    drafts = parse_symbols(step.document for step in steps if step.outcome.startswith("draft"))
    meetings = parse_symbols(step.document for step in steps if step.outcome == STEP_ADOPTED)
    return Record(meeting_record=next(iter(meetings), None), draft=next(iter(drafts), None), steps=steps)


def report_symbols(steps: tuple[Step, ...]) -> tuple[Symbol, ...]:
    """The reports that recommended the text."""
    return parse_symbols(step.document for step in steps if step.outcome == STEP_RECOMMENDED)


def parse_symbols(words: Iterable[str]) -> tuple[Symbol, ...]:
    """The words that are symbols."""
    return tuple(symbol for symbol in map(parse_optional_symbol, words) if symbol)


def parse_optional_symbol(words: str) -> Symbol | None:
    """The symbol that words are, or None."""
    try:
        return parse(words) if words else None
    except InvalidSymbol:
        return None
