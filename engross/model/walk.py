"""Walks through the tree of a resolution: every block, every inline, every note; and the same tree rewritten."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import chain
from typing import TypeVar

from engross.model.tree import (
    NOWHERE,
    Annex,
    Block,
    Citation,
    Heading,
    Inline,
    Link,
    Note,
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
    """Every block of the document in reading order, notes and cells left out; children after their parent."""
    for part in resolution.parts:
        for top in (part.body, part.closing, *(annex.blocks for annex in part.annexes)):
            yield from descend_blocks(top)


def descend_blocks(blocks: tuple[Block, ...]) -> Iterator[Block]:
    """Blocks and the blocks that hang on them, parents first; a table's cells too."""
    for block in blocks:
        yield block
        if isinstance(block, Paragraph):
            yield from descend_blocks(block.children)
        elif isinstance(block, Table):
            for row in block.rows:
                for cell in row:
                    yield from descend_blocks(cell.blocks)


def find_deep_block(resolution: Resolution, depth: int) -> Block | None:
    """Return the first block that stands in ``depth`` others or more, of the body and of notes; None for none."""
    tops = (top for part in resolution.parts for top in (part.body, part.closing, *(a.blocks for a in part.annexes)))
    blocks = [*chain.from_iterable(tops), *(block for note in notes_of(resolution) for block in note.blocks)]
    for _ in range(depth):
        blocks = [inner for block in blocks for inner in _inner_blocks(block)]
    return blocks[0] if blocks else None


def _inner_blocks(block: Block) -> tuple[Block, ...]:
    if isinstance(block, Table):
        return tuple(inner for row in block.rows for cell in row for inner in cell.blocks)
    return block.children if isinstance(block, Paragraph) else ()


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
            yield from (block.content for block in descend_blocks(top) if not isinstance(block, Table))


def notes_of(resolution: Resolution) -> Iterator[Note]:
    """Every note, in the order of the calls: the titles', then block by block."""
    for run in runs_of(resolution):
        yield from (item for item in inlines_of(run) if isinstance(item, Note))


Rewrite = Callable[[tuple[Inline, ...], Where], tuple[Inline, ...]]
Context = TypeVar("Context")
RewriteInContext = Callable[[tuple[Inline, ...], Where, Context], tuple[Inline, ...]]
# From a block and the context it follows in: the context of the block and of what is in it, and that of what follows.
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
            rewritten.append(replace(block, content=rewrite(block.content, block.where, inner), children=children))
        elif isinstance(block, Heading):
            rewritten.append(replace(block, content=rewrite(block.content, block.where, inner)))
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


def _keep_context(_: Block, context: None) -> tuple[None, None]:
    return context, context


def insert_notes_before_first_call(content: tuple[Inline, ...], notes: tuple[Note, ...]) -> tuple[Inline, ...]:
    """Insert notes into a run before the first inline that calls a numbered note, at its end where none does."""
    at = next((n for n, item in enumerate(content) if _has_numbered_note(item)), len(content))
    return (*content[:at], *notes, *content[at:])


def _has_numbered_note(item: Inline) -> bool:
    return any(isinstance(inner, Note) and inner.number for inner in inlines_of((item,)))


def remove_notes(content: tuple[Inline, ...]) -> tuple[Inline, ...]:
    """A run without the notes that it calls."""
    kept = (item for item in content if not isinstance(item, Note))
    return tuple(
        replace(item, content=remove_notes(item.content)) if isinstance(item, Styled | Link | Citation) else item
        for item in kept
    )


def join_inlines(content: tuple[Inline, ...], inside: frozenset[Style] = frozenset()) -> tuple[Inline, ...]:
    """A run in its normal form: neighbours of one kind are one, a style within itself is taken off, none is empty.

    What notes hold is left as it is. ``inside``: the styles that the run stands in.
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
        return (Styled(item.style, inner),) if inner else ()
    if isinstance(item, Link | Citation):
        return (replace(item, content=join_inlines(item.content, inside)),)
    return (item,)


def _merge_neighbours(last: Inline, item: Inline, inside: frozenset[Style]) -> Inline | None:
    """Two neighbours as one, or None where they are not of one kind."""
    if isinstance(last, Text) and isinstance(item, Text):
        return Text(last.text + item.text)
    if isinstance(last, Styled) and isinstance(item, Styled) and last.style is item.style:
        return Styled(last.style, join_inlines((*last.content, *item.content), inside | {last.style}))
    if isinstance(last, Link) and isinstance(item, Link) and last.target == item.target:
        return Link(last.target, join_inlines((*last.content, *item.content), inside))
    return None


def remove_places(resolution: Resolution) -> Resolution:
    """The same resolution without its places: what two sources of one document, or its two forms, have in common."""

    def clear_run(content: tuple[Inline, ...], _: Where) -> tuple[Inline, ...]:
        return tuple(clear_inline(item) for item in content)

    def clear_inline(item: Inline) -> Inline:
        if isinstance(item, Note):
            return replace(item, blocks=clear_blocks(item.blocks), where=NOWHERE)
        return (
            replace(item, content=clear_run(item.content, NOWHERE))
            if isinstance(item, Styled | Link | Citation)
            else item
        )

    def clear_blocks(of: tuple[Block, ...]) -> tuple[Block, ...]:
        return tuple(map(clear_block, rewrite_blocks(of, clear_run)))

    def clear_block(one: Block) -> Block:
        if isinstance(one, Paragraph):
            return replace(one, children=tuple(map(clear_block, one.children)), where=NOWHERE)
        if isinstance(one, Heading):
            return replace(one, where=NOWHERE)
        rows = (tuple(replace(c, blocks=tuple(map(clear_block, c.blocks))) for c in row) for row in one.rows)
        return replace(one, rows=tuple(rows), where=NOWHERE)

    def clear_part(one: Part) -> Part:
        annexes = tuple(Annex(clear_blocks(a.blocks), a.id) for a in one.annexes)
        closing = tuple(
            replace(p, content=clear_run(p.content, NOWHERE), children=clear_blocks(p.children), where=NOWHERE)
            for p in one.closing
        )
        title, body = clear_run(one.title, NOWHERE), clear_blocks(one.body)
        return replace(one, title=title, body=body, closing=closing, annexes=annexes, where=NOWHERE)

    masthead = replace(resolution.masthead, proponent=clear_run(resolution.masthead.proponent, NOWHERE))
    title, parts = clear_run(resolution.title, NOWHERE), tuple(map(clear_part, resolution.parts))
    return replace(resolution, masthead=masthead, title=title, parts=parts, where=NOWHERE)
