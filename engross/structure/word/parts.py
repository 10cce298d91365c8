"""The parts of a resolution in Word, A, B and so on: each has a letter, a title and opening words of its own."""

from __future__ import annotations

from dataclasses import dataclass

from engross.language import Language
from engross.model import Inline
from engross.structure.raw.lines import Line
from engross.structure.raw.parts import labels
from engross.structure.word.head import joined
from engross.structure.word.notes import cut
from engross.structure.word.pieces import Piece


@dataclass(frozen=True, slots=True)
class Lettered:
    """A part: its letter, its title, the pieces of its text from the opening words on."""

    letter: str
    title: tuple[Inline, ...]
    text: list[Piece]


def lettered(title: list[Piece], text: list[Piece], lang: Language, organ: str) -> tuple[list[Piece], list[Lettered]]:
    """The pieces of the title over all parts, and the parts; none where there are not two."""
    pieces = [piece for piece in (*title, *text) if piece.content or piece.table]
    lines = [Line(n, _said(piece)) for n, piece in enumerate(pieces)]
    marked = labels(lines, ((organ, lang.words["enacting"][organ]),)) if organ else ()
    if not marked:
        return title, []
    ends = [*(one.lines.start for one in marked[1:]), len(pieces)]
    parts = [
        Lettered(one.letter, _title([pieces[n] for n in one.lines], one.title), pieces[one.enacting : end])
        for one, end in zip(marked, ends, strict=True)
    ]
    return pieces[: marked[0].lines.start], parts


def _said(piece: Piece) -> str:
    return f"{piece.number} {piece.text}".strip()


def _title(pieces: list[Piece], start: int) -> tuple[Inline, ...]:
    """The title behind a letter, which Word counts or its author typed."""
    content = joined(pieces)
    return content if pieces[0].number else cut(content, start)
