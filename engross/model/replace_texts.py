"""Replace the texts of a run, and the lines of a masthead, by others that were made of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import Any

from engross.model.replace_items import replace_items
from engross.model.tree import Inline, LineBreak, Masthead, Note, PageBreak, Text


def replace_texts(
    content: tuple[Inline, ...], texts: Iterator[str], rewrite_note: Callable[[Note], tuple[Inline, ...]]
) -> tuple[Inline, ...]:
    """Return a run with other texts in its leaves, in order, without leaves and containers that are empty then.

    ``rewrite_note``: what takes the place of a note.
    """
    replaced: list[Inline] = []
    for item in content:
        if isinstance(item, Text):
            if text := next(texts):
                replaced.append(item if item.text == text else Text(text))
        elif isinstance(item, Note):
            replaced += rewrite_note(item)
        elif isinstance(item, LineBreak | PageBreak):
            replaced.append(item)
        elif inner := replace_texts(item.content, texts, rewrite_note):
            replaced.append(replace_items(item, content=inner))
    return tuple(replaced)


def rewrite_masthead(masthead: Masthead, fields: Iterable[str], rewrite: Callable[[str], str]) -> Masthead:
    """Return a masthead with the lines of some fields, by their names, put through ``rewrite``."""
    values = {name: getattr(masthead, name) for name in fields}
    changed: dict[str, Any] = {
        name: rewrite(value) if isinstance(value, str) else tuple(map(rewrite, value)) for name, value in values.items()
    }
    return replace(masthead, **changed)
