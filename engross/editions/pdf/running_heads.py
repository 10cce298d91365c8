"""Move running heads and feet from empty pages, laid out when the total is known, onto the real pages.

So body and index are laid out once each, and still show "2/4".
"""

from __future__ import annotations

from collections.abc import Sequence

from engross_weasyprint.document import Page
from engross_weasyprint.formatting_structure.boxes import MarginBox


def add_running_heads(pages: Sequence[Page], empty_pages: Sequence[Page]) -> None:
    """Replace the margin boxes of each page by those of the empty page of its number.

    Raises ValueError if there are not as many empty pages as pages.
    """
    for page, empty_page in zip(pages, empty_pages, strict=True):
        body_boxes = [box for box in page._page_box.children if not isinstance(box, MarginBox)]
        heads = [box for box in empty_page._page_box.children if isinstance(box, MarginBox)]
        page._page_box.children = (*body_boxes, *heads)
