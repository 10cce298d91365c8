"""Give notes that have none a place or a number, which no edition can do without; report each."""

from __future__ import annotations

from dataclasses import replace

from lxml import etree

from engross.grammars.numbering import parse_figures
from engross.model.notice import Code, Notice, make_notice
from engross.model.tree import Inline, Note, Part, Where
from engross.model.walk import insert_notes_before_first_call
from engross.readers.akn.tree import AknReaderState


def hoist_inner_notes(root: etree._Element, file: str) -> tuple[Notice, ...]:
    """Move each note that another note calls behind the outermost note: a note at a page foot can have no footnotes."""
    inner_notes = [note for note in root.iter("{*}authorialNote") if _find_outermost_note(note) is not None]
    for note in reversed(inner_notes):
        outer, parent, before = _find_outermost_note(note), note.getparent(), note.getprevious()
        if outer is None or parent is None:
            continue
        if before is not None:
            before.tail = (before.tail or "") + (note.tail or "")
        else:
            parent.text = (parent.text or "") + (note.tail or "")
        note.tail = None
        tail, outer.tail = outer.tail, None
        outer.addnext(note)
        note.tail = tail
    return tuple(
        make_notice(
            Code.NOTE_CARRIED,
            Where(file, note.sourceline or 0),
            number=_spell_note_number(note),
            place="a note",
            call="its place",
        )
        for note in inner_notes
    )


def number_notes(root: etree._Element, file: str) -> tuple[Notice, ...]:
    """Give each note without a number the one after the note before it, or a star if that is taken."""
    notes = list(root.iter("{*}authorialNote"))
    taken = {note.get("marker", "").strip() for note in notes}
    notices, last = [], 0
    for note in notes:
        marker = note.get("marker", "").strip()
        if not marker:
            following = str(last + 1)
            marker = following if following not in taken else "*"
            note.set("marker", marker)
            words = {"before": "a note without a number", "after": f"note {marker}"}
            notices.append(make_notice(Code.TEXT_MENDED, Where(file, note.sourceline or 0), **words))
        last = parse_figures(marker) or last
    return tuple(notices)


def _spell_note_number(note: etree._Element) -> str:
    return note.get("marker", "").strip() or "without a number"


def _find_outermost_note(note: etree._Element) -> etree._Element | None:
    around = list(note.iterancestors("{*}authorialNote"))
    return around[-1] if around else None


def carry_masthead_notes(
    title: tuple[Inline, ...], parts: tuple[Part, ...], notes: tuple[Note, ...], state: AknReaderState
) -> tuple[tuple[Inline, ...], tuple[Part, ...]]:
    """Let the first title call the notes of the masthead, before its own; report each.

    Return the title over all parts, and the parts.
    """
    for note in notes:
        words = {"number": note.number or "without a number", "place": "the masthead", "call": "the title"}
        state.notices.append(make_notice(Code.NOTE_CARRIED, note.where, **words))
    if title or not notes:
        return insert_notes_before_first_call(title, notes), parts
    first, *others = parts
    return title, (replace(first, title=insert_notes_before_first_call(first.title, notes)), *others)
