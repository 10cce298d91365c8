"""A finished PDF's notes: each begins on the page of its call, in order, below the text, and links lead both ways.

Looked at as a reader of the file does: by its structure, its links and the places where its glyphs are drawn.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from engross.verify.check.finding import Finding, Findings
from engross.verify.check.pdf_file import PdfElement, PdfGlyph, PdfLink, UnmeasurableError, open_print
from engross.verify.check.rule import EditionFault

NOTE_ROLE, CALL_ROLE, LABEL_ROLE = "Note", "Reference", "Lbl"
NEAR_PT = 30.0  # points: a link leads so near to what it should show, at most
BELOW_PT = 1.0  # points that a note's first baseline stands below the text's last, at least


@dataclass(frozen=True, slots=True)
class _DrawnCall:
    """A call: its number, where it is drawn, its links."""

    number: str
    glyph: PdfGlyph
    links: tuple[PdfLink, ...]


@dataclass(frozen=True, slots=True)
class _DrawnNote:
    """A note: its ID, its number, all that is drawn of it, the links of its number."""

    name: str
    number: str
    glyphs: tuple[PdfGlyph, ...]
    links: tuple[PdfLink, ...]


def find_note_faults(path: Path) -> Findings | None:
    """What is wrong with a PDF's notes; None for a PDF without structure, which does not tell what a note is."""
    try:
        document = open_print(path).document
    except UnmeasurableError:
        return None
    calls = tuple(_find_calls(document))
    notes = {note.name: note for note in _find_notes(document)}
    paired = [(call, notes.get(next((link.name for link in call.links), ""))) for call in calls]
    pairs = [(call, note) for call, note in paired if note]
    lost = (
        EditionFault.NOTE_LOST.make_finding(f"page {call.glyph.page}", call=call.number)
        for call, note in paired
        if not note
    )
    met = {note.name for _, note in pairs}
    stray = (
        EditionFault.NOTE_STRAY.make_finding(note.name, note=note.number)
        for name, note in notes.items()
        if name not in met
    )
    each = (finding for call, note in pairs for finding in _check_pair(call, note))
    order = _check_order([note for _, note in pairs])
    return (*lost, *stray, *each, *order, *_check_text_above_notes(document, [*notes.values()]))


def _find_calls(document: PdfElement) -> Iterator[_DrawnCall]:
    for one in document.iter_elements():
        if one.role == CALL_ROLE and (glyphs := tuple(one.iter_glyphs())):
            yield _DrawnCall(_unturn_brackets(one.join_text().strip()), glyphs[0], tuple(one.iter_links()))


def _find_notes(document: PdfElement) -> Iterator[_DrawnNote]:
    for one in document.iter_elements():
        if one.role == NOTE_ROLE:
            label = next((kid for kid in one.iter_elements() if kid.role == LABEL_ROLE), PdfElement(LABEL_ROLE))
            yield _DrawnNote(
                one.name,
                _unturn_brackets(label.join_text().strip()),
                tuple(one.iter_glyphs()),
                tuple(label.iter_links()),
            )


def _unturn_brackets(number: str) -> str:
    """A number whose brackets PDFium tells as they look in a line from right to left: ")1(" is "(1)"."""
    return f"({number[1:-1]})" if number.startswith(")") and number.endswith("(") else number


def _check_pair(call: _DrawnCall, note: _DrawnNote) -> Iterator[Finding]:
    """What is wrong between a call and its note, and in the note itself."""
    pages = list(dict.fromkeys(glyph.page for glyph in note.glyphs))
    if not pages:
        yield EditionFault.NOTE_LOST.make_finding(f"page {call.glyph.page}", call=call.number)
        return
    at = f"page {pages[0]}"
    if call.number != note.number:
        yield EditionFault.NOTE_NUMBER.make_finding(at, call=call.number, note=note.number)
    if pages[0] != call.glyph.page:
        yield EditionFault.NOTE_MOVED.make_finding(at, note=note.number, page=pages[0], call=call.glyph.page)
    for before, after in pairwise(pages):
        if after != before + 1:
            yield EditionFault.NOTE_BROKEN.make_finding(f"page {after}", note=note.number, page=after)
    if not call.links or not all(_is_target(link, note.glyphs[0]) for link in call.links):
        yield EditionFault.NOTE_ONE_WAY.make_finding(at, which="the call", note=note.number)
    if not note.links or not all(_is_target(link, call.glyph) for link in note.links):
        yield EditionFault.NOTE_ONE_WAY.make_finding(at, which="the number", note=note.number)


def _is_target(link: PdfLink, glyph: PdfGlyph) -> bool:
    """Whether a link leads to where a glyph is drawn."""
    return link.to_page == glyph.page and abs(link.to_top - glyph.base) < NEAR_PT


def _check_order(notes: list[_DrawnNote]) -> Iterator[Finding]:
    """Notes that are drawn above one that is called before them."""
    for before, after in pairwise(note for note in notes if note.glyphs):
        one, two = before.glyphs[0], after.glyphs[0]
        if (two.page, -two.base) < (one.page, -one.base) and before is not after:
            yield EditionFault.NOTE_UNORDERED.make_finding(f"page {two.page}", note=after.number, before=before.number)


def _check_text_above_notes(document: PdfElement, notes: list[_DrawnNote]) -> Iterator[Finding]:
    """Pages whose notes begin above the end of their text."""
    ends: dict[int, float] = {}
    texts = [one for one in document.kids if isinstance(one, PdfElement) and one.role == "Art"]
    for glyph in (glyph for text in texts for glyph in text.iter_glyphs(NOTE_ROLE)):
        if glyph.text.strip():
            ends[glyph.page] = min(ends.get(glyph.page, glyph.base), glyph.base)
    begins: dict[int, float] = {}
    for glyph in (glyph for note in notes for glyph in note.glyphs if glyph.text.strip()):
        begins[glyph.page] = max(begins.get(glyph.page, glyph.base), glyph.base)
    for page, begin in sorted(begins.items()):
        if begin > ends.get(page, begin + 2 * BELOW_PT) - BELOW_PT:
            yield EditionFault.NOTE_OVER_TEXT.make_finding(f"page {page}", page=page)
