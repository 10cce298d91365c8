"""Read the conclusions of a statement into closing lines, a printed vote into a paragraph of its own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from lxml import etree

from engross.model.tree import Inline, LineBreak, Paragraph, Role
from engross.readers.akn.blocks import read_blocks
from engross.readers.akn.markers import has_words_or_notes
from engross.readers.akn.tree import (
    AknReaderState,
    has_blocks,
    is_block,
    list_pieces,
    local_name,
    named_children,
    read_inlines,
)

MEETING_NAME = "adoptionMeeting"


def read_closing(element: etree._Element, state: AknReaderState) -> tuple[Paragraph, ...]:
    """Return the closing lines, a paragraph each; a vote is one paragraph with the lists of voters under it."""
    lines: list[Paragraph] = []
    for p in list_pieces(element):
        for piece in list_pieces(p) if has_blocks(p) else (p,):
            lines += _read_closing_lines(piece, state)
    return tuple(lines)


def _read_closing_lines(element: etree._Element, state: AknReaderState) -> Iterator[Paragraph]:
    """Yield the lines of words; a list or a table is one line without words, its blocks under it."""
    where = state.where(element)
    if local_name(element) == "vote":
        yield _read_vote(element, state)
    elif is_block(element) and local_name(element) not in ("p", "block"):
        if blocks := read_blocks((element,), state):
            yield Paragraph(Role.CLOSING, (), children=tuple(blocks), where=where)
    else:
        for piece in element if _has_several_adoptions(element) else (element,):
            run = read_inlines(piece, state)
            yield from (Paragraph(Role.CLOSING, line, where=where) for line in _split_lines(run))


def _has_several_adoptions(element: etree._Element) -> bool:
    """Return whether an element has only meetings and days, several of a kind side by side (A/DEC/76/416 B)."""
    kinds = [_name_adoption(child) for child in element if local_name(child) != "eol"]
    has_loose_words = any(words and words.strip() for words in (element.text, *(child.tail for child in element)))
    return not has_loose_words and "" not in kinds and len(kinds) > len(set(kinds))


def _name_adoption(element: etree._Element) -> str:
    """Return what an element tells of an adoption: "meeting", "day" or ""."""
    if local_name(element) == "docDate":
        return "day"
    return "meeting" if MEETING_NAME in (element.get("name"), element.get("refersTo", "")[1:]) else ""


def _read_vote(element: etree._Element, state: AknReaderState) -> Paragraph:
    """Return a vote: its sentence; under it "In favour:", "Against:", "Abstaining:", each with its voters."""
    vote = Paragraph(Role.VOTE, (), where=state.where(element))
    for piece in _list_vote_pieces(element):
        if local_name(piece) == "outcome":
            vote = replace(vote, children=(*vote.children, _read_voters(piece, state)))
        else:
            vote = _add_vote_words(vote, read_inlines(piece, state))
    return vote


def _list_vote_pieces(vote: etree._Element) -> Iterator[etree._Element]:
    """Yield the pieces of a vote; an outcome that holds its sentence and lists is replaced by its own pieces."""
    outcomes = list(named_children(vote, "outcome"))
    for piece in list_pieces(vote):
        is_whole_vote = [piece] == outcomes or next(named_children(piece, "outcome"), None) is not None
        yield from list_pieces(piece) if local_name(piece) == "outcome" and is_whole_vote else (piece,)


def _read_voters(element: etree._Element, state: AknReaderState) -> Paragraph:
    """Return a list of voters under its heading; the heading alone if there are none."""
    where = state.where(element)
    heading, *names = list(_split_lines(read_inlines(element, state))) or [()]
    voters = tuple(Paragraph(Role.VOTE, line, where=where) for line in names)
    return Paragraph(Role.VOTE, heading, children=voters, where=where)


def _add_vote_words(whole: Paragraph, words: tuple[Inline, ...]) -> Paragraph:
    """Add words to the sentence of a vote, or, after its lists, to the last of these (a closing bracket)."""
    last = whole.children[-1] if whole.children else None
    if isinstance(last, Paragraph):
        return replace(whole, children=(*whole.children[:-1], _add_vote_words(last, words)))
    return replace(whole, content=(*whole.content, *words)) if has_words_or_notes(words) else whole


def _split_lines(run: tuple[Inline, ...]) -> Iterator[tuple[Inline, ...]]:
    line: list[Inline] = []
    for item in (*run, LineBreak()):
        if not isinstance(item, LineBreak):
            line.append(item)
        elif has_words_or_notes(tuple(line)):
            yield tuple(line)
            line = []
