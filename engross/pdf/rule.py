"""The rule above the notes: short, but of the full measure where a page begins with the rest of a note.

Both are what Word sets, in which the UN's documents are made: its separator and its continuation separator.
"""

from __future__ import annotations

from weasyprint.document import Document

from engross.pdf.pieces import areas, pieces

SHORT = 0.25  # of the measure


def draw_rules(document: Document) -> None:
    """Make the rules of a laid-out document short where no note goes on; the notes stay where they are."""
    going_on = {piece.page for piece in pieces(document) if piece.goes_on}
    for number, page in enumerate(document.pages, 1):
        if number not in going_on:
            for area in areas(page):
                if area.style["direction"] == "rtl":
                    area.position_x += area.width * (1 - SHORT)
                area.width *= SHORT  # its rule is its border, and nothing else of it is seen
