"""Raise the endings of ordinals that a source has on the line: 46ᵉ séance, 48ª sesión (Imprimerie nationale, RAE).

Which endings they are, and what must follow them, is the language's data (``setting.raised_endings``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from engross.grammars.language import Language
from engross.model.replace_items import replace_items
from engross.model.tree import Inline, LineBreak, Note, PageBreak, Resolution, Style, Styled, Text, Where
from engross.model.walk import Rewrite, rewrite_blocks, rewrite_resolution


def raise_ordinals(resolution: Resolution, language: Language) -> Resolution:
    """Return the resolution with the endings of its ordinals raised, if the language raises them."""
    endings: list[str] = language.words["setting"]["raised_endings"]
    if not endings:
        return resolution
    pattern = re.compile(f"({'|'.join(endings)})")

    def raise_run(content: tuple[Inline, ...], _: Where) -> tuple[Inline, ...]:
        return tuple(_raise_in_inlines(content, pattern, raise_run))

    return rewrite_resolution(resolution, raise_run)


def raise_in_line(text: str, language: Language) -> tuple[Inline, ...]:
    """Return a line, of a masthead, with the endings of its ordinals raised."""
    endings: list[str] = language.words["setting"]["raised_endings"]
    return tuple(_split_at_endings(text, re.compile(f"({'|'.join(endings)})"))) if endings else (Text(text),)


def _raise_in_inlines(content: tuple[Inline, ...], pattern: re.Pattern[str], run: Rewrite) -> Iterator[Inline]:
    for item in content:
        match item:
            case Text(text):
                yield from _split_at_endings(text, pattern)
            case Note():
                yield replace_items(item, blocks=rewrite_blocks(item.blocks, run))
            case LineBreak() | PageBreak() | Styled(Style.SUPERSCRIPT):
                yield item
            case _:
                yield replace_items(item, content=tuple(_raise_in_inlines(item.content, pattern, run)))


def _split_at_endings(text: str, pattern: re.Pattern[str]) -> Iterator[Inline]:
    """Yield a text in pieces, every second an ending of an ordinal."""
    for number, piece in enumerate(pattern.split(text)):
        if piece:
            yield Styled(Style.SUPERSCRIPT, (Text(piece),)) if number % 2 else Text(piece)
