"""Build the ledger of a text from its lines: what became of each character, in the order of the file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from engross.model.reading import BODY_TEXT, CALL_TEXT, MASTHEAD_TEXT, NOTE_TEXT, Ledger, LedgerEntry
from engross.model.text import fold
from engross.readers.lines.body import BodyMaterial
from engross.readers.lines.head import DocumentHead
from engross.readers.lines.lines import TEXT_LINE, Line, LineKey
from engross.readers.lines.marked_notes import RAISED_FIGURES
from engross.readers.lines.word_repair import WordRepair

SOFT_HYPHEN = "\u00ad"  # a hyphen that the reader knows to divide a word
DIVIDER_KIND = "hyphen that divides a word"


def build_ledger(
    lines: list[Line], head: DocumentHead, material: BodyMaterial, repairs: tuple[WordRepair, ...]
) -> Ledger:
    """Return the ledger of a text by its lines: masthead, title, body with calls, notes, furniture.

    A hyphen that divides a word is no part of the word, and has an entry of its own.
    """
    note_by_line = {line.key: line for note in material.notes for line in note.lines}
    number_lines = {note.number_line.key for note in material.notes if note.number_line}
    places = {line.key: n for n, line in enumerate(material.texts)}
    entries: list[LedgerEntry] = []
    for n, line in enumerate(lines):
        if n < head.enacting:
            entries += _make_head_entries(n, line, head, material)
        elif line.key in number_lines:
            entries.append(LedgerEntry("note number", line.text))
        elif line.key in note_by_line:
            words = note_by_line[line.key].text
            entries += [LedgerEntry("note number", line.text.removesuffix(words)), LedgerEntry(NOTE_TEXT, words)]
        elif line.kind != TEXT_LINE:
            entries.append(LedgerEntry(line.kind, line.text))
        elif line.key not in places:
            entries.append(LedgerEntry("note number", line.text))
        else:
            entries += _make_body_entries(line, places[line.key], material)
    text = "".join(_spell_line(line, places, material) for line in lines).replace(SOFT_HYPHEN, "-")
    return Ledger(fold(text), tuple(_split_at_soft_hyphens(entries)), "".join(repair.supplied for repair in repairs))


def _make_head_entries(n: int, line: Line, head: DocumentHead, material: BodyMaterial) -> Iterator[LedgerEntry]:
    call = head.call
    if call and call.line == n and material.title_note:
        yield LedgerEntry(BODY_TEXT, line.text[: call.start])
        yield LedgerEntry(CALL_TEXT, line.text[call.start : call.end])
        yield LedgerEntry(BODY_TEXT, line.text[call.end :])
    elif n in head.title_lines:
        yield LedgerEntry(BODY_TEXT, line.text)
    elif call and call.line == n:
        yield LedgerEntry("note number", line.text)
    else:
        yield LedgerEntry(MASTHEAD_TEXT if n in head.mast_lines else line.kind, line.text)


def _make_body_entries(line: Line, place: int, material: BodyMaterial) -> Iterator[LedgerEntry]:
    cut = 0
    for call in material.calls:
        if call.line == place:
            yield LedgerEntry(BODY_TEXT, line.text[cut : call.start])
            yield LedgerEntry(CALL_TEXT, line.text[call.start : call.end].translate(RAISED_FIGURES))
            cut = call.end
    yield LedgerEntry(BODY_TEXT, line.text[cut:])


def _spell_line(line: Line, places: dict[LineKey, int], material: BodyMaterial) -> str:
    """Return the text of a line with its calls in ordinary figures: as the resolution has them, and editions raise."""
    calls = (call for call in material.calls if call.line == places.get(line.key))
    text = line.text
    for call in calls:
        text = text[: call.start] + text[call.start : call.end].translate(RAISED_FIGURES) + text[call.end :]
    return text


def _split_at_soft_hyphens(entries: Iterable[LedgerEntry]) -> Iterator[LedgerEntry]:
    """Yield entries without the hyphens that divide their words, which become entries themselves; none is empty."""
    for entry in entries:
        for n, words in enumerate(entry.text.split(SOFT_HYPHEN)):
            if n:
                yield LedgerEntry(DIVIDER_KIND, "-")
            if words:
                yield replace(entry, text=words)
