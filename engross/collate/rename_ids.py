"""Give all ids of a resolution a prefix, so that two versions can stand in one file."""

from __future__ import annotations

from dataclasses import replace

from engross.model.tree import Annex, Block, Citation, Inline, Link, Note, Part, Resolution, Styled, Where
from engross.model.walk import rewrite_blocks, rewrite_resolution, transform_blocks, transform_part_blocks


def prefix_ids(resolution: Resolution, prefix: str) -> Resolution:
    """Return the resolution with ``prefix`` before the id of every block, note and citation, and in links to them."""

    def rename_run(content: tuple[Inline, ...], _: Where) -> tuple[Inline, ...]:
        return tuple(map(rename_inline, content))

    def rename_inline(item: Inline) -> Inline:
        if isinstance(item, Note):
            blocks = transform_blocks(rewrite_blocks(item.blocks, rename_run), rename_block)
            return replace(item, id=prefix + item.id, blocks=blocks)
        if isinstance(item, Citation):
            return replace(item, id=prefix + item.id, content=tuple(map(rename_inline, item.content)))
        if isinstance(item, Link):
            target = f"#{prefix}{item.target[1:]}" if item.target.startswith("#") else item.target
            return replace(item, target=target, content=tuple(map(rename_inline, item.content)))
        return replace(item, content=tuple(map(rename_inline, item.content))) if isinstance(item, Styled) else item

    def rename_block(block: Block) -> Block:
        return replace(block, id=prefix + block.id)

    def rename_part(part: Part) -> Part:
        part = transform_part_blocks(part, rename_block)
        return replace(part, id=prefix + part.id, annexes=tuple(map(rename_annex, part.annexes)))

    def rename_annex(annex: Annex) -> Annex:
        return replace(annex, id=prefix + annex.id)

    renamed = rewrite_resolution(resolution, rename_run)
    return replace(renamed, parts=tuple(map(rename_part, renamed.parts)))
