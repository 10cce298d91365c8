"""Read the preface of a statement into its printed number and its title; what follows in it is text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from engross.model.text import fold_characters, spell_inlines
from engross.model.tree import Block, Inline, LineBreak
from engross.readers.akn.blocks import read_blocks
from engross.readers.akn.markers import drop_characters, has_words_or_notes
from engross.readers.akn.tree import AknReaderState, find_first, is_block, list_pieces, local_name, read_inlines

# The stop of an Arabic number, where the source has it at the beginning of the title.
NUMBER_DASH = re.compile(r"\s*[-–—]\s+")
NumberAndTitle = tuple[str, tuple[Inline, ...]]
LINE_ELEMENTS = ("p", "block", "heading", "subheading", "num")
GROUP_ELEMENTS = ("longTitle", "container", "preface")


def read_preface(
    element: etree._Element, state: AknReaderState, before: NumberAndTitle = ("", ())
) -> tuple[str, tuple[Inline, ...], list[Block]]:
    """Return the printed number, the title, and the blocks from the first element on that is no line of a title.

    Further lines, such as a letter, follow the title as lines of their own. ``before``: number and title so far.
    """
    number, title = before
    lines = list(_list_preface_lines(element))
    for n, line in enumerate(lines):
        if not _is_title_line(line):
            return number, title, read_blocks(lines[n:], state)
        run = read_inlines(line, state)
        if not number and not has_words_or_notes(title):
            number, run = _split_printed_number(line, run, state)
        if has_words_or_notes(run):
            title = (*title, LineBreak(), *run) if has_words_or_notes(title) else run
    return number, title, []


def _list_preface_lines(element: etree._Element) -> Iterator[etree._Element]:
    for piece in list_pieces(element):
        yield from _list_preface_lines(piece) if local_name(piece) in GROUP_ELEMENTS else (piece,)


def _is_title_line(element: etree._Element) -> bool:
    """Return whether an element is a run of words without paragraphs in it."""
    return (local_name(element) in LINE_ELEMENTS or not is_block(element)) and not any(map(is_block, element))


def _split_printed_number(line: etree._Element, run: tuple[Inline, ...], state: AknReaderState) -> NumberAndTitle:
    """Return the number that a line begins with, "" for none, and the rest of its run with the number's notes."""
    element = find_first(line, "docNumber")
    number = "" if element is None else spell_inlines(read_inlines(element, state), calls=False)
    words = spell_inlines(run, calls=False)
    visible = fold_characters(words).lstrip()
    if not number.strip() or not visible.startswith(fold_characters(number).strip()):
        return "", run
    end = words.index(number.strip()) + len(number.strip())
    dash = NUMBER_DASH.match(words, end)
    printed = words[: dash.end() if dash else end]
    return " ".join(printed.split()), drop_characters(run, len(printed))
