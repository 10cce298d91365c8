"""Keep the notes that nothing in a document calls: behind the text, each with a notice."""

from __future__ import annotations

from dataclasses import replace

from engross.model.notice import Code, make_notice
from engross.model.text import fold
from engross.model.tree import Note
from engross.readers.word.body_items import BodyItem
from engross.readers.word.notes import read_note
from engross.readers.word.reader_state import WordReaderState


def append_uncalled_notes(items: list[BodyItem], state: WordReaderState) -> list[BodyItem]:
    """Append notes that nothing calls to the last body item with words, or as an item of their own behind a table."""
    start = len(state.entries)
    uncalled = [*_read_uncalled_notes(state)]
    if not uncalled:
        return items
    last_position = max(position for position, item in enumerate(items) if item.content or item.table)
    tail = BodyItem(state.where, tuple(state.entries[start:]))
    if items[last_position].table is not None:
        return [*items, replace(tail, content=tuple(uncalled))]
    last_item = replace(items[last_position], content=(*items[last_position].content, *uncalled))
    return [*items[:last_position], last_item, *items[last_position + 1 :], tail]


def _read_uncalled_notes(state: WordReaderState) -> list[Note]:
    """Read the notes that nothing calls, with a notice for each; their numbers follow those of the others."""
    notes = []
    for kind, element in state.notes:
        if element not in state.met and fold(state.texts.text_of(element)):
            notes.append(read_note(kind, element, "", state))
            state.uncalled.append(element)
            state.notices.append(make_notice(Code.NOTE_WITHOUT_CALL, state.where, number=notes[-1].number))
    return notes
