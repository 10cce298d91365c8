# cssselect2 0.10, as far as engross uses it: read off its source, for mypy alone.

from collections.abc import Callable, Iterator
from typing import Any, Self, TypeAlias
from xml.etree.ElementTree import Element

# The test that a selector was compiled to; its specificity, order, pseudo-element and payload.
_Entry: TypeAlias = tuple[Callable[[ElementWrapper], bool], tuple[int, int, int], int, str | None, Any]

class Matcher:
    id_selectors: dict[str, list[_Entry]]
    class_selectors: dict[str, list[_Entry]]
    lower_local_name_selectors: dict[str, list[_Entry]]
    namespace_selectors: dict[str, list[_Entry]]
    lang_attr_selectors: list[_Entry]
    other_selectors: list[_Entry]
    order: int
    def match(self, element: ElementWrapper) -> list[tuple[tuple[int, int, int], int, str | None, Any]]: ...

class ElementWrapper:
    etree_element: Element
    parent: ElementWrapper | Any  # None for the root
    @classmethod
    def from_html_root(cls, root: Element, content_language: str | None = None) -> Self: ...
    def iter_subtree(self) -> Iterator[ElementWrapper]: ...
    def query_all(self, *selectors: str) -> Iterator[ElementWrapper]: ...
    @property
    def lang(self) -> str | None: ...
