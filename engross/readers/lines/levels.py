"""Measure indents from the edge of the text on each page."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from engross.readers.lines.lines import TEXT_LINE, Line

EDGE_LINES_SHARE = 0.2  # of a page's lines: an indent that as many have may be its edge


def level_indents(lines: list[Line]) -> list[Line]:
    """Return lines with the indents of text counted from the edge of their page, which layouts place differently."""
    pages: dict[int, list[int]] = {line.page: [] for line in lines}
    for line in lines:
        if line.kind == TEXT_LINE:
            pages[line.page].append(line.indent)
    edges: dict[int, int] = {}
    for page, indents in pages.items():
        counts = Counter(indents)
        usual = [indent for indent, times in counts.items() if times >= EDGE_LINES_SHARE * counts.total()]
        edges[page] = min(usual or counts, default=0)
    return [
        replace(line, indent=max(0, line.indent - edge))
        if line.kind == TEXT_LINE and (edge := edges[line.page])
        else line
        for line in lines
    ]
