"""The lines to a ledger: what every character of a raw text is, in the order of the file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from engross.reading import BODY, CALL, MAST, NOTE, Entry, Ledger
from engross.structure.raw.body import Material
from engross.structure.raw.head import Head
from engross.structure.raw.lines import TEXT, Line
from engross.structure.raw.mends import Mend
from engross.text import fold

SOFT = "\u00ad"  # a hyphen that the reader knows to divide a word
DIVIDER = "hyphen that divides a word"


def account(lines: list[Line], found: Head, material: Material, mends: tuple[Mend, ...]) -> Ledger:
    """Return the account of a text by its lines: masthead, title, body with calls, notes, furniture.

    A hyphen that divides a word is no part of the word, and has an entry of its own.
    """
    notes = {line.key: line for note in material.notes for line in note.lines}
    apart = {note.apart.key for note in material.notes if note.apart}
    places = {line.key: n for n, line in enumerate(material.texts)}
    entries: list[Entry] = []
    for n, line in enumerate(lines):
        if n < found.enacting:
            entries += _before(n, line, found, material)
        elif line.key in apart:
            entries.append(Entry("note number", line.text))
        elif line.key in notes:
            words = notes[line.key].text
            entries += [Entry("note number", line.text.removesuffix(words)), Entry(NOTE, words)]
        elif line.kind != TEXT:
            entries.append(Entry(line.kind, line.text))
        elif line.key not in places:
            entries.append(Entry("note number", line.text))
        else:
            entries += _body_line(line, places[line.key], material)
    text = "".join(line.text for line in lines).replace(SOFT, "-")
    return Ledger(fold(text), tuple(_undivided(entries)), "".join(mend.supplied for mend in mends))


def _before(n: int, line: Line, found: Head, material: Material) -> Iterator[Entry]:
    call = found.call
    if call and call.line == n and material.titled:
        yield Entry(BODY, line.text[: call.start])
        yield Entry(CALL, line.text[call.start : call.end])
        yield Entry(BODY, line.text[call.end :])
    elif n in found.title_lines:
        yield Entry(BODY, line.text)
    elif call and call.line == n:
        yield Entry("note number", line.text)
    else:
        yield Entry(MAST if n in found.mast_lines else line.kind, line.text)


def _body_line(line: Line, place: int, material: Material) -> Iterator[Entry]:
    cut = 0
    for call in material.calls:
        if call.line == place:
            yield Entry(BODY, line.text[cut : call.start])
            yield Entry(CALL, line.text[call.start : call.end])
            cut = call.end
    yield Entry(BODY, line.text[cut:])


def _undivided(entries: Iterable[Entry]) -> Iterator[Entry]:
    """Yield entries without the hyphens that divide their words, which are entries themselves; none is empty."""
    for entry in entries:
        for n, words in enumerate(entry.text.split(SOFT)):
            if n:
                yield Entry(DIVIDER, "-")
            if words:
                yield replace(entry, text=words)
