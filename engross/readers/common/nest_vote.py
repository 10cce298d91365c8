"""Nest the paragraphs of a vote that is printed under a text: its sentence, labels below it, voters below those."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from engross.model.text import spell_inlines
from engross.model.tree import Paragraph
from engross.readers.common.end_marks import COLONS


def nest_vote(sentence: Paragraph, others: Iterable[Paragraph]) -> Paragraph:
    """Return the sentence of a vote with the other paragraphs under it; what follows a label hangs under that."""
    labels: list[Paragraph] = []
    for paragraph in others:
        if labels and _is_label(labels[-1]) and not _is_label(paragraph):
            labels[-1] = replace(labels[-1], children=(*labels[-1].children, paragraph))
        else:
            labels.append(paragraph)
    return replace(sentence, children=tuple(labels))


def _is_label(paragraph: Paragraph) -> bool:
    return spell_inlines(paragraph.content).rstrip().endswith(COLONS)
