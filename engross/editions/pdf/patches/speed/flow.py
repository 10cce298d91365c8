"""Patches that answer the questions of layout about every box in fewer steps. Without them, WeasyPrint

* calls five methods, each of which looks the style up, to find whether a box is in normal flow;
* looks at all children of a box for the named pages that it begins and ends with: the first and last are enough;
* searches three times a line for the place beside floats, even where there are none;
* looks for each box that is taken back in lists that are nearly always empty;
* passes each box below a box up through as many generators as it is deep;
* looks for functions yet to be calculated even in words and lengths, which have none;
* deep-copies the counters of a target's page, which are lists of numbers.
"""

from __future__ import annotations

import sys

from weasyprint.css import functions, targets
from weasyprint.css.properties import Dimension
from weasyprint.formatting_structure import boxes
from weasyprint.layout import block
from weasyprint.layout import float as floats

from engross.editions.pdf.patches.patch import Patch

PLAIN_TYPES = frozenset({str, int, float, Dimension})  # of values that hold no function

IS_IN_NORMAL_FLOW = Patch(
    boxes,
    "Box",
    "is_in_normal_flow",
    """    return not (
        self.is_floated() or self.is_absolutely_positioned() or
        self.is_running() or self.is_footnote() or self.is_note())
""",
    "    return self.style['float'] == 'none' and self.style['position'] in ('static', 'relative')\n",
)
PAGE_VALUES = Patch(
    boxes,
    "ParentBox",
    "page_values",
    """    start_value, end_value = super().page_values()
    children = [
        child for child in self.children
        if child.is_in_normal_flow() or child.is_floated()]
    if children:
        if len(children) == 1:
            page_values = children[0].page_values()
            start_value = page_values[0] or start_value
            end_value = page_values[1] or end_value
        else:
            start_box, end_box = children[0], children[-1]
            start_value = start_box.page_values()[0] or start_value
            end_value = end_box.page_values()[1] or end_value
""",
    """    start_value = end_value = self.style['page']
    for start_box in self.children:
        if start_box.is_in_normal_flow() or start_box.is_floated():
            break
    else:
        return start_value, end_value
    for end_box in reversed(self.children):
        if end_box.is_in_normal_flow() or end_box.is_floated():
            break
    page_values = start_box.page_values()
    start_value = page_values[0] or start_value
    if end_box is not start_box:
        page_values = end_box.page_values()
    end_value = page_values[1] or end_value
""",
)
AVOID_COLLISIONS = Patch(
    floats,
    "",
    "avoid_collisions",
    "    excluded_shapes = context.excluded_shapes\n",
    """    excluded_shapes = context.excluded_shapes
    if not excluded_shapes and not outer and isinstance(box, boxes.LineBox) and (
            box.style['float'] == 'none'):
        left = containing_block.content_box_x()
        right = left + containing_block.width
        left, right = left + box.margin_left, right - box.margin_right
        position_x = left if containing_block.style['direction'] == 'ltr' else right
        return (
            position_x - box.margin_left, box.border_box_y() - box.margin_top,
            right - left)
""",
)
REMOVE_PLACEHOLDERS = Patch(
    block,
    "",
    "remove_placeholders",
    """        if box.style['position'] == 'absolute' and box in absolute_boxes:
            absolute_boxes.remove(box)
        elif box.style['position'] == 'fixed' and box in fixed_boxes:
            fixed_boxes.remove(box)
        if box.footnote:
            context.unlayout_footnote(box.footnote)
        if box in context.broken_out_of_flow:
            context.broken_out_of_flow.pop(box)
        if box in context.excluded_shapes:
            context.excluded_shapes.remove(box)
""",
    """        if absolute_boxes or fixed_boxes:
            if box.style['position'] == 'absolute' and box in absolute_boxes:
                absolute_boxes.remove(box)
            elif box.style['position'] == 'fixed' and box in fixed_boxes:
                fixed_boxes.remove(box)
        if box.footnote:
            context.unlayout_footnote(box.footnote)
        if context.broken_out_of_flow and box in context.broken_out_of_flow:
            context.broken_out_of_flow.pop(box)
        excluded_shapes = context.excluded_shapes
        if excluded_shapes and box in excluded_shapes:
            excluded_shapes.remove(box)
""",
)
WALK_DESCENDANTS = Patch(
    boxes,
    "Box",
    "descendants",
    """    yield self
    for child in self.children:
        if placeholders or isinstance(child, Box):
            yield from child.descendants(placeholders)
        else:
            yield child
""",
    """    yield self
    left = list(reversed(self.children))
    while left:
        child = left.pop()
        if isinstance(child, Box):
            yield child
            left.extend(reversed(child.children))
        elif placeholders:
            yield from child.descendants(placeholders)
        else:
            yield child
""",
)
CHECK_MATH = Patch(
    functions,
    "",
    "check_math",
    "    if type(token) is tuple:\n",
    "    if type(token) in flow.PLAIN_TYPES:\n        return\n    elif type(token) is tuple:\n",
    (("flow", sys.modules[__name__]),),
)
COPY_COUNTERS = Patch(
    targets,
    "TargetCollector",
    "cache_target_page_counters",
    "copy.deepcopy(\n                page_counter_values)\n",
    "{name: list(values) for name, values in page_counter_values.items()}\n",
)
PATCHES = (
    IS_IN_NORMAL_FLOW,
    PAGE_VALUES,
    AVOID_COLLISIONS,
    REMOVE_PLACEHOLDERS,
    WALK_DESCENDANTS,
    CHECK_MATH,
    COPY_COUNTERS,
)
