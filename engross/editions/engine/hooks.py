"""The modules of ours that patched places of WeasyPrint call, by the names they use; each is loaded at its first call.

They import the patched package themselves, so that it cannot import them when it is loaded.
"""

from __future__ import annotations

import sys
from importlib import import_module
from types import ModuleType

LAYOUT = "engross.editions.pdf.patches"
SPEED = f"{LAYOUT}.speed"
MODULES = {
    "alphabetic": f"{LAYOUT}.alphabetic_lines.weasyprint_hooks",
    "balanced_lines": f"{LAYOUT}.balanced_lines",
    "chinese": f"{LAYOUT}.chinese_lines.weasyprint_hooks",
    "footnote_layout": f"{LAYOUT}.footnote_split",
    "footnote_rows": f"{LAYOUT}.footnote_rows",
    "line_order": f"{LAYOUT}.line_order.weasyprint_hooks",
    "rtl": f"{LAYOUT}.rtl",
    "area_kept": f"{SPEED}.footnote_area_cache",
    "flex_once": f"{SPEED}.flex",
    "font_subset_cache": f"{SPEED}.font_subset_cache",
    "lengths": f"{SPEED}.lengths",
    "page_anchors": f"{SPEED}.page_anchors",
    "page_style_cache": f"{SPEED}.page_style_cache",
    "release_layout": f"{SPEED}.release_layout",
    "run_of_glyphs": f"{SPEED}.glyphs",
    "short_text_cache": f"{SPEED}.short_text_cache",
    "skip_undecorated": f"{SPEED}.skip_undecorated",
    "style_cache": f"{SPEED}.style_cache",
    "style_copies": f"{SPEED}.style_copies",
    "style_elements": f"{SPEED}.style_elements",
    "svg_step_path": f"{SPEED}.svg_step_path",
}


def __getattr__(name: str) -> ModuleType:
    """Return the module of a name, which is found here from then on."""
    if name not in MODULES:
        raise AttributeError(f"module {__name__} has no attribute {name}")
    setattr(sys.modules[__name__], name, module := import_module(MODULES[name]))
    return module
