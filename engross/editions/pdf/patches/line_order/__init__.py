"""Order the lines of right-to-left text by the Unicode Bidirectional Algorithm (UAX 9), on WeasyPrint 70.0.

The algorithm finds the levels of a paragraph and then cuts its lines (UAX 9, 3.4). WeasyPrint gives Pango the text of
each box on each line by itself, and sets the boxes beside each other: what a line or a box begins with has lost what
stood before it, so that ranges turn round and Latin phrases fall apart. Here the levels are those of the whole
paragraph (``paragraph``), a line's boxes are cut where their levels change, if they have to be (``cut_boxes``), and
set in visual order (``place``). No character is added.
"""

from __future__ import annotations

from weasyprint.layout import inline

from engross.editions.pdf.patches.line_order import weasyprint_hooks
from engross.editions.pdf.patches.patch import Patch

PATCH_NAMES = (("line_order", weasyprint_hooks),)

RECORD_ORIGIN = Patch(
    inline,
    "",
    "split_text_box",
    "        box.width = width\n",
    "        box.origin = origin, skip\n        box.width = width\n",
)
KEEP_ORIGIN = Patch(
    inline,
    "",
    "split_text_box",
    "    text = box.text.encode()[skip:]\n",
    "    origin = box\n    text = box.text.encode()[skip:]\n",
)
# A box laid out by itself, such as a paragraph's number, stands in the line as a copy.
RECORD_ATOMIC_ORIGIN = Patch(
    inline,
    "",
    "atomic_box",
    "    if isinstance(box, boxes.ReplacedBox):\n",
    "    box.origin = box, 0\n    if isinstance(box, boxes.ReplacedBox):\n",
)
ORDER_LINE = Patch(
    inline,
    "",
    "get_next_linebox",
    "        remove_last_whitespace(context, line)\n",
    "        remove_last_whitespace(context, line)\n        line_order.order_line(context, linebox, line)\n",
    PATCH_NAMES,
)
JUSTIFY_IN_ORDER = Patch(
    inline,
    "",
    "justify_line",
    "add_word_spacing(context, line, extra_width / nb_spaces, 0)",
    "line_order.add_spaces(context, line, extra_width / nb_spaces)",
    PATCH_NAMES,
)
PATCHES = (KEEP_ORIGIN, RECORD_ORIGIN, RECORD_ATOMIC_ORIGIN, ORDER_LINE, JUSTIFY_IN_ORDER)
