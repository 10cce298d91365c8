"""Numbers that jump, and counts that do not come out, as notices; nothing is changed."""

from __future__ import annotations

from collections.abc import Iterator

from engross.marker import count
from engross.model import Heading, Paragraph, Part, Resolution, Role, Where
from engross.notice import Code, Notice, notice
from engross.walk import notes_of


def order(resolution: Resolution) -> tuple[Notice, ...]:
    """A notice for each operative paragraph or note whose number does not follow the one before."""
    paragraphs = (found for part in resolution.parts for found in _paragraphs(part))
    return (*paragraphs, *_notes(resolution))


def _paragraphs(part: Part) -> Iterator[Notice]:
    """Numbers may begin anew with 1 after a heading; else each is the one before plus one."""
    before, fresh = 0, True
    for block in part.body:
        fresh = fresh or isinstance(block, Heading)
        number = count(block.number) if isinstance(block, Paragraph) and block.role is Role.OPERATIVE else None
        if number is None:
            continue
        if number != before + 1 and not (fresh and number == 1):
            yield _jump("paragraph", number, before, block.where)
        before, fresh = number, False


def _notes(resolution: Resolution) -> Iterator[Notice]:
    before = 0
    for note in notes_of(resolution):
        number = count(note.number)
        if number is not None:
            if number not in (before + 1, 1):
                yield _jump("note", number, before, note.where)
            before = number


def _jump(what: str, found: int, before: int, where: Where) -> Notice:
    return notice(Code.NUMBER_ORDER, where, what=what, found=found, before=before or "the beginning")
