"""Read the notes of a document, each with the number that Word counts or the mark that its author gave it."""

from __future__ import annotations

from dataclasses import replace

from lxml import etree

from engross.model.reading import NOTE_TEXT, LedgerEntry
from engross.model.text import spell_inlines
from engross.model.tree import Block, Inline, LineBreak, Link, Note, Paragraph, Styled, Text
from engross.readers.word.number_formats import format_number
from engross.readers.word.reader_state import WordReaderState

NOTE_NUMBER_KIND = "note number"
EMPTY_BRACKETS = "()"  # typed around a number that Word counts, and so without it


def read_note(kind: str, element: etree._Element, mark: str, state: WordReaderState) -> Note:
    """Read a note of a kind ("footnote") from its element, and count it as called.

    ``mark``: what its author typed as its number; if "", it takes the next number of its kind.
    """
    where = state.where
    number = mark or format_number(*state.next_note_number(kind))
    start, outer = len(state.entries), (state.kind, state.part, state.fields)
    state.kind, state.fields, state.part = NOTE_TEXT, [], state.package.part_of(element)
    state.met.add(element)
    blocks = state.inside(element, state)
    state.kind, state.part, state.fields = outer
    return Note(number, _remove_note_mark(blocks, mark, start, state), where=where)


def _remove_note_mark(blocks: tuple[Block, ...], mark: str, start: int, state: WordReaderState) -> tuple[Block, ...]:
    """Remove the mark, or the brackets around a number, that its author typed at the beginning of a note."""
    first = blocks[0] if blocks else None
    first_text = spell_inlines(first.content) if isinstance(first, Paragraph) else ""
    mark = mark or (EMPTY_BRACKETS if first_text.startswith(EMPTY_BRACKETS) else "")
    if not isinstance(first, Paragraph) or not mark or not first_text.startswith(mark):
        return blocks
    remaining = len(mark)
    for index in range(start, len(state.entries)):
        if remaining and state.entries[index].kind == NOTE_TEXT and state.entries[index].text.strip():
            entry_text = state.entries[index].text.lstrip()
            mark_part = entry_text[:remaining]
            remaining -= len(mark_part)
            state.entries[index : index + 1] = [
                LedgerEntry(NOTE_NUMBER_KIND, mark_part),
                LedgerEntry(NOTE_TEXT, entry_text[len(mark_part) :]),
            ]
    return (replace(first, content=cut_leading_characters(first.content, len(mark))), *blocks[1:])


def cut_leading_characters(content: tuple[Inline, ...], length: int, space: str | None = None) -> tuple[Inline, ...]:
    """Return inlines without their first ``length`` characters and the white space and breaks that then begin them.

    ``space``: the characters that are white space here; None for all that Unicode knows.

    Notes among these characters stay and do not count.
    """
    out: list[Inline] = []
    for n, item in enumerate(content):
        match item:
            case Text(text):
                remainder = text[length:].lstrip(space)
                length = max(0, length - len(text))
                out += [Text(remainder)] if remainder else []
            case Styled() | Link():
                inner = cut_leading_characters(item.content, length, space)
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


def cut_trailing_breaks(content: tuple[Inline, ...]) -> tuple[Inline, ...]:
    """Return inlines without the breaks, and the white space between them, that end them."""
    end = len(content)
    while end and (isinstance(content[end - 1], LineBreak) or _is_blank(content[end - 1])):
        end -= 1
    return content[:end] if any(isinstance(item, LineBreak) for item in content[end:]) else content


def _is_blank(item: Inline) -> bool:
    return isinstance(item, Text) and not item.text.strip()
