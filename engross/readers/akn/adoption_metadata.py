"""Read the metadata of an adoption into a Record: the vote, and the steps on the way to it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from lxml import etree

from engross.grammars.akn import (
    AGENDA_REFERENCE,
    BALLOT_NAMES,
    OFFICIAL_SOURCE,
    OUTCOME_NAMES,
    SOURCE_REFERENCE,
    STEP_ADOPTED,
    STEP_COSPONSORED,
    STEP_DRAFTED,
    TERM_END,
    THESAURUS_NAME,
)
from engross.grammars.akn.names import split_references, unescape_reference
from engross.grammars.akn.steps import parse_optional_symbol, record_of_steps
from engross.grammars.numbering import parse_figures
from engross.model.adoption import Ballot, Outcome, Record, Step, parse_outcome
from engross.readers.akn.dates import read_known_day
from engross.readers.akn.engross_akn import is_engross_document
from engross.readers.akn.tree import find_first, named_children

OUTCOMES_BY_NAME = {name: one for one, name in OUTCOME_NAMES.items()}


def read_adoption_record(document: etree._Element) -> Record | None:
    """Return the record of the adoption in a file's metadata; None if they have none.

    Values that engross wrote itself stand beside those of the UN's data, and take precedence over them.
    """
    meta = find_first(document, "meta")
    if meta is None:
        return None
    by_engross = is_engross_document(document)
    record = replace(record_of_steps(read_steps(meta)), **_read_ballots(meta))
    record = replace(record, outcome=_read_outcome(meta, record.steps, by_engross))
    own_workflow = find_own_workflow(meta)
    if own_workflow is not None:
        record = replace(record, **_read_own_workflow(own_workflow))
    record = replace(record, **_read_agenda(meta)) if by_engross else record
    return None if record == Record() else record


def find_own_workflow(meta: etree._Element) -> etree._Element | None:
    """Return the workflow that engross wrote, or None; it has what the UN's steps do not say."""
    return next((flow for flow in named_children(meta, "workflow") if flow.get("source") == SOURCE_REFERENCE), None)


def read_steps(meta: etree._Element) -> tuple[Step, ...]:
    """Return the steps in the wording of the UN's data, without the slots of the form that were not filled in."""
    flows = (flow for flow in named_children(meta, "workflow") if flow.get("source") != SOURCE_REFERENCE)
    steps = tuple(_read_step(step) for flow in flows for step in named_children(flow, "step"))
    if is_engross_document(meta):
        return tuple(
            replace(
                step,
                document=unescape_reference(step.document),
                by=unescape_reference(step.by),
                about=unescape_reference(step.about),
            )
            for step in steps
        )
    return tuple(step for step in steps if step != Step(step.outcome))


def _read_step(step: etree._Element) -> Step:
    """Return a step, its attributes with single spaces and its dates as days."""
    attributes = {
        name: " ".join(step.get(name, "").split())
        for name in ("outcome", "date", "as", "by", "refersTo", "end", TERM_END)
    }
    date, end = read_known_day(attributes["date"]), read_known_day(attributes[TERM_END] or attributes["end"])
    return Step(attributes["outcome"], date, attributes["as"], attributes["by"], attributes["refersTo"], end)


def _read_own_workflow(flow: etree._Element) -> dict[str, Any]:
    """Return the fields of the record that engross wrote as steps."""
    by_outcome = {step.get("outcome", ""): step for step in named_children(flow, "step")}

    def said(name: str, attribute: str) -> str:
        return "" if name not in by_outcome else by_outcome[name].get(attribute, "")

    return {
        "draft": parse_optional_symbol(said(STEP_DRAFTED, "as")),
        "sponsors": split_references(said(STEP_DRAFTED, "by")),
        "additional_sponsors": split_references(said(STEP_COSPONSORED, "by")),
        "meeting_record": parse_optional_symbol(said(STEP_ADOPTED, "as")),
    }


def _read_outcome(meta: etree._Element, steps: tuple[Step, ...], exact: bool) -> Outcome:
    """Return the outcome: by the metadata of the vote, else by the words of the step of adoption."""
    voting = find_first(meta, "voting")
    outcome = "" if voting is None else voting.get("outcome", "")
    if exact or outcome in OUTCOMES_BY_NAME:
        return OUTCOMES_BY_NAME.get(outcome, Outcome.UNKNOWN)
    return parse_outcome(" ".join(f"{step.document} {step.by}" for step in steps if step.outcome == STEP_ADOPTED))


def _read_ballots(meta: etree._Element) -> dict[str, Any]:
    voting = find_first(meta, "voting")
    counts = named_children(voting, "count") if voting is not None else iter(())
    by_reference = {count.get("refersTo", "").lstrip("#"): count for count in counts}
    return {name: _read_ballot(by_reference[key]) for name, key in BALLOT_NAMES.items() if key in by_reference}


def _read_ballot(count: etree._Element) -> Ballot:
    """Return the votes of one kind; if the count is no number, it is the number of States named."""
    names = (" ".join("".join(voter.itertext()).split()) for voter in count.iter("{*}organization"))
    voters = tuple(dict.fromkeys(name for name in names if name))
    vote_count = parse_figures(count.get("value", "").strip())
    return Ballot(len(voters) or None if vote_count is None else vote_count, voters)


def _read_agenda(meta: etree._Element) -> dict[str, Any]:
    """Return the agenda item and the subjects of the UN's data as engross wrote them."""
    official = (c for c in named_children(meta, "classification") if c.get("source") == OFFICIAL_SOURCE)
    keywords = [keyword for c in official for keyword in named_children(c, "keyword")]
    fields: dict[str, Any] = {
        "subjects": tuple(k.get("showAs", "") for k in keywords if k.get("dictionary") == THESAURUS_NAME)
    }
    for keyword in (k for k in keywords if k.get("refersTo") == AGENDA_REFERENCE):
        fields |= {"agenda_item": keyword.get("value", ""), "agenda_title": keyword.get("showAs", "")}
    return fields
