"""Tell what the lines of a text were taken for, and where that is doubtful."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from engross.model.notice import Code, Notice, make_notice
from engross.model.reading import LineLabel
from engross.model.text import shorten_text
from engross.model.tree import Where
from engross.readers.common.label_names import name_choice
from engross.readers.common.labels import LineChoice
from engross.readers.lines.body import BodyMaterial
from engross.readers.lines.labelled_parts import LabelledPart
from engross.readers.lines.paragraphs import LabelledParagraph

DOUBTFUL_MARGIN = 1.0  # of a choice: with less the second reading is worth a look (odds of e to 1)


def list_line_labels(parts: Iterable[LabelledPart], material: BodyMaterial) -> Iterator[LineLabel]:
    """Yield what each line of main text and annexes was taken for, tables apart."""
    for paragraph in (paragraph for part in parts for paragraph in part.paragraphs):
        for n, choice, evidence in zip(paragraph.lines, paragraph.choices, paragraph.evidence, strict=False):
            line = material.texts[n]
            words = (("begins", evidence.begins), ("goes on", evidence.goes_on), ("ends", evidence.ends))
            first, second = (choice.label.value, choice.begins), (choice.other_label.value, choice.other_begins)
            where = Where(material.file, line.number, line.column)
            yield LineLabel(where, line.text, *first, choice.margin, *second, words)


def report_doubtful_labels(parts: Iterable[LabelledPart], material: BodyMaterial) -> Iterator[Notice]:
    """Report each paragraph that might well be something else, or go on with the one above, or end earlier."""
    for paragraph in (paragraph for part in parts for paragraph in part.paragraphs):
        if doubt := _find_doubt(paragraph):
            n, choice = doubt
            line = material.texts[n]
            names = name_choice(choice.label, choice.begins), name_choice(choice.other_label, choice.other_begins)
            words = {"text": shorten_text(line.text), "role": names[0], "other": names[1]}
            yield make_notice(Code.ROLE_DOUBTFUL, Where(material.file, line.number, line.column), **words)


def _find_doubt(paragraph: LabelledParagraph) -> tuple[int, LineChoice] | None:
    """Return the first line of a paragraph whose choice is doubtful; None if there is none."""
    doubts = (
        pair for pair in zip(paragraph.lines, paragraph.choices, strict=False) if pair[1].margin < DOUBTFUL_MARGIN
    )
    return next(doubts, None)
