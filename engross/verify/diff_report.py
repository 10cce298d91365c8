"""Format a comparison of two readings as text or JSON."""

from __future__ import annotations

from json import dumps

from engross.model.text import shorten_text
from engross.model.tree import NOWHERE
from engross.verify.diff import DiffFigures

SHOWN_CHARACTERS = 120  # characters of a difference that a person is shown
AROUND_CHARACTERS = 12  # of these, before and after the stretch where two texts differ

FIGURE_NAMES = {
    "paragraphs": "paragraphs found",
    "exact": "of them exact",
    "spaced": "of them with the same spaces",
    "emphasis": "of the exact with the same emphasis",
    "structure": "of them in their structure",
    "notes": "notes found",
    "placed": "of them unchanged at the exact place",
    "citations": "citations found",
}


def format_as_text(found: DiffFigures) -> str:
    """Format the figures and differences for people; "-" marks the first reading's text, "+" the second's."""
    lines = [f"{name:38}{getattr(found, field)}" for field, name in FIGURE_NAMES.items()]
    for difference in found.differences:
        places = " | ".join(str(where) for where in (difference.where, difference.there) if where != NOWHERE)
        lines += ["", f"{difference.kind}  {places}".rstrip()]
        expected, actual = _excerpt_difference(difference.expected, difference.found)
        lines += [f"  {sign} {text}" for sign, text in (("-", expected), ("+", actual)) if text]
    return "\n".join(lines)


def format_as_json(found: DiffFigures) -> str:
    """Format the figures and differences as JSON for programs."""
    shares = {field: {"of": getattr(found, field).whole, "found": getattr(found, field).part} for field in FIGURE_NAMES}
    differences = [
        {
            "kind": difference.kind,
            "expected": difference.expected,
            "found": difference.found,
            "where": str(difference.where),
            "there": str(difference.there),
        }
        for difference in found.differences
    ]
    return dumps(shares | {"differences": differences}, ensure_ascii=False, indent=2) + "\n"


def _excerpt_difference(a: str, b: str) -> tuple[str, str]:
    """Cut two texts to the stretch where they differ, with some context, each shortened to ``SHOWN_CHARACTERS``."""
    if not a or not b:
        return shorten_text(a, SHOWN_CHARACTERS), shorten_text(b, SHOWN_CHARACTERS)
    start = next((n for n, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
    longest_suffix = min(len(a), len(b)) - start
    common_suffix = next((n for n in range(longest_suffix) if a[-1 - n] != b[-1 - n]), longest_suffix)
    cut_start, cut_end = max(0, start - AROUND_CHARACTERS), max(0, common_suffix - AROUND_CHARACTERS)
    before = "…" if cut_start else ""
    after = "…" if cut_end else ""
    stretches = (text[cut_start : len(text) - cut_end] for text in (a, b))
    first, second = (shorten_text(before + stretch + after, SHOWN_CHARACTERS) for stretch in stretches)
    return first, second
