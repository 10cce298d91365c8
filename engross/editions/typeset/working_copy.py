"""What the margins of a working copy say: the numbers of lines, and in the heads what the text is, and of which day."""

from __future__ import annotations

from engross.grammars.language import Language
from engross.model.paper import LineNumbers
from engross.model.tree import Resolution

Baselines = tuple[tuple[float, ...], ...]  # of each page, in CSS pixels from the top of the type area


def number_lines(baselines: Baselines, lines: LineNumbers) -> tuple[tuple[tuple[int, float], ...], ...]:
    """Return the numbers that stand beside the lines of each page, each with the baseline of its line."""
    counts = [len(page) for page in baselines]
    starts = [sum(counts[:n]) if lines.through else 0 for n in range(len(counts))]
    return tuple(
        tuple((number, base) for number, base in enumerate(page, start + 1) if number % lines.every == 0)
        for start, page in zip(starts, baselines, strict=True)
    )


def label_working_copy(resolution: Resolution, language: Language) -> str:
    """Return what the running heads say of a text: whether it is a draft, and the document's date if it has one."""
    is_adopted = bool(resolution.facts.adopted or resolution.masthead.adoption)
    what = language.word("working", "copy" if is_adopted else "draft")
    date = resolution.masthead.issued or resolution.facts.date
    return language.word("working", "dated", what=what, date=date) if date else what
