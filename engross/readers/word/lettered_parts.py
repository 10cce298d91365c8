"""Find the lettered parts of a resolution (A, B …), each with a title and enacting words of its own."""

from __future__ import annotations

import re
from dataclasses import dataclass

from engross.grammars.language import Language
from engross.model.tree import Inline, Style
from engross.readers.lines.lines import Line
from engross.readers.lines.parts import LETTER_PLACES, find_part_labels
from engross.readers.word.body_items import BodyItem
from engross.readers.word.head import join_item_lines
from engross.readers.word.looks import remove_look
from engross.readers.word.notes import cut_leading_characters
from engross.readers.word.split_breaks import split_item_at_breaks

LONE_LETTER = re.compile("|".join(LETTER_PLACES))


@dataclass(frozen=True, slots=True)
class LetteredPart:
    """A lettered part: its letter, its title, the body items of its text from the enacting words on."""

    letter: str
    title: tuple[Inline, ...]
    text: list[BodyItem]


def split_lettered_parts(
    title: list[BodyItem], text: list[BodyItem], lang: Language, organ: str
) -> tuple[list[BodyItem], list[LetteredPart]]:
    """Return the body items of the title above all parts, and the parts.

    The whole ``title`` and no parts if the resolution has none. A document may hold one part of a resolution, whose
    letter stands on a line of its own below the title.
    """
    items = [item for item in (*title, *text) if item.content or item.table]
    lines = [Line(n, _spell_item(item)) for n, item in enumerate(items)]
    labels = find_part_labels(lines, lang, organ) if organ else ()
    if not labels:
        return _split_off_letter(title, text) if organ else (title, [])
    ends = [*(label.lines.start for label in labels[1:]), len(items)]
    parts = [
        LetteredPart(
            label.letter, _read_part_title([items[n] for n in label.lines], label.title), items[label.enacting : end]
        )
        for label, end in zip(labels, ends, strict=True)
    ]
    return items[: labels[0].lines.start], parts


def _split_off_letter(title: list[BodyItem], text: list[BodyItem]) -> tuple[list[BodyItem], list[LetteredPart]]:
    """Return the items of a title, and the part whose letter stands below it; no part without such a letter."""
    lines = [line for item in title if item.content for line in split_item_at_breaks(item)]
    for n, line in enumerate(lines):
        if n and LONE_LETTER.fullmatch(line.text):
            content = remove_look(join_item_lines(lines[n:]), Style.BOLD)
            return lines[:n], [LetteredPart(line.text, cut_leading_characters(content, len(line.text)), text)]
    return title, []


def _spell_item(item: BodyItem) -> str:
    return f"{item.number} {item.text}".strip()


def _read_part_title(items: list[BodyItem], start: int) -> tuple[Inline, ...]:
    """Return the title of a part without its letter, which Word counts or its author typed."""
    content = remove_look(join_item_lines(items), Style.BOLD)
    return content if items[0].number else cut_leading_characters(content, start)
