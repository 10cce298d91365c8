"""Walk through the tree of a resolution (every block, every inline, every note), and rewrite it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import TypeVar

from engross.model.replace_items import replace_items
from engross.model.tree import (
    NOWHERE,
    Block,
    Citation,
    Heading,
    Inline,
    LineBreak,
    Link,
    Note,
    PageBreak,
    Paragraph,
    Part,
    Resolution,
    Style,
    Styled,
    Table,
    Text,
    Where,
)


def blocks_of(resolution: Resolution) -> Iterator[Block]:
    """Yield every block of the document but those of notes, in reading order, parents first."""
    for part in resolution.parts:
        yield from descend_blocks(top_blocks_of(part))


def top_blocks_of(part: Part) -> tuple[Block, ...]:
    """Return the blocks of a part that stand in no other: those of the body, the closing lines, the annexes."""
    return (*part.body, *part.closing, *(block for annex in part.annexes for block in annex.blocks))


def list_block_groups(resolution: Resolution) -> Iterator[tuple[Block, ...]]:
    """Yield the blocks that stand below each other: those of each body, each annex and each paragraph."""
    yield from (part.body for part in resolution.parts)
    yield from (annex.blocks for part in resolution.parts for annex in part.annexes)
    yield from (block.children for block in blocks_of(resolution) if isinstance(block, Paragraph) and block.children)


def descend_blocks(blocks: tuple[Block, ...]) -> Iterator[Block]:
    """Yield blocks and the blocks in them, parents first."""
    for block in blocks:
        yield block
        yield from descend_blocks(inner_blocks_of(block))


def find_deep_block(resolution: Resolution, depth: int) -> Block | None:
    """Return the first block that is inside ``depth`` others or more, in the body or in a note; None for none."""
    blocks = [block for part in resolution.parts for block in top_blocks_of(part)]
    blocks += (block for note in notes_of(resolution) for block in note.blocks)
    for _ in range(depth):
        blocks = [inner for block in blocks for inner in inner_blocks_of(block)]
    return blocks[0] if blocks else None


def inner_blocks_of(block: Block) -> tuple[Block, ...]:
    """Return the children of a paragraph, or the blocks in the cells of a table; () for a heading."""
    if isinstance(block, Table):
        return tuple(inner for row in block.rows for cell in row for inner in cell.blocks)
    return block.children if isinstance(block, Paragraph) else ()


def inlines_of(content: tuple[Inline, ...]) -> Iterator[Inline]:
    """Yield inlines and the inlines inside them, parents first; of a note only itself."""
    for item in content:
        yield item
        if isinstance(item, Styled | Link | Citation):
            yield from inlines_of(item.content)


def leaves_of(content: tuple[Inline, ...]) -> Iterator[Text | Note | LineBreak | PageBreak]:
    """Yield the inlines of a run that hold no others; a note is one."""
    for item in inlines_of(content):
        if not isinstance(item, Styled | Link | Citation):
            yield item


def runs_of_blocks(blocks: tuple[Block, ...]) -> Iterator[tuple[Inline, ...]]:
    """Yield the run of each paragraph and heading among blocks and in them, in reading order."""
    return (block.content for block in descend_blocks(blocks) if not isinstance(block, Table))


def runs_of(resolution: Resolution) -> Iterator[tuple[Inline, ...]]:
    """Yield every run of inlines that can call notes, in reading order: the titles, then block by block."""
    yield resolution.title
    for part in resolution.parts:
        yield part.title
        yield from runs_of_blocks(top_blocks_of(part))


def notes_of(resolution: Resolution) -> Iterator[Note]:
    """Yield every note in the order of the calls: those of the titles, then block by block."""
    for run in runs_of(resolution):
        yield from (item for item in inlines_of(run) if isinstance(item, Note))


Rewrite = Callable[[tuple[Inline, ...], Where], tuple[Inline, ...]]
Context = TypeVar("Context")
RewriteInContext = Callable[[tuple[Inline, ...], Where, Context], tuple[Inline, ...]]
# From a block and the context before it to the context of the block and its content, and to the context after it.
ContextStep = Callable[[Block, Context], tuple[Context, Context]]


def rewrite_blocks(blocks: tuple[Block, ...], rewrite: Rewrite) -> tuple[Block, ...]:
    """Put each run of the blocks, with its block's place, through ``rewrite``; notes are left to ``rewrite``."""
    return rewrite_blocks_in_context(blocks, lambda content, where, _: rewrite(content, where), None, _keep_context)


