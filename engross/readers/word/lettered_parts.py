"""The parts of a resolution in Word, A, B and so on: each has a letter, a title and opening words of its own."""

from __future__ import annotations

from dataclasses import dataclass

from engross.grammars.language import Language
from engross.model.tree import Inline
from engross.readers.lines.lines import Line
from engross.readers.lines.parts import find_part_labels
from engross.readers.word.body_items import BodyItem
from engross.readers.word.head import join_item_lines
from engross.readers.word.notes import cut_leading_characters


@dataclass(frozen=True, slots=True)
class LetteredPart:
    """A part: its letter, its title, the pieces of its text from the opening words on."""

    letter: str
    title: tuple[Inline, ...]
    text: list[BodyItem]


def split_lettered_parts(
    title: list[BodyItem], text: list[BodyItem], lang: Language, organ: str
) -> tuple[list[BodyItem], list[LetteredPart]]:
    """The pieces of the title over all parts, and the parts; none where there are not two."""
    pieces = [piece for piece in (*title, *text) if piece.content or piece.table]
    lines = [Line(n, _spell_item(piece)) for n, piece in enumerate(pieces)]
    marked = find_part_labels(lines, ((organ, lang.words["enacting"][organ]),)) if organ else ()
    if not marked:
        return title, []
    ends = [*(one.lines.start for one in marked[1:]), len(pieces)]
    parts = [
        LetteredPart(
            one.letter, _read_part_title([pieces[n] for n in one.lines], one.title), pieces[one.enacting : end]
        )
        for one, end in zip(marked, ends, strict=True)
    ]
    return pieces[: marked[0].lines.start], parts


def _spell_item(piece: BodyItem) -> str:
    return f"{piece.number} {piece.text}".strip()


def _read_part_title(pieces: list[BodyItem], start: int) -> tuple[Inline, ...]:
    """The title behind a letter, which Word counts or its author typed."""
    content = join_item_lines(pieces)
    return content if pieces[0].number else cut_leading_characters(content, start)
