"""Patches for table rows that WeasyPrint breaks or drops because of the notes called from them.

* broken: a note takes the room below its line, which the other cells of its row need. With the patch it leaves them
  that room; and a row that has no room beside notes from the page before is not broken, but goes to the next page.
* headless: a table head whose notes have no room, or leave none for a row, is dropped with its text. With the patch
  the table goes to the next page, or its head stands alone above its notes.
"""

from __future__ import annotations

from weasyprint.layout import table

from engross.editions.pdf.patches import footnote_rows
from engross.editions.pdf.patches.patch import Patch

PATCH_NAMES = (("footnote_rows", footnote_rows),)

BEGIN_ROW = Patch(
    table,
    "",
    "table_layout",
    """            # Place cells at the top of the row and layout their content.
            new_row_children = []
""",
    """            # Place cells at the top of the row and layout their content.
            new_row_children = []
            footnote_rows.begin_row(
                context, table, row, None if skip_stack else bottom_space)
""",
    PATCH_NAMES,
)
END_ROW = Patch(
    table,
    "",
    "table_layout",
    "            if resume_at and not page_is_empty:\n",
    """            footnote_rows.end_row(context, page_is_empty and resume_at is not None)
            if resume_at and not page_is_empty:
""",
)
PLACE_HEAD = Patch(
    table,
    "",
    "table_layout",
    """                header, position_y, header_footer_bottom_space,
                skip_stack=None, page_is_empty=False)
            if header and not resume_at:
                header_height = header.height + border_spacing_y
            else:
""",
    """                header, position_y, header_footer_bottom_space,
                skip_stack=None, page_is_empty=False)
            if calling and (resume_at or not header):
                # There's no room for the header's footnotes.
                remove_placeholders(
                    context, table.children[:1], absolute_boxes, fixed_boxes)
                if not page_is_empty:
                    return None, None, None, position_y, None, next_page
                header, resume_at, next_page = group_layout(
                    table.children[0], position_y, header_footer_bottom_space,
                    skip_stack=None, page_is_empty=True)
            if header and not resume_at:
                header_height = header.height + border_spacing_y
            else:
""",
)
FIND_HEAD_CALLS = Patch(
    table,
    "",
    "table_layout",
    """        if has_header:
            header = table.children[0]
""",
    """        calling = has_header and footnote_rows.is_calling(context, table.children[0])
        if has_header:
            header = table.children[0]
""",
    PATCH_NAMES,
)
KEEP_HEAD = Patch(
    table,
    "",
    "table_layout",
    """                # We could not fit any content, drop the header.
                header = None
""",
    """                if calling:
                    # Don't drop a header whose footnotes are on this page.
                    context.split.crowded = True
                    return (
                        header, [], footer, position_y + header_height,
                        {skip or 1: None}, next_page)
                # We could not fit any content, drop the header.
                header = None
""",
)
TAKE_BACK_HEAD = Patch(
    table,
    "",
    "table_layout",
    """        assert resume_at is None
        table = None
""",
    """        assert resume_at is None
        if header is not None:
            remove_placeholders(context, [header], absolute_boxes, fixed_boxes)
        table = None
""",
)
PATCHES = (BEGIN_ROW, END_ROW, PLACE_HEAD, FIND_HEAD_CALLS, KEEP_HEAD, TAKE_BACK_HEAD)
