"""The weights of the evidence for each label: the table ``label_weights.csv``."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from engross.readers.common.labels import LABELS

ANY_LABEL = "any"  # of a row that counts for paragraphs of all labels
NO_WEIGHTS = (0.0,) * len(LABELS)


@dataclass(frozen=True, slots=True)
class WeightRow:
    """A row of the table: how much a piece of evidence speaks for a label.

    ``event``: where the evidence counts, "begins" (a paragraph of the label begins with the line), "goes on", "ends".
    ``case``: the folder under ``tests/cases`` whose test fails without the row.
    """

    event: str
    label: str
    evidence: str
    weight: float
    case: str


@dataclass(frozen=True)
class LabelWeights:
    """The weights of each piece of evidence at an event, in the order of ``LABELS``."""

    weights: dict[tuple[str, str], tuple[float, ...]]

    def sum_weights(self, event: str, evidence: Iterable[str]) -> tuple[float, ...]:
        """Return the score of each label, in the order of ``LABELS``, by the evidence of a line at an event."""
        rows = [row for item in evidence if (row := self.weights.get((event, item)))]
        return tuple(map(sum, zip(*rows, strict=True))) if rows else NO_WEIGHTS


@cache
def list_weight_rows() -> tuple[WeightRow, ...]:
    """Return the rows of the table."""
    return read_weight_rows((files("engross.readers.common") / "label_weights.csv").read_text("utf-8"))


def read_weight_rows(text: str) -> tuple[WeightRow, ...]:
    """Return the rows of a table as CSV."""
    return tuple(
        WeightRow(row["event"], row["label"], row["evidence"], float(row["weight"]), row["case"])
        for row in csv.DictReader(text.splitlines())
    )


@cache
def load_label_weights() -> LabelWeights:
    """Return the weights of the table."""
    return build_label_weights(list_weight_rows())


def build_label_weights(rows: Iterable[WeightRow]) -> LabelWeights:
    """Return the weights that rows give."""
    sums: dict[tuple[str, str], list[float]] = {}
    for row in rows:
        of_labels = sums.setdefault((row.event, row.evidence), [0.0] * len(LABELS))
        for n, label in enumerate(LABELS):
            if row.label in (ANY_LABEL, label.value):
                of_labels[n] += row.weight
    return LabelWeights({key: tuple(of_labels) for key, of_labels in sums.items()})
