"""Walks through the tree of a resolution: every block, every inline, every note; and the same tree rewritten."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from engross.model import (
    Block,
    Citation,
    Heading,
    Inline,
    Link,
    Note,
    Paragraph,
    Part,
    Resolution,
    Styled,
    Table,
    Where,
)


def blocks_of(resolution: Resolution) -> Iterator[Block]:
    """Every block of the document in reading order, notes and cells left out; children after their parent."""
    for part in resolution.parts:
        for top in (part.body, part.closing, *(annex.blocks for annex in part.annexes)):
            yield from descend(top)


def descend(blocks: tuple[Block, ...]) -> Iterator[Block]:
    """Blocks and the blocks that hang on them, parents first; a table's cells too."""
    for block in blocks:
        yield block
        if isinstance(block, Paragraph):
            yield from descend(block.children)
        elif isinstance(block, Table):
            for row in block.rows:
                for cell in row:
                    yield from descend(cell.blocks)


def inlines_of(content: tuple[Inline, ...]) -> Iterator[Inline]:
    """Inlines and what they hold, parents first; a note is given, what it holds is not."""
    for item in content:
        yield item
        if isinstance(item, Styled | Link | Citation):
            yield from inlines_of(item.content)


def runs_of(resolution: Resolution) -> Iterator[tuple[Inline, ...]]:
    """Every run of inlines that notes are called from, in reading order: the titles, then block by block."""
    yield resolution.title
    for part in resolution.parts:
        yield part.title
        for top in (part.body, part.closing, *(annex.blocks for annex in part.annexes)):
            yield from (block.content for block in descend(top) if not isinstance(block, Table))


def notes_of(resolution: Resolution) -> Iterator[Note]:
    """Every note, in the order of the calls: the titles', then block by block."""
    for run in runs_of(resolution):
        yield from (item for item in inlines_of(run) if isinstance(item, Note))


Rewrite = Callable[[tuple[Inline, ...], Where], tuple[Inline, ...]]


def rewrite_blocks(blocks: tuple[Block, ...], rewrite: Rewrite) -> tuple[Block, ...]:
    """The same blocks with each run, and its block's place, put through ``rewrite`` (which sees to notes itself)."""

    def one(block: Block) -> Block:
        if isinstance(block, Paragraph):
            children = rewrite_blocks(block.children, rewrite)
            return replace(block, content=rewrite(block.content, block.where), children=children)
        if isinstance(block, Heading):
            return replace(block, content=rewrite(block.content, block.where))
        rows = (tuple(replace(c, blocks=rewrite_blocks(c.blocks, rewrite)) for c in row) for row in block.rows)
        return replace(block, rows=tuple(rows))

    return tuple(one(block) for block in blocks)


def rewrite_resolution(resolution: Resolution, rewrite: Rewrite) -> Resolution:
    """The same resolution with each run of inlines put through ``rewrite``, masthead and titles too."""

    def part_of(part: Part) -> Part:
        annexes = tuple(replace(a, blocks=rewrite_blocks(a.blocks, rewrite)) for a in part.annexes)
        title, body = rewrite(part.title, part.where), rewrite_blocks(part.body, rewrite)
        closing = tuple(p for p in rewrite_blocks(part.closing, rewrite) if isinstance(p, Paragraph))
        return replace(part, title=title, body=body, closing=closing, annexes=annexes)

    masthead = replace(resolution.masthead, proponent=rewrite(resolution.masthead.proponent, resolution.where))
    title = rewrite(resolution.title, resolution.where)
    return replace(resolution, masthead=masthead, title=title, parts=tuple(part_of(p) for p in resolution.parts))
