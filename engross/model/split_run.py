"""Divide a run of inlines in two."""

from __future__ import annotations

from dataclasses import replace

from engross.model.text import spell_inlines
from engross.model.tree import Citation, Inline, Link, Styled, Text

Run = tuple[Inline, ...]


def split_run(content: Run, at: int) -> tuple[Run, Run]:
    """Divide a run behind so many characters, calls not counted; what stands around the place is divided too."""
    first: list[Inline] = []
    for n, item in enumerate(content):
        length = len(spell_inlines((item,), calls=False))
        if at >= length and (length or at):
            first.append(item)
            at -= length
            continue
        if at <= 0:
            return tuple(first), content[n:]
        before, behind = _split_inline(item, at)
        return (*first, before), (behind, *content[n + 1 :])
    return tuple(first), ()


def _split_inline(item: Inline, at: int) -> tuple[Inline, Inline]:
    if isinstance(item, Text):
        return Text(item.text[:at]), Text(item.text[at:])
    if isinstance(item, Styled | Link | Citation):
        before, behind = split_run(item.content, at)
        return replace(item, content=before), replace(item, content=behind)
    return item, Text("")
