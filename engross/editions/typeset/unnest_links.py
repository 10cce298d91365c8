"""Take links out of links, which XHTML, unlike a page, forbids.

A call or a citation within a link or a citation is lifted out: the link ends before it and continues after it.
"""

from __future__ import annotations

from dataclasses import replace

from engross.model.tree import NOWHERE, Citation, Inline, Link, Note, Resolution, Styled, Where
from engross.model.walk import inlines_of, rewrite_blocks, rewrite_resolution


def unnest_links(resolution: Resolution) -> Resolution:
    """Return ``resolution`` with no note, link or citation inside of a link or citation; its text stays the same."""
    return rewrite_resolution(resolution, _unnest_run)


def _unnest_run(content: tuple[Inline, ...], _: Where = NOWHERE) -> tuple[Inline, ...]:
    return tuple(piece for item in content for piece in _unnest_inline(item))


def _unnest_inline(item: Inline) -> tuple[Inline, ...]:
    if isinstance(item, Note):
        return (replace(item, blocks=rewrite_blocks(item.blocks, _unnest_run)),)
    if isinstance(item, Styled):
        return (replace(item, content=_unnest_run(item.content)),)
    if isinstance(item, Link | Citation) and any(
        isinstance(i, Note | Link | Citation) for i in inlines_of(item.content)
    ):
        return _split_link(item)
    return (item,)


def _split_link(link: Link | Citation) -> tuple[Inline, ...]:
    """Split a link around what it may not contain; only the first piece of a citation has its id and address."""
    pieces: list[Inline] = []
    pending: list[Inline] = []

    def close_link() -> None:
        first = isinstance(link, Link) or not any(isinstance(p, Citation) and p.id == link.id for p in pieces)
        if pending:
            pieces.extend((replace(link, content=tuple(pending)),) if first else pending)
        pending.clear()

    for item in link.content:
        if isinstance(item, Note | Link | Citation):
            close_link()
            pieces.extend(_unnest_inline(item))
        elif isinstance(item, Styled) and any(isinstance(i, Note | Link | Citation) for i in inlines_of(item.content)):
            close_link()
            pieces.append(replace(item, content=_unnest_run(item.content)))
        else:
            pending.append(item)
    close_link()
    return tuple(pieces)
