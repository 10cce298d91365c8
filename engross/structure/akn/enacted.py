"""The metadata of an adoption to a Record: the vote, and the steps on the way to it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from lxml import etree

from engross.adoption import Ballot, Outcome, Record, Step, outcome
from engross.akn import (
    ADOPTED,
    AGENDA,
    BALLOTS,
    COSPONSORED,
    DRAFTED,
    END,
    OFFICIAL,
    OUTCOMES,
    SOURCE,
    THESAURUS,
)
from engross.akn.names import apart, shown
from engross.akn.steps import symbol_of, told
from engross.marker import figure_value
from engross.structure.akn.dates import known_day
from engross.structure.akn.own import is_own
from engross.structure.akn.tree import children, find

BY_NAME = {name: one for one, name in OUTCOMES.items()}


def record(document: etree._Element) -> Record | None:
    """What a file's metadata say of the adoption; None where they say nothing.

    What engross wrote down itself stands beside what the UN's data said, and goes before it.
    """
    meta = find(document, "meta")
    if meta is None:
        return None
    exact = is_own(document)
    found = replace(told(steps(meta)), **_ballots(meta))
    found = replace(found, outcome=_outcome(meta, found.steps, exact))
    own = own_workflow(meta)
    if own is not None:
        found = replace(found, **_own(own))
    found = replace(found, **_agenda(meta)) if exact else found
    return None if found == Record() else found


def own_workflow(meta: etree._Element) -> etree._Element | None:
    """The workflow that engross wrote down, where the UN's steps do not tell all."""
    return next((flow for flow in children(meta, "workflow") if flow.get("source") == SOURCE), None)


def steps(meta: etree._Element) -> tuple[Step, ...]:
    """The steps as the UN's data word them; a slot of the form that was not filled in is none."""
    flows = (flow for flow in children(meta, "workflow") if flow.get("source") != SOURCE)
    found = tuple(_step(step) for flow in flows for step in children(flow, "step"))
    if is_own(meta):
        return tuple(replace(s, document=shown(s.document), by=shown(s.by), about=shown(s.about)) for s in found)
    return tuple(step for step in found if step != Step(step.outcome))


def _step(step: etree._Element) -> Step:
    said = {
        name: " ".join(step.get(name, "").split()) for name in ("outcome", "date", "as", "by", "refersTo", "end", END)
    }
    date, end = known_day(said["date"]), known_day(said[END] or said["end"])
    return Step(said["outcome"], date, said["as"], said["by"], said["refersTo"], end)


def _own(flow: etree._Element) -> dict[str, Any]:
    """What engross wrote down of the way to adoption."""
    by_outcome = {step.get("outcome", ""): step for step in children(flow, "step")}

    def said(name: str, attribute: str) -> str:
        return "" if name not in by_outcome else by_outcome[name].get(attribute, "")

    return {
        "draft": symbol_of(said(DRAFTED, "as")),
        "sponsors": apart(said(DRAFTED, "by")),
        "additional_sponsors": apart(said(COSPONSORED, "by")),
        "meeting_record": symbol_of(said(ADOPTED, "as")),
    }


def _outcome(meta: etree._Element, steps: tuple[Step, ...], exact: bool) -> Outcome:
    """How the text was adopted: as the vote says, else as the words of a step do."""
    voting = find(meta, "voting")
    said = "" if voting is None else voting.get("outcome", "")
    if exact or said in BY_NAME:
        return BY_NAME.get(said, Outcome.UNKNOWN)
    return outcome(" ".join(f"{step.document} {step.by}" for step in steps if step.outcome == ADOPTED))


def _ballots(meta: etree._Element) -> dict[str, Any]:
    voting = find(meta, "voting")
    counts = children(voting, "count") if voting is not None else iter(())
    by_reference = {count.get("refersTo", "").lstrip("#"): count for count in counts}
    return {name: _ballot(by_reference[key]) for name, key in BALLOTS.items() if key in by_reference}


def _ballot(count: etree._Element) -> Ballot:
    """The votes of one kind; a count that is no number is how many States are named."""
    names = (" ".join("".join(voter.itertext()).split()) for voter in count.iter("{*}organization"))
    voters = tuple(dict.fromkeys(name for name in names if name))
    value = figure_value(count.get("value", "").strip())
    return Ballot(len(voters) or None if value is None else value, voters)


def _agenda(meta: etree._Element) -> dict[str, Any]:
    """The agenda item and the subjects that engross wrote down as those of the UN's data."""
    official = (c for c in children(meta, "classification") if c.get("source") == OFFICIAL)
    words = [keyword for c in official for keyword in children(c, "keyword")]
    found: dict[str, Any] = {"subjects": tuple(k.get("showAs", "") for k in words if k.get("dictionary") == THESAURUS)}
    for keyword in (k for k in words if k.get("refersTo") == AGENDA):
        found |= {"agenda_item": keyword.get("value", ""), "agenda_title": keyword.get("showAs", "")}
    return found
