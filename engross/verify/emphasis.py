"""Compare how two runs of the same words set them apart: lead words, bold, italic, raised."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from engross.grammars.inline_markup import write_markup
from engross.model.tree import Block, Citation, Heading, Inline, Link, Paragraph, Style, Styled, Text
from engross.model.walk import remove_notes

LetterStyles = tuple[frozenset[Style], ...]


def list_letter_styles(content: tuple[Inline, ...], has_own_look: bool = False) -> LetterStyles:
    """Return the styles of each letter and figure of a run, its notes left out.

    Marks of punctuation and white space do not count: nobody sees how they are set apart. ``has_own_look``: nor do
    styles that all letters share.
    """
    letters = tuple(_iter_letter_styles(content, frozenset()))
    shared = frozenset.intersection(*letters) if letters and has_own_look else frozenset()
    return tuple(styles - shared for styles in letters)


def list_block_styles(blocks: tuple[Block, ...]) -> LetterStyles:
    """Return the styles of each letter and figure of the blocks of a note."""
    runs = (block.content for block in blocks if isinstance(block, Paragraph | Heading))
    return tuple(styles for run in runs for styles in list_letter_styles(run))


def _iter_letter_styles(content: tuple[Inline, ...], styles: frozenset[Style]) -> Iterator[frozenset[Style]]:
    for item in content:
        if isinstance(item, Text):
            yield from (styles for character in unicodedata.normalize("NFC", item.text) if character.isalnum())
        elif isinstance(item, Styled):
            yield from _iter_letter_styles(item.content, styles | {item.style})
        elif isinstance(item, Link | Citation):
            yield from _iter_letter_styles(item.content, styles)


def write_emphasis(content: tuple[Inline, ...]) -> str:
    """Return the words of a run with light marks around those set apart, its notes left out."""
    return write_markup(_unlink(remove_notes(content)))


def write_block_emphasis(blocks: tuple[Block, ...]) -> str:
    """Return the words of the blocks of a note as ``write_emphasis`` does."""
    return " ".join(write_emphasis(block.content) for block in blocks if isinstance(block, Paragraph | Heading))


def _unlink(content: tuple[Inline, ...]) -> tuple[Inline, ...]:
    """Return a run without its links and citations, whose words stay."""
    out: list[Inline] = []
    for item in content:
        if isinstance(item, Link | Citation):
            out += _unlink(item.content)
        else:
            out.append(Styled(item.style, _unlink(item.content)) if isinstance(item, Styled) else item)
    return tuple(out)
