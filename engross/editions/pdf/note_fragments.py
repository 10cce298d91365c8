"""A laid-out document to the pieces of its notes: the one place that knows which box of a page goes on with a note.

A note that its page has no room for goes on at the foot of the next one (see ``mend.split``): it has several boxes,
each a piece, of which only the first carries the number.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from weasyprint.document import Document, Page
from weasyprint.formatting_structure.boxes import FootnoteAreaBox

from engross.editions.pdf.boxes import Box, all_boxes, box_attribute, box_tag

CALL_PSEUDO, MARKER_PSEUDO = "::footnote-call", "::footnote-marker"


@dataclass(frozen=True, slots=True)
class NoteFragment:
    """What one page shows of a note: its page, from 1; its part, 0 where the note begins, 1 where it goes on."""

    page: int
    box: Box
    name: str  # the note's id
    number: str
    part: int

    @property
    def is_continuation(self) -> bool:
        """Whether the piece is a continuation: without number, without call on its page."""
        return self.part > 0

    @property
    def has_number(self) -> bool:
        """Whether the note's number stands in the piece."""
        return any(box_tag(box).endswith(MARKER_PSEUDO) for box in all_boxes(self.box))


def find_note_fragments(document: Document) -> tuple[NoteFragment, ...]:
    """Every piece of every note, page by page from the top down."""
    seen: Counter[str] = Counter()
    found: list[NoteFragment] = []
    for number, page in enumerate(document.pages, 1):
        for box in note_boxes(page):
            name = box_attribute(box, "id")
            found.append(NoteFragment(number, box, name, box_attribute(box, "data-n"), seen[name]))
            seen[name] += 1
    return tuple(found)


def note_boxes(page: Page) -> Iterator[Box]:
    """The boxes of the notes at a page's foot, in order."""
    for area in footnote_areas(page):
        yield from area.children


def footnote_areas(page: Page) -> Iterator[Box]:
    """The area of notes at a page's foot, where it has notes."""
    for box in page._page_box.children:
        if isinstance(box, FootnoteAreaBox):
            yield box