def rewrite_blocks_in_context(
    blocks: tuple[Block, ...], rewrite: RewriteInContext[Context], context: Context, step: ContextStep[Context]
) -> tuple[Block, ...]:
    """Put each run of the blocks, with its block's place and context, through ``rewrite``.

    ``context``: that of the first block; ``step`` leads from block to block. Notes are left to ``rewrite``.
    """
    rewritten: list[Block] = []
    for block in blocks:
        inner, context = step(block, context)
        if isinstance(block, Paragraph):
            children = rewrite_blocks_in_context(block.children, rewrite, inner, step)
            content = rewrite(block.content, block.where, inner)
            rewritten.append(replace_items(block, content=content, children=children))
        elif isinstance(block, Heading):
            rewritten.append(replace_items(block, content=rewrite(block.content, block.where, inner)))
        else:
            rows = [
                tuple(replace(c, blocks=rewrite_blocks_in_context(c.blocks, rewrite, inner, step)) for c in row)
                for row in block.rows
            ]
            rewritten.append(replace(block, rows=tuple(rows)))
    return tuple(rewritten)


def rewrite_resolution(resolution: Resolution, rewrite: Rewrite) -> Resolution:
    """Put each run of inlines of a resolution through ``rewrite``, those of masthead and titles too."""
    return rewrite_resolution_in_context(
        resolution, lambda content, where, _: rewrite(content, where), None, _keep_context
    )


