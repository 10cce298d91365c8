"""Take a version out of a redline again: what proves that nothing of it was lost."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from engross.model.redline import INSERTED_STYLES, STEP_BY_STYLE, History, Redline, Span
from engross.model.tree import Block, Citation, Inline, Link, Note, Paragraph, Part, Resolution, Styled, Table
from engross.model.walk import join_inlines


def restore_version(redline: Redline, version: int) -> Resolution:
    """Return the text of a version, counted from 0, out of a redline: its characters, numbers, notes and their order.

    Styles, links and ids are those of the merged text.
    """
    return _Restorer(redline, version).restore()


@dataclass(frozen=True, slots=True)
class _Restorer:
    """What restores a version of a redline."""

    redline: Redline
    version: int

    def restore(self) -> Resolution:
        """Return the version."""
        resolution = self.redline.resolution
        return replace(
            resolution,
            number=self._find_history("").numbers[self.version],
            symbol=self.redline.versions[self.version].symbol,
            masthead=self.redline.versions[self.version].masthead,
            title=self.restore_run(resolution.title),
            parts=tuple(self._restore_part(part) for part in resolution.parts if self._is_there(part.id)),
        )

    def _find_history(self, name: str) -> History:
        return self.redline.histories[name]

    def _is_there(self, name: str) -> bool:
        return self._find_history(name).span.has_version(self.version)

    def _restore_part(self, part: Part) -> Part:
        return replace(
            part,
            number=self._find_history(part.id).numbers[self.version],
            title=self.restore_run(part.title),
            body=self.restore_blocks(part.body),
            closing=tuple(line for line in self.restore_blocks(part.closing) if isinstance(line, Paragraph)),
            annexes=tuple(
                replace(annex, blocks=self.restore_blocks(annex.blocks))
                for annex in part.annexes
                if self._is_there(annex.id)
            ),
        )

    def restore_blocks(self, blocks: tuple[Block, ...]) -> tuple[Block, ...]:
        """Return those blocks that the version has, as it has them."""
        return tuple(self._restore_block(block) for block in blocks if self._is_there(block.id))

    def _restore_block(self, block: Block) -> Block:
        if isinstance(block, Table):
            spans = self.redline.rows.get(block.id, (Span(),) * len(block.rows))
            rows = (row for row, span in zip(block.rows, spans, strict=True) if span.has_version(self.version))
            restored = (tuple(replace(cell, blocks=self.restore_blocks(cell.blocks)) for cell in row) for row in rows)
            return replace(block, rows=tuple(restored))
        number = self._find_history(block.id).numbers[self.version]
        changed = replace(block, number=number, content=self.restore_run(block.content))
        return (
            replace(changed, children=self.restore_blocks(changed.children))
            if isinstance(changed, Paragraph)
            else changed
        )

    def restore_run(self, content: tuple[Inline, ...]) -> tuple[Inline, ...]:
        """Return what the version has of a run."""
        return join_inlines(tuple(self._restore_inlines(content)))

    def _restore_inlines(self, content: tuple[Inline, ...]) -> Iterator[Inline]:
        for item in content:
            if isinstance(item, Styled) and item.style in STEP_BY_STYLE:
                is_insertion = item.style in INSERTED_STYLES
                if is_insertion == (self.version >= STEP_BY_STYLE[item.style]):
                    yield from self._restore_inlines(item.content)
            elif isinstance(item, Styled | Link | Citation):
                if inner := tuple(self._restore_inlines(item.content)):
                    yield replace(item, content=inner)
            elif isinstance(item, Note):
                number = self._find_history(item.id).numbers[self.version]
                yield replace(item, number=number, blocks=self.restore_blocks(item.blocks))
            else:
                yield item
