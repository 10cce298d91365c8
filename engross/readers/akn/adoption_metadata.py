"""The metadata of an adoption to a Record: the vote, and the steps on the way to it."""

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
    """What a file's metadata say of the adoption; None where they say nothing.

    What engross wrote down itself stands beside what the UN's data said, and goes before it.
    """
    meta = find_first(document, "meta")
    if meta is None:
        return None
    exact = is_engross_document(document)
    found = replace(record_of_steps(read_steps(meta)), **_read_ballots(meta))
    found = replace(found, outcome=_read_outcome(meta, found.steps, exact))
    own = find_own_workflow(meta)
    if own is not None:
        found = replace(found, **_read_own_workflow(own))
    found = replace(found, **_read_agenda(meta)) if exact else found
    return None if found == Record() else found


def find_own_workflow(meta: etree._Element) -> etree._Element | None:
    """The workflow that engross wrote down, where the UN's steps do not tell all."""
    return next((flow for flow in named_children(meta, "workflow") if flow.get("source") == SOURCE_REFERENCE), None)


def read_steps(meta: etree._Element) -> tuple[Step, ...]:
    """The steps as the UN's data word them; a slot of the form that was not filled in is none."""
    flows = (flow for flow in named_children(meta, "workflow") if flow.get("source") != SOURCE_REFERENCE)
    found = tuple(_read_step(step) for flow in flows for step in named_children(flow, "step"))
    if is_engross_document(meta):
        return tuple(
            replace(
                s,
                document=unescape_reference(s.document),
                by=unescape_reference(s.by),
                about=unescape_reference(s.about),
            )
            for s in found
        )
    return tuple(step for step in found if step != Step(step.outcome))


def _read_step(step: etree._Element) -> Step:
    said = {
        name: " ".join(step.get(name, "").split())
        for name in ("outcome", "date", "as", "by", "refersTo", "end", TERM_END)
    }
    date, end = read_known_day(said["date"]), read_known_day(said[TERM_END] or said["end"])
    return Step(said["outcome"], date, said["as"], said["by"], said["refersTo"], end)


def _read_own_workflow(flow: etree._Element) -> dict[str, Any]:
    """What engross wrote down of the way to adoption."""
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
    """How the text was adopted: as the vote says, else as the words of a step do."""
    voting = find_first(meta, "voting")
    said = "" if voting is None else voting.get("outcome", "")
    if exact or said in OUTCOMES_BY_NAME:
        return OUTCOMES_BY_NAME.get(said, Outcome.UNKNOWN)
    return parse_outcome(" ".join(f"{step.document} {step.by}" for step in steps if step.outcome == STEP_ADOPTED))


def _read_ballots(meta: etree._Element) -> dict[str, Any]:
    voting = find_first(meta, "voting")
    counts = named_children(voting, "count") if voting is not None else iter(())
    by_reference = {count.get("refersTo", "").lstrip("#"): count for count in counts}
    return {name: _read_ballot(by_reference[key]) for name, key in BALLOT_NAMES.items() if key in by_reference}


def _read_ballot(count: etree._Element) -> Ballot:
    """The votes of one kind; a count that is no number is how many States are named."""
    names = (" ".join("".join(voter.itertext()).split()) for voter in count.iter("{*}organization"))
    voters = tuple(dict.fromkeys(name for name in names if name))
    value = parse_figures(count.get("value", "").strip())
    return Ballot(len(voters) or None if value is None else value, voters)


def _read_agenda(meta: etree._Element) -> dict[str, Any]:
    """The agenda item and the subjects that engross wrote down as those of the UN's data."""
    official = (c for c in named_children(meta, "classification") if c.get("source") == OFFICIAL_SOURCE)
    words = [keyword for c in official for keyword in named_children(c, "keyword")]
    found: dict[str, Any] = {
        "subjects": tuple(k.get("showAs", "") for k in words if k.get("dictionary") == THESAURUS_NAME)
    }
    for keyword in (k for k in words if k.get("refersTo") == AGENDA_REFERENCE):
        found |= {"agenda_item": keyword.get("value", ""), "agenda_title": keyword.get("showAs", "")}
    return found
