"""The notes of a document: each as a value, with the number that Word counts or the mark that its author gave it."""

from __future__ import annotations

from dataclasses import replace

from lxml import etree

from engross.model.reading import NOTE_TEXT, LedgerEntry
from engross.model.text import spell_inlines
from engross.model.tree import Block, Inline, Link, Note, Paragraph, Styled, Text
from engross.readers.word.number_formats import format_number
from engross.readers.word.reader_state import WordReaderState

NOTE_NUMBER_KIND = "note number"
EMPTY_BRACKETS = "()"  # typed around the number that Word counts


def read_note(kind: str, element: etree._Element, mark: str, desk: WordReaderState) -> Note:
    """A note of a kind ("footnote") from its element, which is then met; without a ``mark`` it gets the next number."""
    where = desk.where
    number = mark or format_number(*desk.next_note_number(kind))
    start, before = len(desk.entries), (desk.kind, desk.part, desk.fields)
    desk.kind, desk.fields, desk.part = NOTE_TEXT, [], desk.package.part_of(element)
    desk.met.add(element)
    blocks = desk.inside(element, desk)
    desk.kind, desk.part, desk.fields = before
    return Note(number, _remove_note_mark(blocks, mark, start, desk), where=where)


def _remove_note_mark(blocks: tuple[Block, ...], mark: str, start: int, desk: WordReaderState) -> tuple[Block, ...]:
    """The blocks of a note without the mark, or the brackets around a number, that its author typed before them."""
    first = blocks[0] if blocks else None
    words = spell_inlines(first.content) if isinstance(first, Paragraph) else ""
    mark = mark or (EMPTY_BRACKETS if words.startswith(EMPTY_BRACKETS) else "")
    if not isinstance(first, Paragraph) or not mark or not words.startswith(mark):
        return blocks
    left = len(mark)
    for n in range(start, len(desk.entries)):
        if left and desk.entries[n].kind == NOTE_TEXT and desk.entries[n].text.strip():
            text = desk.entries[n].text.lstrip()
            taken = text[:left]
            left -= len(taken)
            desk.entries[n : n + 1] = [LedgerEntry(NOTE_NUMBER_KIND, taken), LedgerEntry(NOTE_TEXT, text[len(taken) :])]
    return (replace(first, content=cut_leading_characters(first.content, len(mark))), *blocks[1:])


def cut_leading_characters(content: tuple[Inline, ...], length: int) -> tuple[Inline, ...]:
    """A run without its first ``length`` characters, and without white space or breaks at its beginning then."""
    out: list[Inline] = []
    for n, item in enumerate(content):
        match item:
            case Text(text):
                rest = text[length:].lstrip()
                length = max(0, length - len(text))
                out += [Text(rest)] if rest else []
            case Styled() | Link():
                inner = cut_leading_characters(item.content, length)
                length = max(0, length - len(spell_inlines(item.content, calls=False)))
                out += [replace(item, content=inner)] if inner else []
            case Note():
                out.append(item)
            case _:
                length = max(0, length - len(spell_inlines((item,))))
                continue
        if out and not length:
            return (*out, *content[n + 1 :])
    return tuple(out)
