"""Walks through the tree of a resolution: every block, every inline, every note; and the same tree rewritten."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import chain

from engross.model import (
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


def without_notes(content: tuple[Inline, ...]) -> tuple[Inline, ...]:
    """A run without the notes that it calls."""
    kept = (item for item in content if not isinstance(item, Note))
    return tuple(
        replace(item, content=without_notes(item.content)) if isinstance(item, Styled | Link | Citation) else item
        for item in kept
    )


def joined(content: tuple[Inline, ...], inside: frozenset[Style] = frozenset()) -> tuple[Inline, ...]:
    """A run in its normal form: neighbours of one kind are one, a style within itself is taken off, none is empty.

    What notes hold is left as it is. ``inside``: the styles that the run stands in.
    """
    out: list[Inline] = []
    for item in content:
        for piece in _normal(item, inside):
            last = out[-1] if out else None
            merged = _merged(last, piece, inside) if last else None
            if merged:
                out[-1] = merged
            else:
                out.append(piece)
    return tuple(out)


def _normal(item: Inline, inside: frozenset[Style]) -> tuple[Inline, ...]:
    if isinstance(item, Text):
        return (item,) if item.text else ()
    if isinstance(item, Styled):
        if item.style in inside:
            return joined(item.content, inside)
        inner = joined(item.content, inside | {item.style})
        return (Styled(item.style, inner),) if inner else ()
    if isinstance(item, Link | Citation):
        return (replace(item, content=joined(item.content, inside)),)
    return (item,)


def _merged(last: Inline, item: Inline, inside: frozenset[Style]) -> Inline | None:
    """Two neighbours as one, or None where they are not of one kind."""
    if isinstance(last, Text) and isinstance(item, Text):
        return Text(last.text + item.text)
    if isinstance(last, Styled) and isinstance(item, Styled) and last.style is item.style:
        return Styled(last.style, joined((*last.content, *item.content), inside | {last.style}))
    if isinstance(last, Link) and isinstance(item, Link) and last.target == item.target:
        return Link(last.target, joined((*last.content, *item.content), inside))
    return None


def placeless(resolution: Resolution) -> Resolution:
    """The same resolution without its places: what two sources of one document, or its two forms, have in common."""

    def run(content: tuple[Inline, ...], _: Where) -> tuple[Inline, ...]:
        return tuple(inline(item) for item in content)

    def inline(item: Inline) -> Inline:
        if isinstance(item, Note):
            return replace(item, blocks=blocks(item.blocks), where=NOWHERE)
        return replace(item, content=run(item.content, NOWHERE)) if isinstance(item, Styled | Link | Citation) else item

    def blocks(of: tuple[Block, ...]) -> tuple[Block, ...]:
        return tuple(map(block, rewrite_blocks(of, run)))

    def block(one: Block) -> Block:
        if isinstance(one, Paragraph):
            return replace(one, children=tuple(map(block, one.children)), where=NOWHERE)
        if isinstance(one, Heading):
            return replace(one, where=NOWHERE)
        rows = (tuple(replace(c, blocks=tuple(map(block, c.blocks))) for c in row) for row in one.rows)
        return replace(one, rows=tuple(rows), where=NOWHERE)

    def part(one: Part) -> Part:
        annexes = tuple(Annex(blocks(a.blocks), a.id) for a in one.annexes)
        closing = tuple(
            replace(p, content=run(p.content, NOWHERE), children=blocks(p.children), where=NOWHERE) for p in one.closing
        )
        title, body = run(one.title, NOWHERE), blocks(one.body)
        return replace(one, title=title, body=body, closing=closing, annexes=annexes, where=NOWHERE)

    masthead = replace(resolution.masthead, proponent=run(resolution.masthead.proponent, NOWHERE))
    title, parts = run(resolution.title, NOWHERE), tuple(map(part, resolution.parts))
    return replace(resolution, masthead=masthead, title=title, parts=parts, where=NOWHERE)
