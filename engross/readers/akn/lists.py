"""The list elements of a file to points: list/point, blockList/item, sublists, each under what bears it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from lxml import etree

from engross.model.tree import Block, Inline, Paragraph, Role
from engross.readers.akn.markers import split_marker, split_number
from engross.readers.akn.tree import AknReaderState, BlockReader, list_pieces, local_name
from engross.readers.common.attach_points import hang_block

LIST_ELEMENTS = ("sublist", "list", "blockList", "ol", "ul")


def read_list(element: etree._Element, state: AknReaderState, inside: BlockReader) -> Iterator[Block]:
    """A list: its introduction bears the points. A list in a list bears on the point before it."""
    blocks: list[Block] = []
    for child in list_pieces(element):
        inner = list(inside(child, state))
        last = blocks[-1] if blocks else None
        if local_name(child) in LIST_ELEMENTS and isinstance(last, Paragraph):
            blocks[-1] = replace(last, children=(*last.children, *inner))
        else:
            for block in inner:
                _add_list_block(blocks, block)
    first = blocks[0] if blocks else None
    if isinstance(first, Paragraph) and first.role is Role.PLAIN and local_name(element) != "sublist":
        blocks = [replace(first, children=(*first.children, *blocks[1:]))]
    yield from blocks


def _add_list_block(blocks: list[Block], block: Block) -> None:
    """Put a block in a list; points that the file has side by side hang by their markers."""
    last = blocks[-1] if blocks else None
    points = [isinstance(b, Paragraph) and b.role is Role.POINT for b in (last, block)]
    if all(points):
        hang_block(blocks, block)
    else:
        blocks.append(block)


def read_point(element: etree._Element, state: AknReaderState, inside: BlockReader) -> Iterator[Block]:
    """A point with its number, or with the marker that its words begin with; what follows its words hangs on it."""
    (number, notes), rest_of = split_number(element, state)
    blocks = [b for piece in rest_of for b in inside(piece, state)]
    content, rest = split_first_words(blocks)
    if not number and content:
        number, content = split_marker(content)
    if number or notes or content or rest:
        role = Role.POINT if number else Role.PLAIN
        yield Paragraph(role, (*notes, *content), number, rest, where=state.where(element))


def split_first_words(blocks: list[Block]) -> tuple[tuple[Inline, ...], tuple[Block, ...]]:
    """The words that stand beside a number, and the blocks that hang under them."""
    first = blocks[0] if blocks else None
    if isinstance(first, Paragraph) and not first.number:
        return first.content, (*first.children, *blocks[1:])
    return (), tuple(blocks)