def rewrite_resolution_in_context(
    resolution: Resolution, rewrite: RewriteInContext[Context], context: Context, step: ContextStep[Context]
) -> Resolution:
    """Put each run of a resolution, with its context, through ``rewrite``.

    ``context``: that of masthead and titles, and of the first block of each body, closing and annex.
    """

    def rewrite_top(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
        return rewrite_blocks_in_context(blocks, rewrite, context, step)

    def rewrite_part(part: Part) -> Part:
        annexes = tuple(replace(a, blocks=rewrite_top(a.blocks)) for a in part.annexes)
        title, body = rewrite(part.title, part.where, context), rewrite_top(part.body)
        closing = tuple(p for p in rewrite_top(part.closing) if isinstance(p, Paragraph))
        return replace(part, title=title, body=body, closing=closing, annexes=annexes)

    proponent = rewrite(resolution.masthead.proponent, resolution.where, context)
    masthead = replace(resolution.masthead, proponent=proponent)
    title = rewrite(resolution.title, resolution.where, context)
    return replace(resolution, masthead=masthead, title=title, parts=tuple(rewrite_part(p) for p in resolution.parts))


def transform_blocks(
    blocks: tuple[Block, ...], transform: Callable[[Block], Block], *, in_cells: bool = True
) -> tuple[Block, ...]:
    """Put blocks and the blocks in them through ``transform``, inner ones first; ``in_cells``: those of tables too."""

    def transform_inside(block: Block) -> Block:
        if isinstance(block, Paragraph):
            return replace_items(block, children=transform_blocks(block.children, transform, in_cells=in_cells))
        if isinstance(block, Table) and in_cells:
            rows = (tuple(replace(c, blocks=transform_blocks(c.blocks, transform)) for c in row) for row in block.rows)
            return replace(block, rows=tuple(rows))
        return block

    return tuple(transform(transform_inside(block)) for block in blocks)


def transform_part_blocks(part: Part, transform: Callable[[Block], Block]) -> Part:
    """Put all blocks of a part through ``transform``, inner ones first; it leaves a paragraph a paragraph."""
    annexes = tuple(replace(annex, blocks=transform_blocks(annex.blocks, transform)) for annex in part.annexes)
    closing = tuple(p for p in transform_blocks(part.closing, transform) if isinstance(p, Paragraph))
    return replace(part, body=transform_blocks(part.body, transform), closing=closing, annexes=annexes)


def rewrite_notes(content: tuple[Inline, ...], rewrite: Callable[[Note], Note]) -> tuple[Inline, ...]:
    """Put each note that a run calls through ``rewrite``."""

    def rewrite_inline(item: Inline) -> Inline:
        if isinstance(item, Note):
            return rewrite(item)
        if isinstance(item, Styled | Link | Citation):
            return replace_items(item, content=rewrite_notes(item.content, rewrite))
        return item

    return tuple(map(rewrite_inline, content))


def _keep_context(_: Block, context: None) -> tuple[None, None]:
    return context, context


def insert_notes_before_first_call(content: tuple[Inline, ...], notes: tuple[Note, ...]) -> tuple[Inline, ...]:
    """Insert notes into a run before the first inline that calls a numbered note, at its end where none does."""
    at = next((n for n, item in enumerate(content) if _has_numbered_note(item)), len(content))
    return (*content[:at], *notes, *content[at:])


def _has_numbered_note(item: Inline) -> bool:
    return any(isinstance(inner, Note) and inner.number for inner in inlines_of((item,)))


def remove_notes(content: tuple[Inline, ...]) -> tuple[Inline, ...]:
    """Return a run without its notes."""
    kept = (item for item in content if not isinstance(item, Note))
    return tuple(
        replace(item, content=remove_notes(item.content)) if isinstance(item, Styled | Link | Citation) else item
        for item in kept
    )


def join_inlines(content: tuple[Inline, ...], inside: frozenset[Style] = frozenset()) -> tuple[Inline, ...]:
    """Return a run in its normal form: adjacent inlines of one kind merged, styles within themselves removed, none
    empty.

    The content of notes is left as it is. ``inside``: the styles that the run is inside of.
    """
    out: list[Inline] = []
    for item in content:
        for piece in _normalise_inline(item, inside):
            last = out[-1] if out else None
            merged = _merge_neighbours(last, piece, inside) if last else None
            if merged:
                out[-1] = merged
            else:
                out.append(piece)
    return tuple(out)


def _normalise_inline(item: Inline, inside: frozenset[Style]) -> tuple[Inline, ...]:
    if isinstance(item, Text):
        return (item,) if item.text else ()
    if isinstance(item, Styled):
        if item.style in inside:
            return join_inlines(item.content, inside)
        inner = join_inlines(item.content, inside | {item.style})
        return (replace_items(item, content=inner),) if inner else ()
    if isinstance(item, Link | Citation):
        return (replace_items(item, content=join_inlines(item.content, inside)),)
    return (item,)


def _merge_neighbours(last: Inline, item: Inline, inside: frozenset[Style]) -> Inline | None:
    """Return two adjacent inlines as one; None if they are not of one kind."""
    if isinstance(last, Text) and isinstance(item, Text):
        return Text(last.text + item.text)
    if isinstance(last, Styled) and isinstance(item, Styled) and last.style is item.style:
        return Styled(last.style, join_inlines((*last.content, *item.content), inside | {last.style}))
    if isinstance(last, Link) and isinstance(item, Link) and last.target == item.target:
        return Link(last.target, join_inlines((*last.content, *item.content), inside))
    return None


def remove_places(resolution: Resolution) -> Resolution:
    """Return the resolution without its places: what two sources of one document, or its two forms, have in common."""

    def clear_run(content: tuple[Inline, ...], _: Where) -> tuple[Inline, ...]:
        return rewrite_notes(content, clear_note)

    def clear_note(note: Note) -> Note:
        blocks = transform_blocks(rewrite_blocks(note.blocks, clear_run), clear_block)
        return replace(note, blocks=blocks, where=NOWHERE)

    def clear_block(block: Block) -> Block:
        return replace(block, where=NOWHERE)

    def clear_part(part: Part) -> Part:
        part = transform_part_blocks(part, clear_block)
        return replace(part, annexes=tuple(replace(a, where=NOWHERE) for a in part.annexes), where=NOWHERE)

    cleared = rewrite_resolution(resolution, clear_run)
    return replace(cleared, parts=tuple(map(clear_part, cleared.parts)), where=NOWHERE)
