"""The conclusions of a statement to closing lines, and a printed vote to a box of its own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from lxml import etree

from engross.model import Inline, LineBreak, Paragraph, Role
from engross.structure.akn.blocks import blocks_of
from engross.structure.akn.markers import says
from engross.structure.akn.tree import Scribe, children, has_blocks, inlines, is_block, local, pieces


def closing(element: etree._Element, scribe: Scribe) -> tuple[Paragraph, ...]:
    """The closing lines: a paragraph for each line; a vote is one paragraph, with the lists of voters under it."""
    lines: list[Paragraph] = []
    for p in pieces(element):
        for piece in pieces(p) if has_blocks(p) else (p,):
            lines += _lines(piece, scribe)
    return tuple(lines)


def _lines(element: etree._Element, scribe: Scribe) -> Iterator[Paragraph]:
    """The lines of words; of a list or a table, one line with its blocks under it."""
    where = scribe.where(element)
    if local(element) == "vote":
        yield _vote(element, scribe)
    elif is_block(element) and local(element) not in ("p", "block"):
        if blocks := blocks_of((element,), scribe):
            yield Paragraph(Role.CLOSING, (), children=tuple(blocks), where=where)
    else:
        run = inlines(element, scribe)
        yield from (Paragraph(Role.CLOSING, line, where=where) for line in _split_lines(run))


def _vote(element: etree._Element, scribe: Scribe) -> Paragraph:
    """The sentence of a vote; under it "In favour:", "Against:", "Abstaining:", each with its list under it."""
    whole = Paragraph(Role.VOTE, (), where=scribe.where(element))
    for piece in _said(element):
        if local(piece) == "outcome":
            whole = replace(whole, children=(*whole.children, _voters(piece, scribe)))
        else:
            whole = _with_words(whole, inlines(piece, scribe))
    return whole


def _said(vote: etree._Element) -> Iterator[etree._Element]:
    """The pieces of a vote, those of the outcome that holds its sentence and its lists in their place."""
    outcomes = list(children(vote, "outcome"))
    for piece in pieces(vote):
        whole = [piece] == outcomes or next(children(piece, "outcome"), None) is not None
        yield from pieces(piece) if local(piece) == "outcome" and whole else (piece,)


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
    return replace(whole, content=(*whole.content, *words)) if says(words) else whole


def _split_lines(run: tuple[Inline, ...]) -> Iterator[tuple[Inline, ...]]:
    line: list[Inline] = []
    for item in (*run, LineBreak()):
        if not isinstance(item, LineBreak):
            line.append(item)
        elif says(tuple(line)):
            yield tuple(line)
            line = []
