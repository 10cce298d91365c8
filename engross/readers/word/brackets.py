"""Brackets typed around a call and around its number, as in Arabic: they belong to the number, not to the text."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from engross.grammars.language import Language
from engross.model.reading import LedgerEntry
from engross.model.tree import Inline, Note, Resolution, Text, Where
from engross.model.walk import notes_of, rewrite_notes, rewrite_resolution
from engross.readers.word.reader_state import WordReaderState
from engross.readers.word.runs import RunItem

OPENING_BRACKETS, CLOSING_BRACKETS = "(（", ")）"
NOTE_NUMBER_KIND = "note number"


def remove_call_brackets(run_items: Iterable[RunItem], state: WordReaderState) -> list[RunItem]:
    """Remove the brackets around calls from run items; their ledger entries become those of note numbers."""
    out = list(run_items)
    for n in range(len(out) - 2, 0, -1):
        before, call, after = out[n - 1 : n + 2]
        if isinstance(call.item, Note) and isinstance(before.item, Text) and isinstance(after.item, Text):
            left, right = before.item.text, after.item.text
            if left[-1:] in OPENING_BRACKETS and right[:1] in CLOSING_BRACKETS and left and right:
                state.entries[after.entry : after.entry + 1] = _split_bracket_entry(
                    state.entries[after.entry], 1, first=True
                )
                state.entries[before.entry : before.entry + 1] = _split_bracket_entry(
                    state.entries[before.entry], -1, first=False
                )
                out[n] = replace(call, item=_bracket_number(call.item)) if state.is_styled else call
                out[n - 1] = replace(before, item=Text(left[:-1]))
                out[n + 1] = replace(after, item=Text(right[1:]))
    return [item for item in out if not isinstance(item.item, Text) or item.item.text]


def _split_bracket_entry(entry: LedgerEntry, at: int, first: bool) -> list[LedgerEntry]:
    """Split an entry in two at ``at``; the ``first`` or the second half is the bracket of a note number."""
    head, tail = entry.text[:at], entry.text[at:]
    halves = [
        LedgerEntry(NOTE_NUMBER_KIND if first else entry.kind, head),
        LedgerEntry(entry.kind if first else NOTE_NUMBER_KIND, tail),
    ]
    return [half for half in halves if half.text]


def bracket_note_numbers(resolution: Resolution, lang: Language, *, is_styled: bool) -> Resolution:
    """Return a resolution with its note numbers as the language prints them: "(1)" in Arabic.

    ``is_styled``: engross wrote the document, and where a number has brackets it has typed them; those of notes that
    others have added follow.
    """
    has_none = is_styled and not any(note.number.startswith("(") for note in notes_of(resolution))
    if has_none or not lang.words["calls"]["bracketed"]:
        return resolution

    def bracket_content(content: tuple[Inline, ...], _: Where) -> tuple[Inline, ...]:
        return rewrite_notes(content, _bracket_number)

    return rewrite_resolution(resolution, bracket_content)


def _bracket_number(note: Note) -> Note:
    return replace(note, number=f"({note.number})") if note.number.isdigit() else note
