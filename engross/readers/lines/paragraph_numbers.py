"""Read the numbers and markers that paragraphs begin with, and tell which number follows which."""

from __future__ import annotations

from engross.grammars.numbering import marker_number, match_marker, read_slipped_number
from engross.readers.lines.layout_habits import END_MARKS, PARAGRAPH_END_MARKS, SHORT_LINE_SHARE, measure_line
from engross.readers.lines.lines import Line
from engross.readers.lines.typed_numbers import is_preambular_label

POINT_KINDS = ("letter", "roman", "enclosed", "han", "arabic", "small", "bullet", "abjad", "quoted", "low")
SKIPPED_NUMBERS = 3  # how far numbers may jump after a paragraph that ended


def read_paragraph_number(line: Line) -> int | None:
    """Return the number of a paragraph that a line begins with; None for none."""
    if line.long_number:
        number = line.text[: line.long_number].lstrip("[")
        return None if is_preambular_label(line) else read_slipped_number(number.removeprefix("OP"))
    marker = match_marker(line.text[line.opener :])
    return marker_number(marker[0]) if marker and marker.lastgroup == "number" else None


def is_next_number(number: int, last: int, before: Line | None, measure: int) -> bool:
    """Return whether a number at a line's beginning is a paragraph's.

    It is the next, or a few further on after a finished paragraph, or numbering restarts at 1 after an end. ``before``:
    the line above; ``measure``: the width of a full line.
    """
    if number == last + 1:
        return True
    if last < number <= last + SKIPPED_NUMBERS and before is not None and before.text.endswith(PARAGRAPH_END_MARKS):
        return True
    is_restart = before is None or before.text.endswith(END_MARKS) or measure_line(before) < SHORT_LINE_SHARE * measure
    return number == 1 and is_restart


def is_bare_marker(line: Line) -> bool:
    """Return whether a line is only a paragraph's number or a point's marker, with its words on the next."""
    marker = match_marker(line.text)
    return marker is not None and marker.lastgroup in ("number", *POINT_KINDS) and marker.end() == len(line.text)


def strip_marker(text: str) -> str:
    """Return a text without the marker that it begins with."""
    marker = match_marker(text)
    return text[marker.end() :].lstrip() if marker else text
