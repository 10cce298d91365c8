"""Computed styles kept from document to document (see ``wardrobe``); lengths resolved once a style.

* resolve_percentages asked a box's style for twenty lengths, looked at each for percentages, and set each, for every
  box and every time it is laid out. Where none is a percentage the answers are kept with the style, all together.
"""

from __future__ import annotations

from weasyprint import css
from weasyprint.layout import percent

from engross.pdf.mend.patch import Patch
from engross.pdf.mend.quick import lengths, wardrobe

STYLES = Patch(
    css,
    "StyleFor",
    "__init__",
    "        computed_cache = {}\n",
    "        wardrobe.dress(self, html, sheets, elements_declarations, target_collector)\n        return\n"
    "        computed_cache = {}\n",
    (("wardrobe", wardrobe),),
)
LENGTHS = Patch(
    percent,
    "",
    "resolve_percentages",
    '    """Set used values as attributes of the box object."""\n',
    '    """Set used values as attributes of the box object."""\n'
    "    if lengths.resolve(box):\n"
    "        return\n",
    (("lengths", lengths),),
)
