"""The conclusions of a statement to closing lines, and a printed vote to a box of its own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from lxml import etree

from engross.model import Inline, LineBreak, Paragraph, Role
from engross.structure.akn.tree import Scribe, children, find, inlines, local, pieces
from engross.text import fold, spell


def closing(element: etree._Element, scribe: Scribe) -> tuple[Paragraph, ...]:
    """The closing lines: a paragraph for each line; a vote is one paragraph, with the lists of voters under it."""
    lines: list[Paragraph] = []
    for p in element:
        for piece in pieces(p) if find(p, "vote") is not None else (p,):
            if local(piece) == "vote":
                lines.append(_vote(piece, scribe))
            elif local(piece):
                run = inlines(piece, scribe)
                lines += (Paragraph(Role.CLOSING, line, where=scribe.where(p)) for line in _split_lines(run))
    return tuple(lines)


def _vote(element: etree._Element, scribe: Scribe) -> Paragraph:
    """The sentence of a vote; under it "In favour:", "Against:", "Abstaining:", each with its list under it."""
    outcome = next(children(element, "outcome"), None)
    whole = Paragraph(Role.VOTE, (), where=scribe.where(element))
    for piece in pieces(outcome if outcome is not None else element):
        if local(piece) == "outcome":
            whole = replace(whole, children=(*whole.children, _voters(piece, scribe)))
        else:
            whole = _with_words(whole, inlines(piece, scribe))
    return whole


def _voters(element: etree._Element, scribe: Scribe) -> Paragraph:
    """A list of voters under its heading; of no voters, the heading alone."""
    where = scribe.where(element)
    heading, *rest = list(_split_lines(inlines(element, scribe))) or [()]
    voters = tuple(Paragraph(Role.VOTE, line, where=where) for line in rest)
    return Paragraph(Role.VOTE, heading, children=voters, where=where)


def _with_words(whole: Paragraph, words: tuple[Inline, ...]) -> Paragraph:
    """A vote with more words: of its sentence, or, after its lists, of the last of them (the closing bracket)."""
    last = whole.children[-1] if whole.children else None
    if isinstance(last, Paragraph):
        return replace(whole, children=(*whole.children[:-1], _with_words(last, words)))
    return replace(whole, content=(*whole.content, *words)) if fold(spell(words)) else whole


def _split_lines(run: tuple[Inline, ...]) -> Iterator[tuple[Inline, ...]]:
    line: list[Inline] = []
    for item in (*run, LineBreak()):
        if not isinstance(item, LineBreak):
            line.append(item)
        elif fold(spell(line)):
            yield tuple(line)
            line = []
