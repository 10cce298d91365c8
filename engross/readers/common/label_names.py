"""The names that notices and explanations give to the labels of paragraphs."""

from __future__ import annotations

from engross.readers.common.labels import Label

LABEL_NAMES = {
    Label.ENACTING: "the enacting words",
    Label.PREAMBULAR: "a preambular paragraph",
    Label.OPERATIVE: "an operative paragraph",
    Label.DECISION: "an operative paragraph without a number",
    Label.POINT: "a point",
    Label.HEADING: "a heading",
    Label.PLAIN: "a plain paragraph",
}


def name_choice(label: Label, begins: bool) -> str:
    """Return the name of what begins with a line, or goes on."""
    name = LABEL_NAMES[label]
    return name if begins else f"words that continue {name}"
