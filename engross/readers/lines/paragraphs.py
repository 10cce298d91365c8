"""Group the lines of a text into paragraphs, each with its label."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from engross.grammars.language import Language
from engross.readers.common.label_path import choose_labels
from engross.readers.common.labels import Label, LineChoice, LineEvidence, Stage
from engross.readers.lines.line_evidence import list_line_evidence
from engross.readers.lines.lines import Line


@dataclass(frozen=True, slots=True)
class LabelledParagraph:
    """The indices of a paragraph's lines, its label, and for each line the choice and the evidence for it.

    Those of a table have no label.
    """

    lines: tuple[int, ...]
    label: Label | None = None
    choices: tuple[LineChoice, ...] = ()
    evidence: tuple[LineEvidence, ...] = ()

    def move(self, distance: int) -> LabelledParagraph:
        """Return the paragraph with indices larger by ``distance``."""
        return replace(self, lines=tuple(n + distance for n in self.lines))


def label_paragraphs(
    lines: Sequence[Line], stage: Stage, enacting: int | None, lang: Language
) -> list[LabelledParagraph]:
    """Group the indices of ``lines`` into paragraphs; the first line begins one and stands at ``stage``.

    ``enacting``: the index of the line that begins the enacting words, if they are among them.
    """
    evidence = list_line_evidence(lines, enacting, lang)
    choices = choose_labels(evidence, stage)
    starts = [n for n, choice in enumerate(choices) if choice.begins]
    return [
        LabelledParagraph(
            tuple(range(start, stop)), choices[start].label, tuple(choices[start:stop]), tuple(evidence[start:stop])
        )
        for start, stop in zip(starts, [*starts[1:], len(lines)], strict=True)
    ]
