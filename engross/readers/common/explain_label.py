"""Explain what a line of a text was taken for: the evidence, what each piece counts, and what stood second."""

from __future__ import annotations

from engross.model.reading import LineLabel
from engross.model.text import shorten_text
from engross.readers.common.label_names import name_choice
from engross.readers.common.label_weights import load_label_weights
from engross.readers.common.labels import LABELS, Label

ENDS = "ends"  # evidence that counts for the first as for the second if both go on, or both end, there
COLUMN_CHARACTERS = 9  # of a number in the table


def explain_label(line: LineLabel) -> str:
    """Return the explanation of a line: both readings, the margin, and a table of the weights of the evidence."""
    first, second = (Label(line.label), line.begins), (Label(line.other_label), line.other_begins)
    rows = [
        f"{event:8}{item:36}{_spell_weight(event, item, first)}{_spell_weight(event, item, second)}"
        for event, items in line.evidence
        for item in items
    ]
    return "\n".join(
        [
            f"{line.where}: “{shorten_text(line.text)}”",
            f"1. {name_choice(*first)}",
            f"2. {name_choice(*second)}: behind by {line.margin:.1f} over the whole text",
            "",
            f"{'where':8}{'evidence':36}{'1.':>{COLUMN_CHARACTERS}}{'2.':>{COLUMN_CHARACTERS}}",
            *rows,
            "",
        ]
    )


def _spell_weight(event: str, item: str, choice: tuple[Label, bool]) -> str:
    """Return what a piece of evidence counts for a choice, "" if it does not bear on it."""
    label, begins = choice
    bears = event == ENDS or (event == "begins") == begins
    weight = load_label_weights().sum_weights(event, (item,))[LABELS.index(label)] if bears else 0.0
    return f"{f'{weight:+.2f}' if weight else '':>{COLUMN_CHARACTERS}}"
