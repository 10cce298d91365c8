"""Patches for notes that WeasyPrint loses, sets late or draws over the text.

* lost: #2432's branch keeps a line but never lays out its own notes. The patch restricts it to
  ``footnote-policy: auto``, the only policy that lets a note stand on a later page than its call, and lays the line's
  notes out.
* late: the footnote area overflows by rounding alone (#2502), so that a page gets one note. The patch allows a
  thousandth of a pixel more.
* over the text: a note is never broken (#1833), so that a long one pushes its line to the next page, and one longer
  than a page is drawn over the text. With the patch it goes on at the foot of the next page: see ``footnote_split``.
* twice: a repeated table head that is taken back takes back a note of an earlier page, which is set again.
* lower: a footnote area whose notes were all taken back still takes its margin and rule from the page.
* crash: ``footnote-policy: block`` on a block that begins a page gives a page without content.
"""

from __future__ import annotations

from weasyprint import layout
from weasyprint.layout import block, page

from engross.editions.pdf.patches import footnote_split
from engross.editions.pdf.patches.patch import Patch

PATCH_NAMES = (("footnote_layout", footnote_split),)

RESTRICT_REPORT = Patch(
    block,
    "",
    "_linebox_layout",
    "report = not context.in_column and can_break_now and not could_break_before\n",
    """report = (
                not context.in_column and can_break_now and not could_break_before and
                not footnote_layout.has_broken_footnote(context) and all(
                    footnote.style['footnote_policy'] == 'auto'
                    for footnote in context.current_page_footnotes))
""",
    PATCH_NAMES,
)
LAY_OUT_KEPT_NOTES = Patch(
    block,
    "",
    "_linebox_layout",
    """                    new_children.append(line)
                    stop = True
                    break
""",
    """                    new_children.append(line)
                    for descendant in line.descendants():
                        if descendant.footnote in context.footnotes:
                            context.layout_footnote(descendant.footnote)
                            context.report_footnote(descendant.footnote)
                    stop = True
                    break
""",
)
BREAK_NOTE = Patch(
    block,
    "",
    "_linebox_layout",
    """                if overflow:
                    context.report_footnote(footnote)
""",
    """                if overflow and not context.reported_footnotes:
                    # Break the footnote, but leave room for the lines of this block that
                    # have to stay with this one.
                    next_lines = resume_at and iter_line_boxes(
                        context, child, new_position_y, bottom_space, resume_at,
                        new_containing_block, absolute_boxes, fixed_boxes, None, None)
                    after = [
                        next_line for _, (next_line, _) in zip(
                            range(box.style['orphans'] + box.style['widows']),
                            next_lines or ())]
                    remove_placeholders(context, after, absolute_boxes, fixed_boxes)
                    needed_height = footnote_layout.kept_lines_height(
                        after, box.style, len(new_children) + 1)
                    overflow = not footnote_layout.try_split_footnote(
                        context, footnote,
                        new_position_y + offset_y + bottom_space + needed_height)
                if overflow:
                    context.split.crowded |= page_is_empty and not new_children
                    context.report_footnote(footnote)
""",
    PATCH_NAMES,
)
CHOOSE_POLICY = Patch(
    block,
    "",
    "_linebox_layout",
    """                    if new_children or not page_is_empty:
                        if footnote.style['footnote_policy'] == 'line':
""",
    """                    if (new_children or not page_is_empty) and not (
                            footnote_layout.is_hopeless(context, line, footnote)):
                        policy = footnote.style['footnote_policy']
                        if policy == 'block' and page_is_empty:
                            # The block can't be pushed to the next page.
                            policy = 'line'
                        if policy == 'line':
""",
    PATCH_NAMES,
)
USE_CHOSEN_POLICY = Patch(
    block,
    "",
    "_linebox_layout",
    "elif footnote.style['footnote_policy'] == 'block':",
    "elif policy == 'block':",
)
RECORD_CROWDING = Patch(
    block,
    "",
    "_linebox_layout",
    """            # Remove the top border when a page is empty and the box is
            # too high to be drawn in one page
""",
    """            # Remove the top border when a page is empty and the box is
            # too high to be drawn in one page
            context.split.crowded = True
""",
)
UNLAYOUT_NOTE = Patch(
    layout,
    "LayoutContext",
    "unlayout_footnote",
    """    # TODO: Handle unlayouting a footnote that hasn't been laid out yet or
    # has already been unlayouted
    if footnote not in self.footnotes:
        self.footnotes.append(footnote)
        if footnote in self.current_page_footnotes:
            self.current_page_footnotes.remove(footnote)
        elif footnote in self.reported_footnotes:
            self.reported_footnotes.remove(footnote)
        self._update_footnote_area()
""",
    "    footnote_layout.unlayout_footnote(self, footnote)\n",
    PATCH_NAMES,
)
UPDATE_AREA = Patch(
    layout,
    "LayoutContext",
    "_update_footnote_area",
    """    if self.current_footnote_area.height != 'auto' and not self.in_column:
        self.page_bottom += self.current_footnote_area.margin_height()
    self.current_footnote_area.children = self.current_page_footnotes
    if self.current_footnote_area.children:
        footnote_area = build.create_anonymous_boxes(
            self.current_footnote_area.deepcopy())
        footnote_area = block_level_layout(
            self, footnote_area, -inf, None,
            self.current_footnote_area.page)[0]
        self.current_footnote_area.height = footnote_area.height
        if not self.in_column:
            self.page_bottom -= footnote_area.margin_height()
        last_child = footnote_area.children[-1]
        last_child_bottom = (
            last_child.position_y + last_child.margin_height() -
            last_child.margin_bottom)
        footnote_area_bottom = (
            footnote_area.position_y + footnote_area.margin_height() -
            footnote_area.margin_bottom)
        overflow = last_child_bottom > footnote_area_bottom
        return overflow
    else:
        self.current_footnote_area.height = 0
        if not self.in_column:
            self.page_bottom -= self.current_footnote_area.margin_height()
        return False
""",
    "    return footnote_layout.update_area(self)\n",
    PATCH_NAMES,
)
BEGIN_PAGE = Patch(
    page,
    "",
    "make_page",
    """    reported_footnotes = context.reported_footnotes
    context.reported_footnotes = []
    for i, reported_footnote in enumerate(reported_footnotes):
        context.footnotes.append(reported_footnote)
        overflow = context.layout_footnote(reported_footnote)
        if overflow and i != 0:
            context.report_footnote(reported_footnote)
            context.reported_footnotes = reported_footnotes[i:]
            break
""",
    "    footnote_layout.begin_page(context)\n",
    PATCH_NAMES,
)
LEAVE_PAGE_TO_NOTES = Patch(
    page,
    "",
    "make_page",
    """        context, root_box, 0, resume_at, initial_containing_block,
        page_is_empty, positioned_boxes, positioned_boxes, adjoining_margins)
""",
    """        context, root_box, 0, resume_at, initial_containing_block,
        page_is_empty, positioned_boxes, positioned_boxes, adjoining_margins)
    if root_box and footnote_layout.is_crowded_out(context):
        # The first line of the page calls footnotes that find no room beside the ones
        # that go on from the previous page: leave the page to these.
        footnote_layout.clear_page(context, root_box, positioned_boxes)
        page_is_empty = False
        root_box, resume_at, next_page, _, _, _ = block_level_layout(
            context, initial_root_box, 0, initial_resume_at, initial_containing_block,
            page_is_empty, positioned_boxes, positioned_boxes, [])
""",
    PATCH_NAMES,
)
RENDER_EMPTY_PAGE = Patch(
    page,
    "",
    "make_page",
    """        while skip_stack and len(skip_stack) == 1:
            (skip, skip_stack), = skip_stack.items()
            box, parent = box.children[skip], box
""",
    """        while (
                skip_stack and len(skip_stack) == 1 and
                not isinstance(box, boxes.LineBox)):
            (skip, skip_stack), = skip_stack.items()
            box, parent = box.children[skip], box
            # Don't render what follows on this page.
            parent.children = parent.children[:skip + 1]
""",
)
FINISH_AREA = Patch(
    page,
    "",
    "make_page",
    """    footnote_area = build.create_anonymous_boxes(footnote_area.deepcopy())
    footnote_area = block_level_layout(
        context, footnote_area, bottom_space=-inf, skip_stack=None,
        containing_block=footnote_area.page, page_is_empty=True,
        absolute_boxes=positioned_boxes, fixed_boxes=positioned_boxes)[0]
    footnote_area.translate(dy=-footnote_area.margin_height())
""",
    "    footnote_area = footnote_layout.finish_area(context, positioned_boxes)\n",
    PATCH_NAMES,
)
PATCHES = (
    RESTRICT_REPORT,
    LAY_OUT_KEPT_NOTES,
    BREAK_NOTE,
    CHOOSE_POLICY,
    USE_CHOSEN_POLICY,
    RECORD_CROWDING,
    UNLAYOUT_NOTE,
    UPDATE_AREA,
    BEGIN_PAGE,
    LEAVE_PAGE_TO_NOTES,
    RENDER_EMPTY_PAGE,
    FINISH_AREA,
)
