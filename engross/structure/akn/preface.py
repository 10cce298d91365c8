"""The preface of a statement to its printed number and its title; what stands behind them there is text."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from engross.model import Block, Inline, LineBreak
from engross.structure.akn.blocks import blocks_of
from engross.structure.akn.markers import drop, says
from engross.structure.akn.tree import Scribe, find, inlines, is_block, local, pieces
from engross.text import INVISIBLE, spell

Head = tuple[str, tuple[Inline, ...]]
LINES = ("p", "block", "heading", "subheading", "num")
GROUPED = ("longTitle", "container", "preface")


def preface(
    element: etree._Element, scribe: Scribe, before: Head = ("", ())
) -> tuple[str, tuple[Inline, ...], list[Block]]:
    """The printed number, the title, and the blocks of what is no line of a title, with all behind it.

    Further lines, such as a letter, follow the title on lines of their own. ``before``: number and title so far.
    """
    number, title = before
    lines = list(_lines(element))
    for n, line in enumerate(lines):
        if not _is_line(line):
            return number, title, blocks_of(lines[n:], scribe)
        run = inlines(line, scribe)
        if not number and not says(title):
            number, run = _numbered(line, run, scribe)
        if says(run):
            title = (*title, LineBreak(), *run) if says(title) else run
    return number, title, []


def _lines(element: etree._Element) -> Iterator[etree._Element]:
    for piece in pieces(element):
        yield from _lines(piece) if local(piece) in GROUPED else (piece,)


def _is_line(element: etree._Element) -> bool:
    """Whether an element is a run of words, without paragraphs in it."""
    return (local(element) in LINES or not is_block(element)) and not any(map(is_block, element))


def _numbered(line: etree._Element, run: tuple[Inline, ...], scribe: Scribe) -> Head:
    """The number that a line begins with, and the rest of its run with the notes that the number calls."""
    element = find(line, "docNumber")
    number = "" if element is None else spell(inlines(element, scribe), calls=False)
    said = spell(run, calls=False)
    bare = said.translate(INVISIBLE).lstrip()
    if not number.strip() or not bare.startswith(number.translate(INVISIBLE).strip()):
        return "", run
    end = said.index(number.strip()) + len(number.strip())
    return " ".join(number.split()), drop(run, end)
