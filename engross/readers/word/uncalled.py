"""Keep the notes that nothing in a document calls: behind the text, each with a notice."""

from __future__ import annotations

from dataclasses import replace

from engross.model.notice import Code, make_notice
from engross.model.text import fold
from engross.model.tree import Note
from engross.readers.word.body_items import BodyItem
from engross.readers.word.notes import read_note
from engross.readers.word.reader_state import WordReaderState


def append_uncalled_notes(pieces: list[BodyItem], at: WordReaderState) -> list[BodyItem]:
    """Append notes that nothing calls to the last body item with words, or as an item of their own behind a table."""
    start = len(at.entries)
    uncalled = [*_read_uncalled_notes(at)]
    if not uncalled:
        return pieces
    last_position = max(position for position, item in enumerate(pieces) if item.content or item.table)
    tail = BodyItem(at.where, tuple(at.entries[start:]))
    if pieces[last_position].table is not None:
        return [*pieces, replace(tail, content=tuple(uncalled))]
    last_item = replace(pieces[last_position], content=(*pieces[last_position].content, *uncalled))
    return [*pieces[:last_position], last_item, *pieces[last_position + 1 :], tail]


def _read_uncalled_notes(at: WordReaderState) -> list[Note]:
    """Read the notes that nothing calls, with a notice for each; their numbers follow those of the others."""
    notes = []
    for kind, element in at.notes:
        if element not in at.met and fold(at.texts.text_of(element)):
            notes.append(read_note(kind, element, "", at))
            at.uncalled.append(element)
            at.notices.append(make_notice(Code.NOTE_WITHOUT_CALL, at.where, number=notes[-1].number))
    return notes
