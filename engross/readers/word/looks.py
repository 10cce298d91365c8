"""The look that all words of a paragraph have in common: bold, italic, underlined."""

from __future__ import annotations

from engross.model.tree import Inline, LineBreak, Style, Styled, Text

LOOKS = (Style.BOLD, Style.ITALIC, Style.UNDERLINE)


def find_common_look(content: tuple[Inline, ...]) -> Style | None:
    """Return the look that all words of inlines have, apart from spaces, stops and colons; None for none."""
    worded = [
        item
        for item in content
        if not isinstance(item, LineBreak) and not (isinstance(item, Text) and not item.text.strip(" \t.:"))
    ]
    is_set = (all(isinstance(item, Styled) and item.style is look for item in worded) for look in LOOKS)
    return next((look for look, has_look in zip(LOOKS, is_set, strict=True) if worded and has_look), None)


def remove_look(content: tuple[Inline, ...], look: Style) -> tuple[Inline, ...]:
    """Return inlines without a look; the words of headings and titles have their own anyway."""
    out: list[Inline] = []
    for item in content:
        out += remove_look(item.content, look) if isinstance(item, Styled) and item.style is look else (item,)
    return tuple(out)
