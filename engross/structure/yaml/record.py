"""What a file has on record of the adoption to a Record; it stands last, after the text."""

from __future__ import annotations

from typing import Any

from engross.adoption import Ballot, Outcome, Record, Step
from engross.marker import LONGEST_FIGURE
from engross.structure.yaml.known import date, symbol
from engross.structure.yaml.node import Value

RECORD = frozenset(Record.__slots__)
BALLOT = frozenset(Ballot.__slots__)
STEP = frozenset(Step.__slots__)
BALLOTS = ("in_favour", "against", "abstaining")
SYMBOLS = ("meeting_record", "draft")
LISTS = ("sponsors", "additional_sponsors", "subjects")
DATES = ("date", "end")
OUTCOMES = {outcome.value: outcome for outcome in Outcome}


def record(value: Value) -> Record:
    """The record in a value. Raises Refusal for what it cannot mean."""
    return Record(**{name: _field(name, field) for name, field in value.fields(RECORD).items()})


def _field(name: str, field: Value) -> Any:
    if name == "outcome":
        return _outcome(field)
    if name in BALLOTS:
        return _ballot(field)
    if name in SYMBOLS:
        return symbol(field)
    if name in LISTS:
        return tuple(item.text() for item in field.items())
    return tuple(_step(item) for item in field.items()) if name == "steps" else field.text()


def _outcome(value: Value) -> Outcome:
    return OUTCOMES[value.choice(OUTCOMES, "outcome")]


def _ballot(value: Value) -> Ballot:
    fields = value.fields(BALLOT)
    voters = tuple(item.text() for item in fields["voters"].items()) if "voters" in fields else ()
    return Ballot(fields["count"].count(0, 10**LONGEST_FIGURE - 1) if "count" in fields else None, voters)


def _step(value: Value) -> Step:
    fields = value.fields(STEP)
    if "outcome" not in fields:
        value.refuse("expected what the step came to", "write “outcome: adopted” or the like")
    return Step(**{name: date(field) if name in DATES else field.text() for name, field in fields.items()})
