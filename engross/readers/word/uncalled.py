"""Notes that a document holds and nothing calls: kept behind the text, each with a notice."""

from __future__ import annotations

from dataclasses import replace

from engross.model.notice import Code, make_notice
from engross.model.text import fold
from engross.model.tree import Note
from engross.readers.word.body_items import BodyItem
from engross.readers.word.notes import read_note
from engross.readers.word.reader_state import WordReaderState


def append_uncalled_notes(pieces: list[BodyItem], at: WordReaderState) -> list[BodyItem]:
    """The pieces of a text that has words, with the notes that nothing calls at the end of the last that has any."""
    start = len(at.entries)
    found = [*_read_uncalled_notes(at)]
    if not found:
        return pieces
    last = max(n for n, piece in enumerate(pieces) if piece.content or piece.table)
    tail = BodyItem(at.where, tuple(at.entries[start:]))
    if pieces[last].table is not None:
        return [*pieces, replace(tail, content=tuple(found))]
    home = replace(pieces[last], content=(*pieces[last].content, *found))
    return [*pieces[:last], home, *pieces[last + 1 :], tail]


def _read_uncalled_notes(at: WordReaderState) -> list[Note]:
    """The notes that nothing calls, read; they get the numbers behind those of the others."""
    found = []
    for kind, element in at.notes:
        if element not in at.met and fold(at.texts.text_of(element)):
            found.append(read_note(kind, element, "", at))
            at.uncalled.append(element)
            at.notices.append(make_notice(Code.NOTE_WITHOUT_CALL, at.where, number=found[-1].number))
    return found
