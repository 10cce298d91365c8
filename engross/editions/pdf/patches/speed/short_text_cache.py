"""Break short texts into lines once: numbers, marks and words that recur in documents.

WeasyPrint breaks the text of a flex item, or of a number in a box of its own, four times to find its width. Pango's
result is kept on the font configuration by text, style and width.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from engross_weasyprint.css import Style
from engross_weasyprint.text.ffi import ffi
from engross_weasyprint.text.line_break import Layout

MAX_TEXT_LENGTH = 100  # of texts that are kept, in characters
MAX_KEPT_TEXTS = 4096  # texts kept
LINE_EXTENTS = ffi.new("PangoRectangle *")  # of the last measured line; one structure for all

SplitLine = tuple[Layout, int, int | None, float, float, float]  # layout, length, resume index; width, height, baseline


def split_first_line(split: Callable[..., SplitLine], text: str, style: Style, *rest: Any, **more: bool) -> SplitLine:
    """Return what ``split`` returns of the other arguments, kept for short texts.

    ``rest``: the layout context, the width, and what justification adds.
    """
    if len(text) > MAX_TEXT_LENGTH:
        return split(text, style, *rest, **more)
    kept_splits: dict[object, tuple[Style, SplitLine]] = style.font_config.__dict__.setdefault("splits", {})
    key = id(style), text, *rest[1:], *more.items()
    if key not in kept_splits:
        if len(kept_splits) >= MAX_KEPT_TEXTS:
            kept_splits.clear()
        # The style is kept so that no other object gets its identity.
        kept_splits[key] = style, split(text, style, *rest, **more)
    if more.get("minimum"):  # only measured: the layout is not used
        return kept_splits[key][1]
    layout, length, resume_at, width, height, baseline = kept_splits[key][1]
    return _copy_layout(layout), length, resume_at, width, height, baseline


def _copy_layout(layout: Layout) -> Layout:
    """Copy a layout without its Pango object: the box that gets it sets it up again to be drawn."""
    copy = object.__new__(type(layout))
    copy.__dict__.update(layout.__dict__)
    return copy
