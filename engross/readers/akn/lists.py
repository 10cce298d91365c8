"""Read list elements into points: list/point, blockList/item and sublists, each under the paragraph that bears it."""

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
    """Yield the blocks of a list: its introduction bears the points, a point the list in the list after it."""
    blocks: list[Block] = []
    for child in list_pieces(element):
        child_blocks = list(inside(child, state))
        last = blocks[-1] if blocks else None
        if local_name(child) in LIST_ELEMENTS and isinstance(last, Paragraph):
            blocks[-1] = replace(last, children=(*last.children, *child_blocks))
        else:
            for block in child_blocks:
                _add_list_block(blocks, block)
    first = blocks[0] if blocks else None
    if isinstance(first, Paragraph) and first.role is Role.PLAIN and local_name(element) != "sublist":
        blocks = [replace(first, children=(*first.children, *blocks[1:]))]
    yield from blocks


def _add_list_block(blocks: list[Block], block: Block) -> None:
    """Add a block to a list; of points side by side, each goes under another by its marker."""
    last = blocks[-1] if blocks else None
    are_points = [isinstance(b, Paragraph) and b.role is Role.POINT for b in (last, block)]
    if all(are_points):
        hang_block(blocks, block)
    else:
        blocks.append(block)


def read_point(element: etree._Element, state: AknReaderState, inside: BlockReader) -> Iterator[Block]:
    """Yield a point with its number, or the marker that its words begin with; blocks after its words go under it."""
    (number, notes), content_pieces = split_number(element, state)
    blocks = [b for piece in content_pieces for b in inside(piece, state)]
    content, children = split_first_words(blocks)
    if not number and content:
        number, content = split_marker(content)
    if number or notes or content or children:
        role = Role.POINT if number else Role.PLAIN
        yield Paragraph(role, (*notes, *content), number, children, where=state.where(element))


def split_first_words(blocks: list[Block]) -> tuple[tuple[Inline, ...], tuple[Block, ...]]:
    """Return the words that stand beside a number, () for none, and the blocks that go under them."""
    first = blocks[0] if blocks else None
    if isinstance(first, Paragraph) and not first.number:
        return first.content, (*first.children, *blocks[1:])
    return (), tuple(blocks)
