"""Notes that say "Ibid." to the sources they repeat, so that a note makes sense where it pops up alone.

"Ibid." stands for the source of the note right before it (Editorial Manual, footnotes and other references). Where
that note begins so too, the first of the chain has the source, and the one right before may have a closer place in it.
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
    """By the id of each note that begins with "Ibid.": what it repeats, in order; not known ones are left out.

    Not known: the first note, and one whose number does not follow the number of the note before.
    """
    found: dict[str, tuple[RepeatedNote, ...]] = {}
    root: tuple[RepeatedNote, ...] = ()
    before: Note | None = None
    for note in notes:
        if before is None or not _is_next_number(before.number, note.number):
            root = ()
        words = " ".join(spell_blocks(note.blocks).split())
        begins = _ibid_pattern().match(words)
        if begins and root:
            found[note.id] = root
        if not begins:
            root = (RepeatedNote(note.number, words),)
        elif root and begins.end() < len(words):
            root = (root[0], RepeatedNote(note.number, words))
        before = note
    return found


@cache
def _ibid_pattern() -> re.Pattern[str]:
    """How such a note begins, in any language there is: a note may be left in another than the text's."""
    ways = "|".join(load_language(code).word("book", "ibid") for code in language_codes())
    return re.compile(rf"\s*(?:{ways})\W*", re.IGNORECASE)


def _is_next_number(before: str, after: str) -> bool:
    return before.isdecimal() and after.isdecimal() and int(after) == int(before) + 1
