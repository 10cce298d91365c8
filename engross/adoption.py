"""How a text was adopted, as a value: what the UN's data say and the document does not print."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from engross.symbol import Symbol


class Outcome(Enum):
    """How a text was adopted."""

    UNKNOWN = ""
    WITHOUT_VOTE = "without-vote"
    UNANIMOUS = "unanimous"
    RECORDED = "recorded"


@dataclass(frozen=True, slots=True)
class Ballot:
    """The votes of one kind: how many (None: not known), and the States that gave them, by their English UN names."""

    count: int | None = None
    voters: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Record:
    """What the UN's data say of an adoption and the document does not print. "" and None are: not known."""

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
