"""Set Chinese lines as W3C clreq requires, on WeasyPrint 70.0.

WeasyPrint gives each text box to Pango and takes what fits. Here a paragraph is one text: shaped once, its marks
squeezed, its lines chosen together, cut and justified by the modules of this folder; WeasyPrint lays out the boxes
around it.

Three places of ``layout/inline.py`` are changed: a line box is prepared here (``open_line``), its text boxes are cut
at the ends of the line found here (``set_text``), and it is not justified again (``is_set``).

Only paragraphs in Chinese that contain Han are set here. Paragraphs with anything not handled here (floats within a
line, control characters, letter-spacing, right-to-left text, preserved white space) are left to WeasyPrint.

Marks hang outside the measure where the style sheet says ``--hanging-punctuation: allow-end``.
"""

from __future__ import annotations

from weasyprint.layout import inline

from engross.editions.pdf.patches.chinese_lines import weasyprint_hooks
from engross.editions.pdf.patches.patch import Patch

PATCH_NAMES = (("chinese", weasyprint_hooks),)

OPEN_LINE = Patch(
    inline,
    "",
    "get_next_linebox",
    "context, linebox, position_x, max_x, bottom_space, skip_stack,",
    "context, linebox, position_x, chinese.open_line(\n"
    "                 linebox, max_x, containing_block, (first_letter_style, first_line_style)),\n"
    "             bottom_space, skip_stack,",
    PATCH_NAMES,
)
SET_TEXT = Patch(
    inline,
    "",
    "split_text_box",
    "    font_size = box.style['font_size']\n",
    "    if (set_box := chinese.set_text(box, available_width, skip)) is not None:\n"
    "        return set_box\n"
    "    font_size = box.style['font_size']\n",
    PATCH_NAMES,
)
SKIP_JUSTIFYING = Patch(
    inline,
    "",
    "justify_line",
    "if (nb_spaces := count_expandable_spaces(line)):",
    "if not chinese.is_set(line) and (nb_spaces := count_expandable_spaces(line)):",
    PATCH_NAMES,
)
PATCHES = (OPEN_LINE, SET_TEXT, SKIP_JUSTIFYING)
