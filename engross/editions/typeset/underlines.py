"""Draw the underlines of a source, and those of links, as a printer would: under words, not under spaces beside them.

An underlined address of another document is the look of a link in a word processor, which print does not have.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from engross.model.replace_items import replace_items
from engross.model.text import spell_inlines
from engross.model.tree import Citation, Inline, Link, Note, Resolution, Style, Styled, Text, Where
from engross.model.walk import Rewrite, rewrite_blocks, rewrite_resolution

SPACES = " \u00a0"


def trim_underlines(resolution: Resolution) -> Resolution:
    """Return the resolution with nothing underlined but words that are no link."""

    def trim_run(content: tuple[Inline, ...], _: Where) -> tuple[Inline, ...]:
        return tuple(inline for item in content for inline in _trim_inline(item, trim_run))

    return rewrite_resolution(resolution, trim_run)


def _trim_inline(item: Inline, run: Rewrite) -> Iterator[Inline]:
    if isinstance(item, Note):
        yield replace_items(item, blocks=rewrite_blocks(item.blocks, run))
    elif isinstance(item, Styled) and item.style is Style.UNDERLINE:
        yield from _trim_underline(item)
    elif isinstance(item, Link | Citation):
        yield from _trim_edges(replace_items(item, content=tuple(_drop_underlines(item.content))))
    elif isinstance(item, Styled):
        trimmed = (inline for inner in item.content for inline in _trim_inline(inner, run))
        yield replace_items(item, content=tuple(trimmed))
    else:
        yield item


def _drop_underlines(content: tuple[Inline, ...]) -> Iterator[Inline]:
    """Yield the words of a link; without the lines under all of them or some."""
    for item in content:
        if isinstance(item, Styled) and item.style is Style.UNDERLINE:
            yield from item.content
        else:
            yield item


def _trim_underline(item: Styled) -> Iterator[Inline]:
    """Yield the spaces at the edges of underlined words without their line; all of it if it is only a link."""
    words = [inner for inner in item.content if spell_inlines((inner,)).strip(SPACES)]
    if all(isinstance(inner, Citation | Link) for inner in words):
        for inner in item.content:
            yield from _trim_edges(inner) if isinstance(inner, Citation | Link) else (inner,)
    else:
        yield from _trim_edges(item)


def _trim_edges(item: Styled | Link | Citation) -> Iterator[Inline]:
    """Yield an inline with the spaces at its edges before and behind it."""
    if not item.content:
        yield item
        return
    before, content = _cut_spaces(item.content, 0)
    behind, content = _cut_spaces(content, -1)
    yield from (Text(before),) if before else ()
    yield replace(item, content=content)
    yield from (Text(behind),) if behind else ()


def _cut_spaces(content: tuple[Inline, ...], at: int) -> tuple[str, tuple[Inline, ...]]:
    """Return the spaces at one edge of a run, the first (0) or the last (-1), and the run without them."""
    edge = content[at]
    if not isinstance(edge, Text):
        return "", content
    bare = edge.text.lstrip(SPACES) if at == 0 else edge.text.rstrip(SPACES)
    spaces = edge.text[: len(edge.text) - len(bare)] if at == 0 else edge.text[len(bare) :]
    changed = list(content)
    changed[at] = Text(bare)
    return spaces, tuple(changed)
