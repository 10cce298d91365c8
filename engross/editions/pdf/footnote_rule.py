"""The rule above the notes: short, but of the full measure where a page begins with the rest of a note.

Both are what Word sets, in which the UN's documents are made: its separator and its continuation separator.
"""

from __future__ import annotations

from weasyprint.document import Document

from engross.editions.pdf.note_fragments import find_note_fragments, footnote_areas

SHORT_RULE_SHARE = 0.25  # of the measure


def shorten_footnote_rules(document: Document) -> None:
    """Make the rules of a laid-out document short where no note goes on; the notes stay where they are."""
    going_on = {piece.page for piece in find_note_fragments(document) if piece.is_continuation}
    for number, page in enumerate(document.pages, 1):
        if number not in going_on:
            for area in footnote_areas(page):
                if area.style["direction"] == "rtl":
                    area.position_x += area.width * (1 - SHORT_RULE_SHARE)
                area.width *= SHORT_RULE_SHARE  # its rule is its border, and nothing else of it is seen
