"""Shorten the rule above the notes, unless the page begins with the rest of a note: there it has the full measure.

Both are what Word sets, in which the UN's documents are made: its separator and its continuation separator.
"""

from __future__ import annotations

from engross_weasyprint.document import Document

from engross.editions.pdf.note_fragments import find_note_fragments, footnote_areas

SHORT_RULE_SHARE = 0.25  # of the measure


def shorten_footnote_rules(document: Document) -> None:
    """Shorten the rules on the pages where no note goes on from the page before; the notes keep their places."""
    continued_pages = {fragment.page for fragment in find_note_fragments(document) if fragment.is_continuation}
    for number, page in enumerate(document.pages, 1):
        if number not in continued_pages:
            for area in footnote_areas(page):
                if area.style["direction"] == "rtl":
                    area.position_x += area.width * (1 - SHORT_RULE_SHARE)
                area.width *= SHORT_RULE_SHARE  # the rule is the area's border, and nothing else of the area is visible
