"""Merge adjacent inlines of the same kind in every run (``walk.join_inlines``)."""

from __future__ import annotations

from dataclasses import replace

from engross.model.tree import Citation, Inline, Link, Note, Resolution, Styled, Where
from engross.model.walk import join_inlines, rewrite_blocks, rewrite_resolution


def join_document_inlines(resolution: Resolution) -> Resolution:
    """Put every run of a resolution into its normal form, those of notes and cells too."""
    return rewrite_resolution(resolution, _join_run)


def _join_run(content: tuple[Inline, ...], _: Where) -> tuple[Inline, ...]:
    return tuple(map(_join_nested_notes, join_inlines(content)))


def _join_nested_notes(item: Inline) -> Inline:
    """Join the runs in the notes that an inline holds."""
    if isinstance(item, Note):
        return replace(item, blocks=rewrite_blocks(item.blocks, _join_run))
    return (
        replace(item, content=tuple(map(_join_nested_notes, item.content)))
        if isinstance(item, Styled | Link | Citation)
        else item
    )
