"""The labels of paragraphs, the grammar of which may follow which, and what speaks for them on a line."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from functools import cache


class Label(Enum):
    """What a paragraph is."""

    ENACTING = "enacting"
    PREAMBULAR = "preambular"
    OPERATIVE = "operative"  # with a number
    DECISION = "decision"  # operative, without a number
    POINT = "point"
    HEADING = "heading"
    PLAIN = "plain"


class Stage(Enum):
    """How far a text has come: in its preamble, or behind operative paragraphs, without numbers or with them."""

    PREAMBLE = 0
    UNNUMBERED = 1
    NUMBERED = 2


LABELS = tuple(Label)
UNMARKED_LABELS = frozenset({Label.PREAMBULAR, Label.DECISION, Label.HEADING, Label.PLAIN})
# The stage behind a paragraph; behind one of another label it is that before it.
STAGES = {Label.ENACTING: Stage.PREAMBLE, Label.PREAMBULAR: Stage.PREAMBLE, Label.OPERATIVE: Stage.NUMBERED}


@dataclass(frozen=True, slots=True)
class LineEvidence:
    """What speaks for the labels of a line: that a paragraph begins with it, that one goes on, that one ends.

    ``possible``: the labels that a paragraph may have which begins with the line. ``is_section``: it numbers a section,
    which has a preamble of its own. ``is_start``: it begins a paragraph for certain.
    """

    begins: tuple[str, ...] = ()
    goes_on: tuple[str, ...] = ()
    ends: tuple[str, ...] = ()
    possible: frozenset[Label] = UNMARKED_LABELS
    is_section: bool = False
    is_start: bool = False


@dataclass(frozen=True, slots=True)
class LineChoice:
    """The label of a line, and whether its paragraph begins with it; what stands second to both, and how far behind.

    ``stage``: behind its paragraph. ``margin``: what the best path through the text loses with the second
    (``label_path``).
    """

    label: Label
    begins: bool
    stage: Stage
    margin: float
    other_label: Label
    other_begins: bool


def find_next_stage(stage: Stage, label: Label, is_section: bool) -> Stage | None:
    """Return the stage behind a paragraph of a label that begins at ``stage``; None if it cannot stand there."""
    if label is Label.PREAMBULAR and stage is not Stage.PREAMBLE:
        return None
    if label is Label.DECISION:
        return Stage.NUMBERED if stage is Stage.NUMBERED else Stage.UNNUMBERED
    return Stage.PREAMBLE if label is Label.HEADING and is_section else STAGES.get(label, stage)


@cache
def list_successors(stage: Stage, is_section: bool) -> tuple[tuple[Label, Stage], ...]:
    """Return the labels that a paragraph at ``stage`` may have, each with the stage behind it."""
    targets = ((label, find_next_stage(stage, label, is_section)) for label in LABELS)
    return tuple((label, target) for label, target in targets if target is not None)
