"""Check a finished PDF's notes: each begins on its call's page, in order, below the text, and links lead both ways.

Only the file is looked at: its structure, its links and the places where its glyphs are drawn.
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
ENDNOTES_HEAD = "editorial-endnotes-"  # what the ID of the heading of endnotes begins with
NEAR_PT = 60.0  # points: a link leads to within this distance of what it should show, a line of the largest title
BELOW_PT = 1.0  # points: a note's first baseline stands at least this far below the text's last


@dataclass(frozen=True, slots=True)
class _DrawnCall:
    """A call: its number, its first glyph, its links."""

    number: str
    glyph: PdfGlyph
    links: tuple[PdfLink, ...]

    @property
    def note(self) -> str:
        """The ID of the note that it leads to; "" for none."""
        return next((link.name for link in self.links), "")


@dataclass(frozen=True, slots=True)
class _DrawnNote:
    """A note: its ID, its number, all its glyphs, the links of its number, whether it stands behind its section."""

    name: str
    number: str
    glyphs: tuple[PdfGlyph, ...]
    links: tuple[PdfLink, ...]
    is_endnote: bool = False


def find_note_faults(path: Path) -> Findings | None:
    """Return what is wrong with a PDF's notes; None for a PDF without structure, which does not say what a note is."""
    try:
        document = open_print(path).document
    except UnmeasurableError:
        return None
    calls = tuple(_find_calls(document))
    notes = {note.name: note for note in _find_notes(document)}
    paired = [(call, notes.get(call.note)) for call in calls]
    pairs = [(call, note) for call, note in paired if note]
    lost = (
        EditionFault.NOTE_LOST.make_finding(f"page {call.glyph.page}", call=call.number)
        for call, note in paired
        if not note
    )
    called_ids = {note.name for _, note in pairs}
    stray = (
        EditionFault.NOTE_STRAY.make_finding(note.name, note=note.number)
        for name, note in notes.items()
        if name not in called_ids
    )
    articles = _find_articles(document)
    pair_faults = (finding for call, note in pairs for finding in _check_pair(call, note, len(articles) or 1))
    order_faults = (
        finding
        for article in articles or [document]
        for finding in _check_order([notes[call.note] for call in _find_calls(article) if call.note in notes])
    )
    return (*lost, *stray, *pair_faults, *order_faults, *_check_text_above_notes(document, [*notes.values()]))


def _find_calls(document: PdfElement) -> Iterator[_DrawnCall]:
    for element in document.iter_elements():
        if element.role == CALL_ROLE and (glyphs := tuple(element.iter_glyphs())):
            yield _DrawnCall(_unturn_brackets(element.join_text().strip()), glyphs[0], tuple(element.iter_links()))


def count_lines_at_foot(document: PdfElement, least: float) -> Iterator[tuple[str, int, int]]:
    """Yield number, first page and count of lines of each note at a page's foot.

    ``least``: points by which two lines are apart.
    """
    for note in _find_notes(document):
        places = sorted({(glyph.page, -glyph.base) for glyph in note.glyphs if glyph.text.strip()})
        ends = sum(one[0] > last[0] or one[1] - last[1] > least for last, one in pairwise(places))
        if places and not note.is_endnote:
            yield note.number, places[0][0], ends + 1


def _find_notes(document: PdfElement) -> Iterator[_DrawnNote]:
    endnotes = {note.name for section in document.iter_elements() for note in _list_endnotes(section)}
    for element in document.iter_elements():
        if element.role == NOTE_ROLE:
            label = next((kid for kid in element.iter_elements() if kid.role == LABEL_ROLE), PdfElement(LABEL_ROLE))
            yield _DrawnNote(
                element.name,
                _unturn_brackets(label.join_text().strip()),
                tuple(element.iter_glyphs()),
                tuple(label.iter_links()),
                element.name in endnotes,
            )


