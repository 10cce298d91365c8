"""A measure of two readings to what a person or a program is shown of it."""

from __future__ import annotations

from json import dumps

from engross.model.tree import NOWHERE
from engross.verify.diff import DiffFigures

SHOWN_CHARACTERS = 120  # characters of a difference that a person is shown
AROUND_CHARACTERS = 12  # of them before and behind the place where two texts differ

FIGURE_NAMES = {
    "paragraphs": "paragraphs found",
    "exact": "of them exact",
    "spaced": "of them with the same spaces",
    "structure": "of them in their structure",
    "notes": "notes found",
    "placed": "of them unchanged at the exact place",
    "citations": "citations found",
}


def format_as_text(found: DiffFigures) -> str:
    """The figures and the differences for a person: what the first reading has after "-", the second after "+"."""
    lines = [f"{name:38}{getattr(found, field)}" for field, name in FIGURE_NAMES.items()]
    for one in found.differences:
        places = " | ".join(str(where) for where in (one.where, one.there) if where != NOWHERE)
        lines += ["", f"{one.kind}  {places}".rstrip()]
        expected, other = _excerpt_difference(one.expected, one.found)
        lines += [f"  {sign} {text}" for sign, text in (("-", expected), ("+", other)) if text]
    return "\n".join(lines)


def format_as_json(found: DiffFigures) -> str:
    """The figures and the differences for a program."""
    shares = {field: {"of": getattr(found, field).whole, "found": getattr(found, field).part} for field in FIGURE_NAMES}
    differences = [
        {"kind": d.kind, "expected": d.expected, "found": d.found, "where": str(d.where), "there": str(d.there)}
        for d in found.differences
    ]
    return dumps(shares | {"differences": differences}, ensure_ascii=False, indent=2) + "\n"


def _excerpt_difference(a: str, b: str) -> tuple[str, str]:
    """Two texts where they differ, with a little of what is around; long ones cut."""
    if not a or not b:
        return _shorten_text(a), _shorten_text(b)
    start = next((n for n, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
    room = min(len(a), len(b)) - start
    end = next((n for n in range(room) if a[-1 - n] != b[-1 - n]), room)
    begin, rest = max(0, start - AROUND_CHARACTERS), max(0, end - AROUND_CHARACTERS)
    before = "…" if begin else ""
    after = "…" if rest else ""
    return _shorten_text(before + a[begin : len(a) - rest] + after), _shorten_text(
        before + b[begin : len(b) - rest] + after
    )


def _shorten_text(text: str) -> str:
    return text if len(text) <= SHOWN_CHARACTERS else f"{text[:SHOWN_CHARACTERS]}…"
