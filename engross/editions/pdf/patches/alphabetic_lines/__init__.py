"""Set lines of Latin, Cyrillic and Greek text by paragraphs, on WeasyPrint 70.0.

WeasyPrint fills each line as it comes, and divides the word that has no room. Here all breaks of a paragraph are chosen
together (Knuth and Plass, *Breaking paragraphs into lines*, 1981): first without dividing a word, then with, and only
if no other setting is good enough with what is forbidden. A word is divided neither as a paragraph's last, nor in more
lines in a row than the style allows, nor over the turn of a page (Bringhurst 2.4); names, numbers and compounds are
not divided at all (Chicago 7.40).

The hooks are those of ``chinese_lines``: only the paragraph and the choice of its lines are others. Paragraphs whose
style divides no words are left to WeasyPrint, as are those with anything that ``chinese_lines`` does not handle.

The style sheet sets ``--hyphenate-limit-lines`` (a number) and ``--hyphenate-capitals: auto`` for a language that
writes nouns with a capital.
"""

from __future__ import annotations

from weasyprint.layout import block, inline

from engross.editions.pdf.patches.alphabetic_lines import weasyprint_hooks
from engross.editions.pdf.patches.patch import Patch

PATCH_NAMES = (("alphabetic", weasyprint_hooks),)

OPEN_LINE = Patch(
    inline,
    "",
    "get_next_linebox",
    "position_x, chinese.open_line(\n",
    "position_x, alphabetic.open_line(\n",
    PATCH_NAMES,
)
KEEP_ARGUMENTS = Patch(
    block,
    "",
    "_linebox_layout",
    "    abort = stop = False\n    resume_at = None\n",
    "    abort = stop = False\n    resume_at = None\n"
    "    begun = position_y, skip_stack, draw_bottom_decoration, max_lines, tuple(adjoining_margins)\n",
)
# The words whose division ends the page are kept whole, and the block is laid out again.
KEEP_LAST_WORD = Patch(
    block,
    "",
    "_linebox_layout",
    "    if new_children:\n        resume_at = {index: new_children[-1].resume_at}\n",
    """    if stop and not abort and alphabetic.must_keep_last_word(child, new_children):
        remove_placeholders(context, new_children, absolute_boxes, fixed_boxes)
        for footnote in new_footnotes:
            context.unlayout_footnote(footnote)
        new_children.clear()
        position_y, skip_stack, draw_bottom_decoration, max_lines, margins = begun
        return _linebox_layout(
            context, box, index, child, new_children, page_is_empty, absolute_boxes,
            fixed_boxes, list(margins), bottom_space, position_y, skip_stack,
            first_letter_style, first_line_style, draw_bottom_decoration, max_lines)

    if new_children:
        resume_at = {index: new_children[-1].resume_at}
""",
    PATCH_NAMES,
)
PATCHES = (OPEN_LINE, KEEP_ARGUMENTS, KEEP_LAST_WORD)
