"""Truths for the labels of lines in a file, a line of JSON a text: ``label_truth`` writes, ``label_fit`` reads it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from engross.readers.common.labels import Label, LineEvidence, Stage

Choice = tuple[Label, bool]  # of a line: its label, and whether a paragraph begins with it


@dataclass(frozen=True, slots=True)
class LabelledText:
    """A text as the reader labels it at once: main text or an annex, or what is between two tables of them.

    ``case``: what asks for a weight that this text needs, as ``label_weights.csv`` names it. ``stage``: of the first
    line. ``read``: what the reader takes its lines for with the present weights; ``right``: what they are.
    """

    case: str
    document: str
    stage: Stage
    lines: tuple[LineEvidence, ...]
    read: tuple[Choice, ...]
    right: tuple[Choice, ...]


def write_truths(texts: Iterable[LabelledText], path: Path) -> None:
    """Write a line of JSON a text."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        file.writelines(json.dumps(_as_json(text), ensure_ascii=False) + "\n" for text in texts)


def _as_json(text: LabelledText) -> dict[str, object]:
    lines = [
        [line.begins, line.goes_on, line.ends, sorted(l.value for l in line.possible), line.is_section, line.is_start]
        for line in text.lines
    ]
    read, right = ([[label.value, begins] for label, begins in choices] for choices in (text.read, text.right))
    return {
        "case": text.case, "document": text.document, "stage": text.stage.value,
        "lines": lines, "read": read, "right": right,
    }  # fmt: skip


def read_truths(path: Path) -> Iterator[LabelledText]:
    """Yield the texts of a file that ``write_truths`` wrote."""
    with path.open(encoding="utf-8") as file:
        for row in map(json.loads, file):
            lines = tuple(
                LineEvidence(tuple(begins), tuple(goes_on), tuple(ends), frozenset(map(Label, possible)), *flags)
                for begins, goes_on, ends, possible, *flags in row["lines"]
            )
            read, right = (tuple((Label(name), begins) for name, begins in row[key]) for key in ("read", "right"))
            yield LabelledText(row["case"], row["document"], Stage(row["stage"]), lines, read, right)
