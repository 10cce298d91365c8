"""Find the fragments of notes in a laid-out document: which box of a page continues which note.

A note that has no room on its page goes on at the foot of the next one (see ``patches/footnote_split.py``): it has
several boxes, each a fragment; only the first carries the number.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from engross_weasyprint.document import Document, Page
from engross_weasyprint.formatting_structure.boxes import FootnoteAreaBox

from engross.editions.pdf.boxes import Box, all_boxes, box_attribute, box_tag

CALL_PSEUDO, MARKER_PSEUDO = "::footnote-call", "::footnote-marker"


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
            name = box_attribute(box, "id")
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
