"""The patch that sets the lines of titles and headings as even as their number allows; see ``balanced_lines``."""

from __future__ import annotations

from weasyprint.layout import block

from engross.editions.pdf.patches import balanced_lines
from engross.editions.pdf.patches.patch import Patch

BALANCE_LINES = Patch(
    block,
    "",
    "block_box_layout",
    "    block_level_width(box, containing_block)\n",
    "    block_level_width(box, containing_block)\n    balanced_lines.balance_lines(context, box, skip_stack)\n",
    (("balanced_lines", balanced_lines),),
)
PATCHES = (BALANCE_LINES,)
