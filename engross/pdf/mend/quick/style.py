"""Computed styles kept from document to document (see ``wardrobe``); lengths resolved once a style.

* resolve_percentages asked a box's style for twenty lengths, looked at each for percentages, and set each, for every
  box and every time it is laid out. Where none is a percentage the answers are kept with the style, all together.
"""

from __future__ import annotations

from weasyprint import css
from weasyprint.layout import page, percent

from engross.pdf.mend.patch import Patch
from engross.pdf.mend.quick import copies, leaves, lengths, wardrobe

STYLES = Patch(
    css,
    "StyleFor",
    "__init__",
    "    computed_cache = {}\n",
    "    wardrobe.dress(self, html, sheets, target_collector)\n    return\n    computed_cache = {}\n",
    (("wardrobe", wardrobe),),
)
LENGTHS = Patch(
    percent,
    "",
    "resolve_percentages",
    '    """Set used values as attributes of the box object."""\n',
    '    """Set used values as attributes of the box object."""\n    if lengths.resolve(box):\n        return\n',
    (("lengths", lengths),),
)
COPIES = Patch(
    css,
    "ComputedStyle",
    "copy",
    "    copy = ComputedStyle(\n",
    "    return copies.copied(self)\n    copy = ComputedStyle(\n",
    (("copies", copies),),
)
PAGES = Patch(
    page,
    "",
    "set_page_type_computed_styles",
    "    style_for.add_page_declarations(page_type)\n",
    "    if leaves.dress(page_type, html, style_for):\n        return\n"
    "    style_for.add_page_declarations(page_type)\n",
    (("leaves", leaves),),
)
