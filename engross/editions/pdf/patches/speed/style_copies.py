"""Copies of computed styles that ask the style they were copied from for what they do not have yet.

Layout copies a style to change a size or two of it: for each item of a flex container, each table, each note. The copy
computed anew, and lost, whatever had not been asked of the style before. What is computed does not depend on what
layout changes: sizes, position, float, overflow and counters.
"""

from __future__ import annotations

from functools import cached_property
from typing import Any

from weasyprint import css

NOT_COPIED = ("anonymous_style", "used", "font_keys", "pango")  # what is kept with a style, and is not the copy's
SPECIFIED_PROPERTIES = ("position", "float", "display")


class StyleCopy(css.ComputedStyle):
    """A copy of a computed style."""

    def __init__(self, origin: css.ComputedStyle) -> None:
        self.__dict__.update(origin.__dict__)
        for name in NOT_COPIED:
            self.__dict__.pop(name, None)
        self.origin = origin
        self.update(origin)
        self.specified = origin.specified.copy()

    def __missing__(self, key: str) -> Any:
        """The value that the origin has, or computes now."""
        value = self[key] = self.origin[key]
        if key in SPECIFIED_PROPERTIES:
            self.specified.update(self.origin.specified)
        return value

    def copy(self) -> StyleCopy:
        """A copy of the copy."""
        return StyleCopy(self)


class NamedStyle(StyleCopy):
    """The style of an element that is an anchor; in all else that of the elements like it.

    It asks those each time and keeps nothing: a large document has thousands of anchors.
    """

    def __init__(self, origin: css.ComputedStyle, name: str) -> None:
        self.__dict__.update(origin.__dict__)
        for own in NOT_COPIED:
            self.__dict__.pop(own, None)
        self.origin = origin
        self["anchor"] = name
        self.anonymous_style = origin.anonymous_style
        if "used" in origin.__dict__:
            self.used = origin.used  # type: ignore[attr-defined] # set by ``lengths``

    def __missing__(self, key: str) -> Any:
        """The value of the elements like it."""
        return self.origin[key]


class CachingNamedStyle(NamedStyle):
    """The same where there are few of them in a document: it keeps what it was told."""

    def __missing__(self, key: str) -> Any:
        """The value of the elements like it, asked for once."""
        value = self[key] = self.origin[key]
        return value


def copy_style(style: css.ComputedStyle) -> StyleCopy:
    """A copy of a style, to be changed by layout."""
    return StyleCopy(style)


class AnonymousStyleCopy(css.AnonymousStyle):
    """A copy of an anonymous box's style."""

    def __init__(self, origin: css.AnonymousStyle) -> None:
        self.__dict__.update(origin.__dict__)
        self.__dict__.pop("used", None)
        self.origin = origin
        self.update(origin)

    def __missing__(self, key: str) -> Any:
        """The value that the origin has, or computes now."""
        value = self[key] = self.origin[key]
        return value


class PageStyleCopy(StyleCopy):
    """A copy of a page's style, or of one of its margin boxes; layout changes overflow and counters only."""

    @cached_property
    def anonymous_style(self) -> AnonymousStyleCopy:
        """The style of anonymous boxes of the page, a copy too."""
        return AnonymousStyleCopy(self.origin.anonymous_style)
