"""A finished PDF's notes: each begins on the page of its call, in order, below the text, and links lead both ways.

Looked at as a reader of the file does: by its structure, its links and the places where its glyphs are drawn.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from engross.check.finding import Finding, Findings
from engross.check.printed import Element, Glyph, Link, UnmeasurableError, open_print
from engross.check.rule import Fault

NOTE, CALL, LABEL = "Note", "Reference", "Lbl"
NEAR = 30.0  # points: a link leads so near to what it should show, at most
BELOW = 1.0  # points that a note's first baseline stands below the text's last, at least


@dataclass(frozen=True, slots=True)
class _Call:
    """A call: its number, where it is drawn, its links."""

    number: str
    glyph: Glyph
    links: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class _Note:
    """A note: its ID, its number, all that is drawn of it, the links of its number."""

    name: str
    number: str
    glyphs: tuple[Glyph, ...]
    links: tuple[Link, ...]


def called(path: Path) -> Findings | None:
    """What is wrong with a PDF's notes; None for a PDF without structure, which does not tell what a note is."""
    try:
        document = open_print(path).document
    except UnmeasurableError:
        return None
    calls = tuple(_calls(document))
    notes = {note.name: note for note in _notes(document)}
    paired = [(call, notes.get(next((link.name for link in call.links), ""))) for call in calls]
    pairs = [(call, note) for call, note in paired if note]
    lost = (Fault.NOTE_LOST.found(f"page {call.glyph.page}", call=call.number) for call, note in paired if not note)
    met = {note.name for _, note in pairs}
    stray = (Fault.NOTE_STRAY.found(note.name, note=note.number) for name, note in notes.items() if name not in met)
    each = (finding for call, note in pairs for finding in _one(call, note))
    order = _order([note for _, note in pairs])
    return (*lost, *stray, *each, *order, *_over_text(document, [*notes.values()]))


def _calls(document: Element) -> Iterator[_Call]:
    for one in document.elements():
        if one.role == CALL and (glyphs := tuple(one.glyphs())):
            yield _Call(_unturned(one.text().strip()), glyphs[0], tuple(one.links()))


def _notes(document: Element) -> Iterator[_Note]:
    for one in document.elements():
        if one.role == NOTE:
            label = next((kid for kid in one.elements() if kid.role == LABEL), Element(LABEL))
            yield _Note(one.name, _unturned(label.text().strip()), tuple(one.glyphs()), tuple(label.links()))


def _unturned(number: str) -> str:
    """A number whose brackets PDFium tells as they look in a line from right to left: ")1(" is "(1)"."""
    return f"({number[1:-1]})" if number.startswith(")") and number.endswith("(") else number


def _one(call: _Call, note: _Note) -> Iterator[Finding]:
    """What is wrong between a call and its note, and in the note itself."""
    pages = list(dict.fromkeys(glyph.page for glyph in note.glyphs))
    if not pages:
        yield Fault.NOTE_LOST.found(f"page {call.glyph.page}", call=call.number)
        return
    at = f"page {pages[0]}"
    if call.number != note.number:
        yield Fault.NOTE_NUMBER.found(at, call=call.number, note=note.number)
    if pages[0] != call.glyph.page:
        yield Fault.NOTE_MOVED.found(at, note=note.number, page=pages[0], call=call.glyph.page)
    for before, after in pairwise(pages):
        if after != before + 1:
            yield Fault.NOTE_BROKEN.found(f"page {after}", note=note.number, page=after)
    if not call.links or not all(_leads(link, note.glyphs[0]) for link in call.links):
        yield Fault.NOTE_ONE_WAY.found(at, which="the call", note=note.number)
    if not note.links or not all(_leads(link, call.glyph) for link in note.links):
        yield Fault.NOTE_ONE_WAY.found(at, which="the number", note=note.number)


def _leads(link: Link, glyph: Glyph) -> bool:
    """Whether a link leads to where a glyph is drawn."""
    return link.to_page == glyph.page and abs(link.to_top - glyph.base) < NEAR


def _order(notes: list[_Note]) -> Iterator[Finding]:
    """Notes that are drawn above one that is called before them."""
    for before, after in pairwise(note for note in notes if note.glyphs):
        one, two = before.glyphs[0], after.glyphs[0]
        if (two.page, -two.base) < (one.page, -one.base) and before is not after:
            yield Fault.NOTE_UNORDERED.found(f"page {two.page}", note=after.number, before=before.number)


def _over_text(document: Element, notes: list[_Note]) -> Iterator[Finding]:
    """Pages whose notes begin above the end of their text."""
    ends: dict[int, float] = {}
    texts = [one for one in document.kids if isinstance(one, Element) and one.role == "Art"]
    for glyph in (glyph for text in texts for glyph in text.glyphs(NOTE)):
        if glyph.text.strip():
            ends[glyph.page] = min(ends.get(glyph.page, glyph.base), glyph.base)
    begins: dict[int, float] = {}
    for glyph in (glyph for note in notes for glyph in note.glyphs if glyph.text.strip()):
        begins[glyph.page] = max(begins.get(glyph.page, glyph.base), glyph.base)
    for page, begin in sorted(begins.items()):
        if begin > ends.get(page, begin + 2 * BELOW) - BELOW:
            yield Fault.NOTE_OVER_TEXT.found(f"page {page}", page=page)
