"""Set words of a run apart as the fonts of the source do: bold, italic, underlined.

A layout gives the styles of each character of a line. A run is built from lines as bare text first, in which markers
and calls are found; its letters are then matched with those of the lines.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import groupby

from engross.grammars.numbering import match_marker
from engross.model.tree import Citation, Inline, Link, Style, Styled, Text
from engross.model.walk import leaves_of
from engross.readers.lines.lines import Line

SOFT_HYPHEN = "\u00ad"

Styles = tuple[Style, ...]
Letter = tuple[str, Styles]  # a character that is no white space, and how it is set apart
Span = tuple[int, int]


def list_letters(line: Line, cuts: Iterable[Span] = ()) -> Iterator[Letter]:
    """Yield the letters of a line with a layout, but those within ``cuts``, the spans of calls, and soft hyphens."""
    gone = {n for start, end in cuts for n in range(start, end)}
    for n, (character, styles) in enumerate(zip(line.text, line.styles or (), strict=False)):
        if n not in gone and not character.isspace() and character != SOFT_HYPHEN:
            yield character, styles


def has_lead_set_apart(line: Line) -> bool:
    """Return whether the first word of a line, behind a marker, is set apart, and not all of its words are."""
    marker = match_marker(line.text) if line.styles else None
    letters = list_letters(line, [marker.span()] if marker else ())
    words = [bool(styles) for character, styles in letters if character.isalnum()]
    return words[:1] == [True] and not all(words)


def emphasise(content: tuple[Inline, ...], letters: Iterable[Letter]) -> tuple[Inline, ...]:
    """Set the words of a run apart. ``letters``: those of its lines; a marker before the run may be among them.

    A run whose letters are others stays as it is.
    """
    source, words = list(letters), [c for text in _texts_of(content) for c in text if not c.isspace()]
    source = source[len(source) - len(words) :] if len(source) >= len(words) else []
    if [character for character, _ in source] != words or not any(styles for _, styles in source):
        return content
    styles = iter(_fill_gaps("".join(_texts_of(content)), [style for _, style in source]))
    return tuple(_style_inlines(content, styles))


def emphasise_within(content: tuple[Inline, ...], letters: Iterable[Letter]) -> tuple[Inline, ...]:
    """Set words apart as ``emphasise`` does, but for the styles that all words share: such is the look of a heading."""
    source = list(letters)
    shared = _find_shared_styles(source)
    return emphasise(content, [(c, tuple(s for s in styles if s not in shared)) for c, styles in source])


def _find_shared_styles(letters: list[Letter]) -> set[Style]:
    """Return the styles that every letter has; marks of punctuation do not count."""
    of_words = [set(styles) for character, styles in letters if character.isalnum()]
    return set.intersection(*of_words) if of_words else set()


def _texts_of(content: tuple[Inline, ...]) -> Iterator[str]:
    return (item.text for item in leaves_of(content) if isinstance(item, Text))


def _fill_gaps(text: str, letters: list[Styles]) -> Iterator[Styles]:
    """Yield the styles of each character of a text; white space has those of both its neighbours, none at an edge."""
    behind = 0
    for character in text:
        if not character.isspace():
            yield letters[behind]
            behind += 1
        else:
            before, after = letters[behind - 1 : behind], letters[behind : behind + 1]
            yield tuple(style for style in before[0] if style in after[0]) if before and after else ()


def _style_inlines(content: tuple[Inline, ...], styles: Iterator[Styles]) -> Iterator[Inline]:
    """Yield inlines with each text divided where its styles change. ``styles``: those of the characters to come."""
    for item in content:
        if isinstance(item, Text):
            yield from _style_text([(character, next(styles)) for character in item.text])
        elif isinstance(item, Styled | Link | Citation):
            yield replace(item, content=tuple(_style_inlines(item.content, styles)))
        else:
            yield item


def _style_text(characters: list[Letter]) -> Iterator[Inline]:
    for styles, run in groupby(characters, key=lambda letter: letter[1]):
        item: Inline = Text("".join(character for character, _ in run))
        for style in reversed(styles):
            item = Styled(style, (item,))
        yield item
