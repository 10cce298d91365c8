"""What layout leaves behind, let go when it is done: a third of the boxes of a document, and what they refer to.

A picture keeps the context of the layout it stood in, to draw words in an SVG, and with it the boxes as they were
before they were laid out: through the targets of links, the notes, the pages as they were made. So they lived as long
as the finished pages. Drawing needs a few members of the context; the rest is let go.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable

from weasyprint import document
from weasyprint.formatting_structure.boxes import Box
from weasyprint.layout import LayoutContext

from engross.editions.pdf.patches.patch import Patch

KEPT_MEMBERS = frozenset({"font_config", "counter_style", "dictionaries", "get_image_from_uri"})
# What layout asks of a box: its note, the box it was made from, the paragraph that its line is cut of (mend.lines).
LAYOUT_FIELDS = ("footnote", "missing_link", "cached_counter_values", "leaf", "setting")
# The sides that a box has no decoration on, as one value for all boxes with the same.
_shared_sides: dict[frozenset[str], frozenset[str]] = {}

RELEASE_LAYOUT = Patch(
    document,
    "Document",
    "_render",
    "    page_boxes = layout_document(html, root_box, context)\n",
    "    page_boxes = release_layout.release_layout_state(context, layout_document(html, root_box, context))\n",
    (("release_layout", sys.modules[__name__]),),
)


def release_layout_state(context: LayoutContext, made: Iterable[Box]) -> list[Box]:
    """The pages of a layout, ``made`` one by one; what they refer to and nobody will ask for is let go."""
    pages = list(made)
    for name in vars(context).keys() - KEPT_MEMBERS:
        delattr(context, name)
    for page in pages:
        _release_box(page)
    return pages


def _release_box(box: Box) -> None:
    """Let a box that is laid out forget what only layout asks of it, and the boxes below it too."""
    own = vars(box)
    if "_box" in own:  # a placeholder of what is placed by itself
        _release_box(own["_box"])
        return
    for name in LAYOUT_FIELDS:
        own.pop(name, None)
    sides = frozenset(own["remove_decoration_sides"])
    own["remove_decoration_sides"] = _shared_sides.setdefault(sides, sides)
    for child in own["children"]:
        _release_box(child)
