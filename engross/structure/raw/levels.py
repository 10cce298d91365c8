"""The indents of lines against the edge of their page."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from engross.structure.raw.lines import TEXT, Line

OFTEN = 0.2  # of a page's lines: as many have the indent of its edge


def levelled(lines: list[Line]) -> list[Line]:
    """Lines with the indents of text against the edge of its page: layouts put each page where they find it."""
    pages: dict[int, list[int]] = {line.page: [] for line in lines}
    for line in lines:
        if line.kind == TEXT:
            pages[line.page].append(line.indent)
    edges: dict[int, int] = {}
    for page, indents in pages.items():
        counts = Counter(indents)
        usual = [indent for indent, times in counts.items() if times >= OFTEN * counts.total()]
        edges[page] = min(usual or counts, default=0)
    return [
        replace(line, indent=max(0, line.indent - edges[line.page])) if line.kind == TEXT else line for line in lines
    ]
