"""Find the sources that notes with "Ibid." repeat, so that a note makes sense where it pops up alone.

"Ibid." stands for the source of the note right before it (Editorial Manual, footnotes and other references). If that
note begins with "Ibid." too, the first note of the chain has the source, and the one right before may have a closer
place in it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from engross.grammars.language import language_codes, load_language
from engross.model.text import spell_blocks
from engross.model.tree import Note


@dataclass(frozen=True, slots=True)
class RepeatedNote:
    """A note that another repeats: its number and its words."""

    number: str
    words: str


def find_ibid_sources(notes: Iterable[Note]) -> dict[str, tuple[RepeatedNote, ...]]:
    """Return by the id of each note that begins with "Ibid." what it repeats, in order; unknown sources are left out.

    Unknown: the source of the first note, and of one whose number does not follow that of the note before.
    """
    sources: dict[str, tuple[RepeatedNote, ...]] = {}
    source: tuple[RepeatedNote, ...] = ()
    before: Note | None = None
    for note in notes:
        if before is None or not _is_next_number(before.number, note.number):
            source = ()
        words = " ".join(spell_blocks(note.blocks).split())
        ibid = _ibid_pattern().match(words)
        if ibid and source:
            sources[note.id] = source
        if not ibid:
            source = (RepeatedNote(note.number, words),)
        elif source and ibid.end() < len(words):
            source = (source[0], RepeatedNote(note.number, words))
        before = note
    return sources


@cache
def _ibid_pattern() -> re.Pattern[str]:
    """Return the pattern of "Ibid." in all languages: a note may be in another language than the text."""
    spellings = "|".join(load_language(code).word("book", "ibid") for code in language_codes())
    return re.compile(rf"\s*(?:{spellings})\W*", re.IGNORECASE)


def _is_next_number(before: str, after: str) -> bool:
    return before.isdecimal() and after.isdecimal() and int(after) == int(before) + 1
