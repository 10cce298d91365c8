"""Find the fragments of notes in a laid-out document: which box of a page continues which note.

A note that has no room on its page goes on at the foot of the next one (see ``patches/footnote_split.py``): it has
several boxes, each a fragment; only the first carries the number.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from engross_weasyprint.document import Document, Page
from engross_weasyprint.formatting_structure.boxes import BlockBox, FootnoteAreaBox

from engross.editions.pdf.boxes import Box, all_boxes, body_boxes, box_attribute, box_tag

CALL_PSEUDO, MARKER_PSEUDO = "::footnote-call", "::footnote-marker"
ENDNOTE_CLASS = "endnote"  # of a note behind its section (typeset/endnotes.py)


@dataclass(frozen=True, slots=True)
class NoteFragment:
    """What one page shows of a note. ``page`` counts from 1; ``part`` is 0 where the note begins, then 1, 2 …"""

    page: int
    box: Box
    name: str  # the note's id
    number: str
    part: int

    @property
    def is_continuation(self) -> bool:
        """Whether the note began on an earlier page: the fragment has no number, and its page no call."""
        return self.part > 0

    @property
    def has_number(self) -> bool:
        """Whether the note's number stands in the fragment."""
        return any(box_tag(box).endswith(MARKER_PSEUDO) for box in all_boxes(self.box))


def find_note_fragments(document: Document) -> tuple[NoteFragment, ...]:
    """Return all fragments of all notes, page by page from the top down."""
    seen: Counter[str] = Counter()
    fragments: list[NoteFragment] = []
    for number, page in enumerate(document.pages, 1):
        for box in note_boxes(page):
            name = find_note_id(box)
            fragments.append(NoteFragment(number, box, name, box_attribute(box, "data-n"), seen[name]))
            seen[name] += 1
    return tuple(fragments)


def note_boxes(page: Page) -> Iterator[Box]:
    """Iterate over the boxes of the notes at a page's foot, in order."""
    for area in footnote_areas(page):
        yield from area.children


def footnote_areas(page: Page) -> Iterator[Box]:
    """Iterate over the footnote areas of a page: one, or none on a page without notes."""
    for box in page._page_box.children:
        if isinstance(box, FootnoteAreaBox):
            yield box


def find_note_id(box: Box) -> str:
    """Return the id of the note that a call, or a box at a page's foot, belongs to.

    What stands at the foot for an endnote has an id of its own.
    """
    return box_attribute(box, "data-note") or box_attribute(box, "id")


def is_reference_to_endnote(box: Box) -> bool:
    """Return whether a box at a page's foot only says where an endnote is: it has no text of the document."""
    return bool(box_attribute(box, "data-note"))


def endnote_boxes(page: Page) -> Iterator[Box]:
    """Iterate over the boxes of a page's endnotes, in order."""
    return (
        box for box in body_boxes(page) if isinstance(box, BlockBox) and box_attribute(box, "class") == ENDNOTE_CLASS
    )