def _list_endnotes(section: PdfElement) -> list[PdfElement]:
    """Return the notes of a section that is one of endnotes: its heading's ID says so."""
    kids = [kid for kid in section.kids if isinstance(kid, PdfElement)]
    is_of_endnotes = bool(kids) and kids[0].name.startswith(ENDNOTES_HEAD)
    return [kid for kid in kids if kid.role == NOTE_ROLE and kid.name] if is_of_endnotes else []


def _unturn_brackets(number: str) -> str:
    """Return a number in logical order; PDFium reports the brackets of a right-to-left line as they look: ")1("."""
    return f"({number[1:-1]})" if number.startswith(")") and number.endswith("(") else number


def _find_articles(document: PdfElement) -> list[PdfElement]:
    """Return the documents in a PDF: on facing pages there are two, whose pages alternate."""
    return [kid for kid in document.kids if isinstance(kid, PdfElement) and kid.role == "Art"]


def _check_pair(call: _DrawnCall, note: _DrawnNote, step: int) -> Iterator[Finding]:
    """Report what is wrong between a call and its note, and in the note itself; ``step``: from page to next page."""
    pages = list(dict.fromkeys(glyph.page for glyph in note.glyphs))
    if not pages:
        yield EditionFault.NOTE_LOST.make_finding(f"page {call.glyph.page}", call=call.number)
        return
    at = f"page {pages[0]}"
    if call.number != note.number:
        yield EditionFault.NOTE_NUMBER.make_finding(at, call=call.number, note=note.number)
    if pages[0] < call.glyph.page or (pages[0] > call.glyph.page and not note.is_endnote):
        yield EditionFault.NOTE_MOVED.make_finding(at, note=note.number, page=pages[0], call=call.glyph.page)
    for before, after in pairwise(pages):
        if after != before + step:
            yield EditionFault.NOTE_BROKEN.make_finding(f"page {after}", note=note.number, page=after)
    if not call.links or not all(_is_target(link, note.glyphs[0]) for link in call.links):
        yield EditionFault.NOTE_ONE_WAY.make_finding(at, which="the call", note=note.number)
    if not note.links or not all(_is_target(link, call.glyph) for link in note.links):
        yield EditionFault.NOTE_ONE_WAY.make_finding(at, which="the number", note=note.number)


def _is_target(link: PdfLink, glyph: PdfGlyph) -> bool:
    """Return whether a link leads to where a glyph is drawn."""
    return link.to_page == glyph.page and abs(link.to_top - glyph.base) < NEAR_PT


def _check_order(notes: list[_DrawnNote]) -> Iterator[Finding]:
    """Report notes that are drawn above a note called before them; endnotes have an order of their own."""
    drawn = [[note for note in notes if note.glyphs and note.is_endnote is kind] for kind in (False, True)]
    for before, after in (pair for some in drawn for pair in pairwise(some)):
        first_glyph, second_glyph = before.glyphs[0], after.glyphs[0]
        if (second_glyph.page, -second_glyph.base) < (first_glyph.page, -first_glyph.base) and before is not after:
            yield EditionFault.NOTE_UNORDERED.make_finding(
                f"page {second_glyph.page}", note=after.number, before=before.number
            )


def _check_text_above_notes(document: PdfElement, notes: list[_DrawnNote]) -> Iterator[Finding]:
    """Report pages whose notes begin above the end of their text."""
    text_ends: dict[int, float] = {}
    text = [glyph for article in _find_articles(document) for glyph in article.iter_glyphs(NOTE_ROLE)]
    for glyph in (*text, *(glyph for note in notes if note.is_endnote for glyph in note.glyphs)):
        if glyph.text.strip():
            text_ends[glyph.page] = min(text_ends.get(glyph.page, glyph.base), glyph.base)
    note_begins: dict[int, float] = {}
    for glyph in (glyph for note in notes if not note.is_endnote for glyph in note.glyphs if glyph.text.strip()):
        note_begins[glyph.page] = max(note_begins.get(glyph.page, glyph.base), glyph.base)
    for page, begin in sorted(note_begins.items()):
        if begin > text_ends.get(page, begin + 2 * BELOW_PT) - BELOW_PT:
            yield EditionFault.NOTE_OVER_TEXT.make_finding(f"page {page}", page=page)
