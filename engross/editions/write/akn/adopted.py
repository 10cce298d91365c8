"""Write what is on record of an adoption as metadata: subjects, the steps of the workflow, the vote.

What the UN's data say names them as its source; what engross knows beyond that stands in a workflow of its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from engross.editions.write.akn.clerk import AknWriterState
from engross.editions.write.akn.tags import AknElement, make_element, make_layout_element
from engross.grammars.akn import (
    AGENDA_REFERENCE,
    BALLOT_NAMES,
    OFFICIAL_SOURCE,
    OUTCOME_NAMES,
    SOURCE_REFERENCE,
    STEP_ADOPTED,
    STEP_COSPONSORED,
    STEP_DRAFTED,
    STEP_RECOMMENDED,
    TERM_END,
    THESAURUS_NAME,
)
from engross.grammars.akn.names import escape_reference, join_references
from engross.grammars.akn.steps import record_of_steps, report_symbols
from engross.model.adoption import Ballot, Outcome, Record, Step
from engross.model.tree import Resolution


def make_classifications(resolution: Resolution) -> Iterator[AknElement]:
    """Yield the subjects of the document; those of the UN's data, with their agenda item, apart."""
    record = resolution.record or Record()
    if resolution.facts.subjects:
        yield make_element("classification", *map(_make_subject, resolution.facts.subjects), source=SOURCE_REFERENCE)
    words = [_make_subject(term) for term in record.subjects]
    if record.agenda_item or record.agenda_title:
        words.append(_make_keyword(record.agenda_item, record.agenda_title, "agenda", AGENDA_REFERENCE))
    if words:
        yield make_element("classification", *words, source=OFFICIAL_SOURCE)


def _make_subject(term: str) -> AknElement:
    return _make_keyword(term, term, THESAURUS_NAME)


def _make_keyword(value: str, shown: str, dictionary: str, concept: str = "") -> AknElement:
    keyword = make_element("keyword", dictionary=dictionary, refersTo=concept)
    keyword.set("value", value)
    keyword.set("showAs", shown)
    return keyword


def make_workflows(resolution: Resolution, state: AknWriterState) -> Iterator[AknElement]:
    """Yield the steps as the UN's data word them, and apart from them what is known beyond them."""
    record = resolution.record or Record()
    if record.steps:
        steps = (_make_step(_hide_references(step), state) for step in record.steps)
        yield make_element("workflow", *steps, source=OFFICIAL_SOURCE)
    recorded = (record.draft, record.sponsors, record.additional_sponsors, record.meeting_record)
    named_in_steps = record_of_steps(record.steps)
    if (named_in_steps.draft, (), (), named_in_steps.meeting_record) != recorded or report_symbols(
        record.steps
    ) != resolution.facts.committee_report:
        known_steps = (
            step
            for step in _make_known_steps(resolution, record)
            if step != Step(step.outcome) or step.outcome == STEP_ADOPTED
        )
        yield make_element("workflow", *(_make_step(step, state) for step in known_steps), source=SOURCE_REFERENCE)


def _make_known_steps(resolution: Resolution, record: Record) -> Iterator[Step]:
    """Yield the steps that the model knows."""
    yield Step(STEP_DRAFTED, document=_spell_symbol(record.draft), by=join_references(record.sponsors))
    yield Step(STEP_COSPONSORED, by=join_references(record.additional_sponsors))
    yield from (Step(STEP_RECOMMENDED, document=str(symbol)) for symbol in resolution.facts.committee_report)
    yield Step(STEP_ADOPTED, resolution.facts.adopted, _spell_symbol(record.meeting_record))


def _hide_references(step: Step) -> Step:
    """Return a step whose words are escaped as references, which the schema wants."""
    return replace(
        step, document=escape_reference(step.document), by=escape_reference(step.by), about=escape_reference(step.about)
    )


def _spell_symbol(symbol: object) -> str:
    return "" if symbol is None else str(symbol)


def _make_step(step: Step, state: AknWriterState) -> AknElement:
    element = make_element("step", date=state.profile.format_date(step.date))
    element.set("by", step.by)
    for name, value in (
        ("outcome", step.outcome),
        ("as", step.document),
        ("refersTo", step.about),
        (TERM_END, step.end),
    ):
        if value:
            element.set(name, value)
    return element


def make_analysis(resolution: Resolution) -> Iterator[AknElement]:
    """Yield the vote, if one is on record: how the text was adopted, the counts, the voting States."""
    record = resolution.record or Record()
    counts = [
        _make_count(getattr(record, name), key)
        for name, key in BALLOT_NAMES.items()
        if getattr(record, name) != Ballot()
    ]
    if not counts and record.outcome is Outcome.UNKNOWN:
        return
    voting = make_element(
        "voting", *(counts or [_make_empty_quorum()]), outcome=OUTCOME_NAMES.get(record.outcome, ""), eId="voting"
    )
    yield make_element("analysis", make_element("parliamentary", voting), source=OFFICIAL_SOURCE)


def _make_empty_quorum() -> AknElement:
    """Return an empty quorum: the schema wants a count or a quorum in a vote, and the production writes it so."""
    quorum = make_element("quorum")
    quorum.set("value", "")
    return quorum


def _make_count(ballot: Ballot, key: str) -> AknElement:
    names = (make_element("organization", words=name, refersTo="#memberState") for name in ballot.voters)
    voters = [make_layout_element("voters", *names)] if ballot.voters else []
    count = make_element("count", *voters, refersTo=f"#{key}", eId=f"voting__{key}")
    count.set("value", "" if ballot.count is None else str(ballot.count))
    return count
