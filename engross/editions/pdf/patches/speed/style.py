"""Patches that keep computed styles from document to document (``style_cache``) and resolve lengths once a style.

For every box and each of its layouts, ``resolve_percentages`` reads twenty lengths of the style, checks each for a
percentage and sets it. If none is a percentage, the used lengths are kept on the style together.
"""

from __future__ import annotations

from weasyprint import css
from weasyprint.layout import page, percent

from engross.editions.pdf.patches.patch import Patch
from engross.editions.pdf.patches.speed import lengths, page_style_cache, style_cache, style_copies

CACHE_STYLES = Patch(
    css,
    "StyleFor",
    "__init__",
    "    computed_cache = {}\n",
    "    style_cache.compute_styles(self, html, sheets, target_collector)\n    return\n    computed_cache = {}\n",
    (("style_cache", style_cache),),
)
CACHE_LENGTHS = Patch(
    percent,
    "",
    "resolve_percentages",
    '    """Set used values as attributes of the box object."""\n',
    '    """Set used values as attributes of the box object."""\n    if lengths.try_set_used(box):\n        return\n',
    (("lengths", lengths),),
)
LAZY_COPIES = Patch(
    css,
    "ComputedStyle",
    "copy",
    "    copy = ComputedStyle(\n",
    "    return style_copies.copy_style(self)\n    copy = ComputedStyle(\n",
    (("style_copies", style_copies),),
)
CACHE_PAGE_STYLES = Patch(
    page,
    "",
    "set_page_type_computed_styles",
    "    style_for.add_page_declarations(page_type)\n",
    "    if page_style_cache.try_set_page_styles(page_type, html, style_for):\n        return\n"
    "    style_for.add_page_declarations(page_type)\n",
    (("page_style_cache", page_style_cache),),
)
