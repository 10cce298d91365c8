"""Tell what the lines of a text were taken for, and where that is doubtful."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from engross.model.notice import Code, Notice, make_notice
from engross.model.reading import LineLabel
from engross.model.text import shorten_text
from engross.model.tree import Where
from engross.readers.common.label_names import name_choice
from engross.readers.common.labels import Label
from engross.readers.lines.body import BodyMaterial
from engross.readers.lines.labelled_parts import LabelledPart

DOUBTFUL_MARGIN = 1.5  # of a choice: with less the second reading is worth a look (odds of 4.5 to 1)


def list_line_labels(parts: Iterable[LabelledPart], material: BodyMaterial) -> Iterator[LineLabel]:
    """Yield what each line of main text and annexes was taken for, tables apart."""
    for paragraph in (paragraph for part in parts for paragraph in part.paragraphs):
        for n, choice, evidence in zip(paragraph.lines, paragraph.choices, paragraph.evidence, strict=False):
            line = material.texts[n]
            words = (("begins", evidence.begins), ("goes on", evidence.goes_on), ("ends", evidence.ends))
            first, second = (choice.label.value, choice.begins), (choice.other_label.value, choice.other_begins)
            where = Where(material.file, line.number, line.column)
            yield LineLabel(where, line.text, *first, choice.margin, *second, words)


def report_doubtful_labels(labels: Iterable[LineLabel]) -> Iterator[Notice]:
    """Report each paragraph that might well be something else, or go on with the one above, or end earlier.

    A paragraph is told once, at the first of its lines that is doubtful.
    """
    is_told = False
    for line in labels:
        is_told = is_told and not line.begins
        if line.margin < DOUBTFUL_MARGIN and not is_told:
            is_told = True
            role = name_choice(Label(line.label), line.begins)
            other = name_choice(Label(line.other_label), line.other_begins)
            yield make_notice(Code.ROLE_DOUBTFUL, line.where, text=shorten_text(line.text), role=role, other=other)
