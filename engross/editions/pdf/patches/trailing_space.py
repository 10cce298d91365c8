"""Patches that record the spaces WeasyPrint drops at ends of lines, and let a last space hang.

A dropped space leaves no trace, and readers of the tags join two words. With the patch a text box has ``led``, whether
a space stood right before it in its text, and ``trailed``, whether one was taken off its end;
``engross.editions.pdf.tags`` draws them.

A text that fits but for the space it ends in, before a link or a call, is cut after its first word, which then stands
on a line alone. With the patch the space hangs. A no-break space at the end of a text does not, though Pango lets it:
if it and what follows have no room, the text is cut at its last space, and no sooner.
"""

from __future__ import annotations

from weasyprint.layout import inline
from weasyprint.text import line_break

from engross.editions.pdf.patches.patch import Patch

RECORD_SPACE_BEFORE = Patch(
    inline,
    "",
    "split_text_box",
    "        box = box.copy_with_text(layout.text)\n",
    "        led = box.text.encode()[:skip].endswith(b' ') if skip else getattr(box, 'led', False)\n"
    "        box = box.copy_with_text(layout.text)\n"
    "        box.led, box.trailed = led, False\n",
)
RECORD_SPACE_AFTER = Patch(
    inline,
    "",
    "remove_last_whitespace",
    "    if new_text:\n        if len(new_text) == len(box.text):\n            return\n",
    "    box.trailed = len(new_text) < len(box.text)\n"
    "    if new_text:\n        if len(new_text) == len(box.text):\n            return\n",
)
HANG_LAST_SPACE = Patch(
    line_break,
    "",
    "split_first_line",
    """    if resume_index is None and first_line_width <= max_width:
        # The first line fits in the available width.
""",
    """    bare = text.rstrip(' \\xa0\\u202f')
    if resume_index is None and first_line_width > max_width and bare != text:
        layout.set_text(bare)
        bare_line, cut = layout.get_first_line()
        bare_width, _ = line_size(bare_line, style)
        fits = cut is None and bare_width <= max_width
        hangs = space_collapse and text.endswith(' ')
        if fits and not hangs:
            pango.pango_layout_set_width(layout.layout, int(bare_width * TO_UNITS) - 1)
        layout.set_text(text)
        first_line, resume_index = layout.get_first_line()
        first_line_width = max_width if fits and hangs else line_size(first_line, style)[0]
    if resume_index is None and first_line_width <= max_width:
        # The first line fits in the available width.
""",
)
PATCHES = (RECORD_SPACE_BEFORE, RECORD_SPACE_AFTER, HANG_LAST_SPACE)
