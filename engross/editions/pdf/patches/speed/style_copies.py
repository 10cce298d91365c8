"""Copies of computed styles that take missing values from the style they were copied from.

Layout copies a style to change one or two sizes: for each flex item, each table, each note. WeasyPrint's copy computes
again whatever had not been computed before the copy, and then drops it. No computed value depends on what layout
changes: sizes, position, float, overflow and counters.
"""

from __future__ import annotations

from functools import cached_property
from typing import Any

from engross_weasyprint import css

NOT_COPIED = (
    "anonymous_style",
    "used",
    "turned_style",
    "face",
    "strut",
)  # what patches keep on a style, and a copy must not take over
SPECIFIED_PROPERTIES = ("position", "float", "display")


class StyleCopy(css.ComputedStyle):
    """A copy of a computed style, the origin."""

    def __init__(self, origin: css.ComputedStyle) -> None:
        self.__dict__.update(origin.__dict__)
        for name in NOT_COPIED:
            self.__dict__.pop(name, None)
        self.origin = origin
        self.update(origin)
        self.specified = origin.specified.copy()

    def __missing__(self, key: str) -> Any:
        """Return the value that the origin has, or computes now, and keep it."""
        value = self[key] = self.origin[key]
        if key in SPECIFIED_PROPERTIES:
            self.specified.update(self.origin.specified)
        return value

    def copy(self) -> StyleCopy:
        """Return a copy of the copy."""
        return StyleCopy(self)


class NamedStyle(StyleCopy):
    """The style of an element that is an anchor; all other values are those of its origin, shared by elements like it.

    It keeps no value: a large document has thousands of anchors.
    """

    def __init__(self, origin: css.ComputedStyle, name: str) -> None:
        self.__dict__.update(origin.__dict__)
        for attribute in NOT_COPIED:
            self.__dict__.pop(attribute, None)
        self.origin = origin
        self["anchor"] = name
        self.anonymous_style = origin.anonymous_style
        if "used" in origin.__dict__:
            self.used = origin.used  # type: ignore[attr-defined] # set by ``lengths``

    def __missing__(self, key: str) -> Any:
        """Return the value of the origin."""
        return self.origin[key]


class CachingNamedStyle(NamedStyle):
    """A named style that keeps values, for documents with few anchors."""

    def __missing__(self, key: str) -> Any:
        """Return the value of the origin, and keep it."""
        value = self[key] = self.origin[key]
        return value


def copy_style(style: css.ComputedStyle) -> StyleCopy:
    """Return a copy of a style for layout to change."""
    return StyleCopy(style)


class AnonymousStyleCopy(css.AnonymousStyle):
    """A copy of an anonymous box's style."""

    def __init__(self, origin: css.AnonymousStyle) -> None:
        self.__dict__.update(origin.__dict__)
        self.__dict__.pop("used", None)
        self.origin = origin
        self.update(origin)

    def __missing__(self, key: str) -> Any:
        """Return the value that the origin has, or computes now, and keep it."""
        value = self[key] = self.origin[key]
        return value


class PageStyleCopy(StyleCopy):
    """A copy of a page's style, or of one of its margin boxes; layout changes overflow and counters only."""

    @cached_property
    def anonymous_style(self) -> AnonymousStyleCopy:
        """The style of the anonymous boxes of the page, a copy, too."""
        return AnonymousStyleCopy(self.origin.anonymous_style)
