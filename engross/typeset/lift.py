"""A Resolution to the same resolution without links inside links: XHTML, unlike a page, refuses them.

A call or a citation within a link or a citation is lifted out: the link ends before it and goes on after it.
"""

from __future__ import annotations

from dataclasses import replace

from engross.model import NOWHERE, Citation, Inline, Link, Note, Resolution, Styled, Where
from engross.walk import inlines_of, rewrite_blocks, rewrite_resolution


def lift(resolution: Resolution) -> Resolution:
    """``resolution`` with no note, link or citation inside of a link or citation; its text is what it was."""
    return rewrite_resolution(resolution, _run)


def _run(content: tuple[Inline, ...], _: Where = NOWHERE) -> tuple[Inline, ...]:
    return tuple(piece for item in content for piece in _one(item))


def _one(item: Inline) -> tuple[Inline, ...]:
    if isinstance(item, Note):
        return (replace(item, blocks=rewrite_blocks(item.blocks, _run)),)
    if isinstance(item, Styled):
        return (replace(item, content=_run(item.content)),)
    if isinstance(item, Link | Citation) and any(
        isinstance(i, Note | Link | Citation) for i in inlines_of(item.content)
    ):
        return _split(item)
    return (item,)


def _split(link: Link | Citation) -> tuple[Inline, ...]:
    """The link in pieces around what it may not hold; only the first piece of a citation has its id and address."""
    pieces: list[Inline] = []
    held: list[Inline] = []

    def close() -> None:
        first = isinstance(link, Link) or not any(isinstance(p, Citation) and p.id == link.id for p in pieces)
        if held:
            pieces.extend((replace(link, content=tuple(held)),) if first else held)
        held.clear()

    for item in link.content:
        if isinstance(item, Note | Link | Citation):
            close()
            pieces.extend(_one(item))
        elif isinstance(item, Styled) and any(isinstance(i, Note | Link | Citation) for i in inlines_of(item.content)):
            close()
            pieces.append(replace(item, content=_run(item.content)))
        else:
            held.append(item)
    close()
    return tuple(pieces)
