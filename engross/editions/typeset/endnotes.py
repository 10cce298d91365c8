"""Choose the notes of large print that stand behind their section instead of at the page's foot: the long ones.

At the foot a long note takes the page from the text that calls it. ACB has all notes at the end: here those of more
than four lines stand behind the section, the part or the annex that calls them, and the foot says on which page.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from engross.editions.typeset.widths import width_in_em
from engross.model.text import spell_inlines
from engross.model.tree import Block, Heading, Inline, Note, Paragraph, Part, Resolution
from engross.model.walk import inlines_of, runs_of_blocks

MOST_LINES_AT_FOOT = 4
INDENT_EM = 2.4  # of a note's lines (styles/as/large-print.css)
FILLED = 0.92  # of the measure that a ragged line of large print fills, in widths of the serif face


@dataclass(frozen=True, slots=True)
class Endnotes:
    """The ids of the endnotes; the notes by the id of the block, part or annex that they stand behind."""

    ids: frozenset[str] = frozenset()
    behind: Mapping[str, tuple[Note, ...]] = field(default_factory=dict)


NO_ENDNOTES = Endnotes()


def find_endnotes(resolution: Resolution, measure: float) -> Endnotes:
    """Return the endnotes of a resolution whose lines are ``measure`` em long."""
    behind: dict[str, tuple[Note, ...]] = {}
    title = resolution.title
    for part in resolution.parts:
        for name, runs in _list_sections(part, (title, part.title)):
            notes = (item for run in runs for item in inlines_of(run) if isinstance(item, Note))
            if long_notes := tuple(note for note in notes if _count_lines(note, measure) > MOST_LINES_AT_FOOT):
                behind[name] = long_notes
        title = ()
    return Endnotes(frozenset(note.id for notes in behind.values() for note in notes), behind)


def _list_sections(
    part: Part, titles: tuple[tuple[Inline, ...], ...]
) -> Iterator[tuple[str, tuple[tuple[Inline, ...], ...]]]:
    """Yield the runs of each section of a part and of each annex, with the id of what it ends with."""
    sections = _divide_body(part.body)
    for n, blocks in enumerate(sections):
        is_last = n == len(sections) - 1
        closing = part.closing if is_last else ()
        runs = (*(() if n else titles), *runs_of_blocks((*blocks, *closing)))
        yield part.id if is_last else blocks[-1].id, runs
    for annex in part.annexes:
        yield annex.id, tuple(runs_of_blocks(annex.blocks))


def _divide_body(body: tuple[Block, ...]) -> list[tuple[Block, ...]]:
    """Return the body's sections: a heading of the highest rank that there is begins one, its number's title none."""
    highest = min((block.rank for block in body if isinstance(block, Heading)), default=0)
    sections: list[tuple[Block, ...]] = [()]
    for block in body:
        before = sections[-1][-1:]
        if isinstance(block, Heading) and block.rank == highest and before and not isinstance(before[0], Heading):
            sections.append(())
        sections[-1] += (block,)
    return sections


def _count_lines(note: Note, measure: float) -> int:
    """Return how many lines a note takes, by the widths of its characters."""
    room = (measure - INDENT_EM) * FILLED
    paragraphs = (block.content for block in note.blocks if isinstance(block, Paragraph))
    return sum(max(1, math.ceil(width_in_em(spell_inlines(content)) / room)) for content in paragraphs)
