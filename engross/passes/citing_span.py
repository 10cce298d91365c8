"""Spans of a run that cite documents, and the Citations that their words are put into."""

from __future__ import annotations

from dataclasses import dataclass, replace

from engross.grammars.symbol import Symbol
from engross.model.text import locate_inlines, spell_inlines
from engross.model.tree import Citation, Inline, LineBreak, Note, PageBreak, Text


@dataclass(frozen=True, slots=True)
class CitingSpan:
    """A span of a run that cites: where it begins and ends, the symbols meant, an organ that has no series.

    ``named``: whether the text says whose document it is; else the organ of the text itself was taken. ``doubtful``:
    whether the organ cannot have a document of that number. ``told``: whether its link was reported instead.
    """

    start: int
    end: int
    symbols: tuple[Symbol, ...]
    organ: str = ""
    named: bool = True
    doubtful: bool = False
    told: bool = False


def wrap_citations(content: tuple[Inline, ...], spans: list[CitingSpan]) -> tuple[Inline, ...]:
    """Put the words of each span into a Citation; notes at the edges of a span stay outside."""
    wrapped: list[Inline] = []
    at = 0
    for span in spans:
        wrapped += _cut_inlines(content, (at, span.start), edges=True)
        wrapped.append(Citation(_cut_inlines(content, (span.start, span.end), edges=False), span.symbols, span.organ))
        at = span.end
    return (*wrapped, *_cut_inlines(content, (at, len(spell_inlines(content, calls=False))), edges=True))


def _cut_inlines(content: tuple[Inline, ...], part: tuple[int, int], edges: bool) -> tuple[Inline, ...]:
    """Return the inlines from one character of a run to another.

    ``edges``: whether inlines without width (notes, breaks) at the edges belong to the piece.
    """
    start, end = part
    cut: list[Inline] = []
    for at, _, item in locate_inlines(content):
        if isinstance(item, Text):
            if piece := item.text[max(0, start - at) : max(0, end - at)]:
                cut.append(Text(piece))
        elif isinstance(item, Note | LineBreak | PageBreak):
            if (start <= at <= end) if edges else (start < at < end):
                cut.append(item)
        elif inner := _cut_inlines(item.content, (start - at, end - at), edges):
            cut.append(replace(item, content=inner))
    return tuple(cut)
