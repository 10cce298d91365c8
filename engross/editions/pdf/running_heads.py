"""Running heads and feet: made for empty pages, where all page numbers are known, and moved onto the real ones.

So body and index are laid out once each, and yet say "2/4".
"""

from __future__ import annotations

from collections.abc import Sequence

from weasyprint.document import Page
from weasyprint.formatting_structure.boxes import MarginBox


def add_running_heads(pages: Sequence[Page], leaves: Sequence[Page]) -> None:
    """Give each page the margin boxes of the leaf of its number; both run in step."""
    for page, leaf in zip(pages, leaves, strict=True):
        own = [box for box in page._page_box.children if not isinstance(box, MarginBox)]
        heads = [box for box in leaf._page_box.children if isinstance(box, MarginBox)]
        page._page_box.children = (*own, *heads)
