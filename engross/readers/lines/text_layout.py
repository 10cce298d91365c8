"""Measure how the lines of a text without pages are set: from indents, widths and blank lines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

from engross.model.tree import Style
from engross.readers.lines.layout_habits import measure_line
from engross.readers.lines.line_layout import LineLayout, is_centred, measure_letter_share
from engross.readers.lines.lines import Line

MARGIN_SHARE = 0.15  # of the lines: so many begin at the margin, and no more left of it
FULL_LINES_SHARE = 0.9  # of the lines: so many end before the right edge, or at it; a few may run over
CHARACTERS_PER_EM = 2.0  # Latin characters
CENTRED_INDENT = 4  # characters: a paragraph's first line is not indented by more as a rule
CENTRED_TOLERANCE = 3  # characters by which the white space on the sides of a centred line may differ


def measure_text_layout(lines: Iterable[Line]) -> list[Line]:
    """Return the lines of a text without pages, each with its layout in Latin characters."""
    measured = list(lines)
    indents = Counter(line.indent for line in measured)
    margin = min((indent for indent, count in indents.items() if count >= MARGIN_SHARE * len(measured)), default=0)
    ends = sorted(line.indent + measure_line(line) for line in measured)
    edge = ends[int(len(ends) * FULL_LINES_SHARE)] if ends else 0
    return [replace(line, layout=_measure_line_layout(line, margin, edge)) for line in measured]


def _measure_line_layout(line: Line, margin: int, edge: int) -> LineLayout:
    """Return the layout of a line. ``margin``, ``edge``: where full lines begin and end, in characters."""
    right = line.indent + measure_line(line)
    styles = line.styles or ()
    return LineLayout(
        float(line.indent),
        float(right),
        bold=measure_letter_share(line.text, styles, Style.BOLD),
        italic=measure_letter_share(line.text, styles, Style.ITALIC),
        is_centred=is_centred(line.indent - margin, edge - right, CENTRED_INDENT, CENTRED_TOLERANCE),
        gap_above=float(line.gap),
        short=max(0.0, (edge - right) / CHARACTERS_PER_EM),
    )
