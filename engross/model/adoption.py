"""How a text was adopted, as a value: what the UN's data say and the document does not print."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import Enum

from engross.grammars.symbol import Symbol


class Outcome(Enum):
    """How a text was adopted."""

    UNKNOWN = ""
    WITHOUT_VOTE = "without-vote"
    UNANIMOUS = "unanimous"
    RECORDED = "recorded"
    ACCLAMATION = "acclamation"


def parse_outcome(words: str) -> Outcome:
    """Return the outcome in words: "Adopted unanimously, 8956th meeting", "Without a vote", "Adopted 24-0-23"."""
    unspaced = "".join(words.lower().split())
    if "withoutvote" in unspaced or "withoutavote" in unspaced:
        return Outcome.WITHOUT_VOTE
    if "unanimous" in unspaced:
        return Outcome.UNANIMOUS
    if "acclamation" in unspaced:
        return Outcome.ACCLAMATION
    return Outcome.RECORDED if "recordedvote" in unspaced or re.search(r"\d+-\d+-\d+", words) else Outcome.UNKNOWN


@dataclass(frozen=True, slots=True)
class Ballot:
    """The votes of one kind: their number (None: not known), and the States that cast them, by English UN names."""

    count: int | None = None
    voters: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Step:
    """A step on the way to adoption, as the UN's XML words it: "draftResolution", its document, who took it."""

    outcome: str
    date: str = ""  # ISO 8601
    document: str = ""  # "A/77/L.11", or words such as "Adopted 24-0-23, 54th meeting"
    by: str = ""
    about: str = ""  # a paragraph of the document, a chapter of the Charter, who was elected
    end: str = ""  # ISO 8601: of a term of office


@dataclass(frozen=True, slots=True)
class Record:
    """What the UN's data say of an adoption and the document does not print. "" and None mean not known."""

    outcome: Outcome = Outcome.UNKNOWN
    in_favour: Ballot = Ballot()
    against: Ballot = Ballot()
    abstaining: Ballot = Ballot()
    sponsors: tuple[str, ...] = ()  # of the draft: States by their English UN names, or words such as "the Chair"
    additional_sponsors: tuple[str, ...] = ()
    meeting_record: Symbol | None = None
    draft: Symbol | None = None
    agenda_item: str = ""  # "69(a)"
    agenda_title: str = ""
    subjects: tuple[str, ...] = ()  # UNBIS terms
    steps: tuple[Step, ...] = ()

    def complete_from(self, other: Record) -> Record:
        """Return this record, completed with what only ``other`` has."""
        unknown = Record()
        values = {name: getattr(self, name) for name in self.__slots__}
        known = {name: value for name, value in values.items() if value != getattr(unknown, name)}
        return replace(other, **known)
