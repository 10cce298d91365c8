"""Merge adjacent inlines of the same kind in every run (``walk.join_inlines``)."""

from __future__ import annotations

from engross.model.replace_items import replace_items
from engross.model.tree import Inline, Note, Resolution, Where
from engross.model.walk import join_inlines, rewrite_blocks, rewrite_notes, rewrite_resolution


def join_document_inlines(resolution: Resolution) -> Resolution:
    """Put every run of a resolution into its normal form, those of notes and cells too."""
    return rewrite_resolution(resolution, _join_run)


def _join_run(content: tuple[Inline, ...], _: Where) -> tuple[Inline, ...]:
    return rewrite_notes(join_inlines(content), _join_note)


def _join_note(note: Note) -> Note:
    return replace_items(note, blocks=rewrite_blocks(note.blocks, _join_run))
