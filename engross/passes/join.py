"""Runs in their normal form: what the source cut into pieces for no reader's sake is whole again (``walk.joined``)."""

from __future__ import annotations

from dataclasses import replace

from engross.model import Citation, Inline, Link, Note, Resolution, Styled, Where
from engross.walk import joined, rewrite_blocks, rewrite_resolution


def join(resolution: Resolution) -> Resolution:
    """The same resolution with every run joined, those of notes and cells too."""
    return rewrite_resolution(resolution, _run)


def _run(content: tuple[Inline, ...], _: Where) -> tuple[Inline, ...]:
    return tuple(map(_inline, joined(content)))


def _inline(item: Inline) -> Inline:
    """An inline with what the notes in it hold joined."""
    if isinstance(item, Note):
        return replace(item, blocks=rewrite_blocks(item.blocks, _run))
    return (
        replace(item, content=tuple(map(_inline, item.content))) if isinstance(item, Styled | Link | Citation) else item
    )
