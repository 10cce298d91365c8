"""Read the record of the adoption, which stands last in the file, after the text."""

from __future__ import annotations

from typing import Any

from engross.grammars.numbering import MAX_FIGURE_DIGITS
from engross.model.adoption import Ballot, Outcome, Record, Step
from engross.readers.yaml.metadata import read_date, read_symbol
from engross.readers.yaml.node import YamlValue

RECORD_KEYS = frozenset(Record.__slots__)
BALLOT_KEYS = frozenset(Ballot.__slots__)
STEP_KEYS = frozenset(Step.__slots__)
BALLOT_FIELDS = ("in_favour", "against", "abstaining")
SYMBOL_FIELDS = ("meeting_record", "draft")
LIST_FIELDS = ("sponsors", "additional_sponsors", "subjects")
DATE_FIELDS = ("date", "end")
OUTCOMES_BY_NAME = {outcome.value: outcome for outcome in Outcome}


def read_record(value: YamlValue) -> Record:
    """Return the record in a value. Raises Refusal for what cannot be understood."""
    return Record(**{name: _read_field(name, field) for name, field in value.fields(RECORD_KEYS).items()})


def _read_field(name: str, field: YamlValue) -> Any:
    if name == "outcome":
        return _read_outcome(field)
    if name in BALLOT_FIELDS:
        return _read_ballot(field)
    if name in SYMBOL_FIELDS:
        return read_symbol(field)
    if name in LIST_FIELDS:
        return tuple(item.text() for item in field.items())
    return tuple(_read_step(item) for item in field.items()) if name == "steps" else field.text()


def _read_outcome(value: YamlValue) -> Outcome:
    return OUTCOMES_BY_NAME[value.choice(OUTCOMES_BY_NAME, "outcome")]


def _read_ballot(value: YamlValue) -> Ballot:
    fields = value.fields(BALLOT_KEYS)
    voters = tuple(item.text() for item in fields["voters"].items()) if "voters" in fields else ()
    return Ballot(fields["count"].count(0, 10**MAX_FIGURE_DIGITS - 1) if "count" in fields else None, voters)


def _read_step(value: YamlValue) -> Step:
    """Return a step on the way to adoption. Raises Refusal if it has no outcome."""
    fields = value.fields(STEP_KEYS)
    if "outcome" not in fields:
        value.refuse("expected what the step came to", "write “outcome: adopted” or the like")
    return Step(**{name: read_date(field) if name in DATE_FIELDS else field.text() for name, field in fields.items()})
