"""What is on record of an adoption to metadata: subjects, the steps of the workflow, the vote.

What the UN's data say has their source; what engross understood beyond it stands in a workflow of its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from engross.adoption import Ballot, Outcome, Record, Step
from engross.akn import (
    ADOPTED,
    AGENDA,
    BALLOTS,
    COSPONSORED,
    DRAFTED,
    END,
    OFFICIAL,
    OUTCOMES,
    RECOMMENDED,
    SOURCE,
    THESAURUS,
)
from engross.akn.names import hidden, together
from engross.akn.steps import reports, told
from engross.model import Resolution
from engross.write.akn.clerk import Clerk
from engross.write.akn.tags import Element, layout, make


def classifications(resolution: Resolution) -> Iterator[Element]:
    """The subjects of the document; those of the UN's data and their agenda item apart."""
    record = resolution.record or Record()
    if resolution.facts.subjects:
        yield make("classification", *map(_subject, resolution.facts.subjects), source=SOURCE)
    words = [_subject(term) for term in record.subjects]
    if record.agenda_item or record.agenda_title:
        words.append(_keyword(record.agenda_item, record.agenda_title, "agenda", AGENDA))
    if words:
        yield make("classification", *words, source=OFFICIAL)


def _subject(term: str) -> Element:
    return _keyword(term, term, THESAURUS)


def _keyword(value: str, shown: str, dictionary: str, concept: str = "") -> Element:
    keyword = make("keyword", dictionary=dictionary, refersTo=concept)
    keyword.set("value", value)
    keyword.set("showAs", shown)
    return keyword


def workflows(resolution: Resolution, clerk: Clerk) -> Iterator[Element]:
    """The steps as the UN's data word them, and what is known beyond what they tell."""
    record = resolution.record or Record()
    if record.steps:
        steps = (_step(_referring(step), clerk) for step in record.steps)
        yield make("workflow", *steps, source=OFFICIAL)
    beyond = (record.draft, record.sponsors, record.additional_sponsors, record.meeting_record)
    known = told(record.steps)
    if (known.draft, (), (), known.meeting_record) != beyond or reports(
        record.steps
    ) != resolution.facts.committee_report:
        own = (step for step in _own(resolution, record) if step != Step(step.outcome) or step.outcome == ADOPTED)
        yield make("workflow", *(_step(step, clerk) for step in own), source=SOURCE)


def _own(resolution: Resolution, record: Record) -> Iterator[Step]:
    """The steps that the model knows."""
    yield Step(DRAFTED, document=_spelt(record.draft), by=together(record.sponsors))
    yield Step(COSPONSORED, by=together(record.additional_sponsors))
    yield from (Step(RECOMMENDED, document=str(symbol)) for symbol in resolution.facts.committee_report)
    yield Step(ADOPTED, resolution.facts.adopted, _spelt(record.meeting_record))


def _referring(step: Step) -> Step:
    """A step whose words are references, as the schema wants them."""
    return replace(step, document=hidden(step.document), by=hidden(step.by), about=hidden(step.about))


def _spelt(symbol: object) -> str:
    return "" if symbol is None else str(symbol)


def _step(step: Step, clerk: Clerk) -> Element:
    element = make("step", date=clerk.profile.date(step.date))
    element.set("by", step.by)
    for name, value in (("outcome", step.outcome), ("as", step.document), ("refersTo", step.about), (END, step.end)):
        if value:
            element.set(name, value)
    return element


def analysis(resolution: Resolution) -> Iterator[Element]:
    """The vote: how the text was adopted, the counts, the States that gave them."""
    record = resolution.record or Record()
    counts = [_count(getattr(record, name), key) for name, key in BALLOTS.items() if getattr(record, name) != Ballot()]
    if not counts and record.outcome is Outcome.UNKNOWN:
        return
    voting = make("voting", *(counts or [_quorum()]), outcome=OUTCOMES.get(record.outcome, ""), eId="voting")
    yield make("analysis", make("parliamentary", voting), source=OFFICIAL)


def _quorum() -> Element:
    """The schema wants a count or a quorum in a vote; the production writes an empty one."""
    quorum = make("quorum")
    quorum.set("value", "")
    return quorum


def _count(ballot: Ballot, key: str) -> Element:
    names = (make("organization", words=name, refersTo="#memberState") for name in ballot.voters)
    voters = [layout("voters", *names)] if ballot.voters else []
    count = make("count", *voters, refersTo=f"#{key}", eId=f"voting__{key}")
    count.set("value", "" if ballot.count is None else str(ballot.count))
    return count
