"""The notes of a document: each as a value, with the number that Word counts or the mark that its author gave it."""

from __future__ import annotations

from dataclasses import replace

from lxml import etree

from engross.model import Block, Inline, Link, Note, Paragraph, Styled, Text
from engross.reading import NOTE, Entry
from engross.structure.word.counts import counted
from engross.structure.word.desk import Desk
from engross.text import spell

NUMBER = "note number"
EMPTY = "()"  # typed around the number that Word counts


def read_note(kind: str, element: etree._Element, mark: str, desk: Desk) -> Note:
    """A note of a kind ("footnote") from its element, which is then met; without a ``mark`` it gets the next number."""
    where = desk.where
    number = mark or counted(*desk.note_number(kind))
    start, before = len(desk.entries), (desk.kind, desk.part, desk.fields)
    desk.kind, desk.fields, desk.part = NOTE, [], desk.package.part_of(element)
    desk.met.add(element)
    blocks = desk.inside(element, desk)
    desk.kind, desk.part, desk.fields = before
    return Note(number, _unmarked(blocks, mark, start, desk), where=where)


def _unmarked(blocks: tuple[Block, ...], mark: str, start: int, desk: Desk) -> tuple[Block, ...]:
    """The blocks of a note without the mark, or the brackets around a number, that its author typed before them."""
    first = blocks[0] if blocks else None
    words = spell(first.content) if isinstance(first, Paragraph) else ""
    mark = mark or (EMPTY if words.startswith(EMPTY) else "")
    if not isinstance(first, Paragraph) or not mark or not words.startswith(mark):
        return blocks
    left = len(mark)
    for n in range(start, len(desk.entries)):
        if left and desk.entries[n].kind == NOTE and desk.entries[n].text.strip():
            text = desk.entries[n].text.lstrip()
            taken = text[:left]
            left -= len(taken)
            desk.entries[n : n + 1] = [Entry(NUMBER, taken), Entry(NOTE, text[len(taken) :])]
    return (replace(first, content=cut(first.content, len(mark))), *blocks[1:])


def cut(content: tuple[Inline, ...], length: int) -> tuple[Inline, ...]:
    """A run without its first ``length`` characters, and without white space or breaks at its beginning then."""
    out: list[Inline] = []
    for n, item in enumerate(content):
        match item:
            case Text(text):
                rest = text[length:].lstrip()
                length = max(0, length - len(text))
                out += [Text(rest)] if rest else []
            case Styled() | Link():
                inner = cut(item.content, length)
                length = max(0, length - len(spell(item.content, calls=False)))
                out += [replace(item, content=inner)] if inner else []
            case Note():
                out.append(item)
            case _:
                length = max(0, length - len(spell((item,))))
                continue
        if out and not length:
            return (*out, *content[n + 1 :])
    return tuple(out)
