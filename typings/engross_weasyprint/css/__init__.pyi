from collections.abc import Iterable
from functools import cached_property
from typing import IO, Any, Self

from engross_weasyprint import CSS
from engross_weasyprint.layout.page import PageType
from engross_weasyprint.text.fonts import FontConfiguration

class StyleFor:
    font_config: FontConfiguration
    initial_page_sizes: dict[str, Any]
    _sheets: Iterable[tuple[CSS, str, Any]]
    def add_page_declarations(self, page_type: PageType) -> None: ...
    def get_cascaded_styles(self) -> dict[tuple[Any, str | None], dict[str, tuple[Any, Any]]]: ...
    def get_computed_styles(self) -> dict[tuple[Any, str | None], ComputedStyle]: ...
    @staticmethod
    def _page_type_match(page_selector_type: Any, page_type: PageType) -> bool: ...

class Style(dict[str, Any]):
    parent_style: Style | None
    root_style: Style
    specified: dict[str, Any]
    cache: dict[str, Any]
    font_config: FontConfiguration
    @cached_property
    def anonymous_style(self) -> AnonymousStyle: ...
    def copy(self) -> Self: ...

class InitialStyle(Style):
    def __init__(self, font_config: FontConfiguration) -> None: ...
    def __missing__(self, key: str) -> Any: ...

class AnonymousStyle(Style):
    def __init__(self, parent_style: Style) -> None: ...
    def __missing__(self, key: str) -> Any: ...

class ComputedStyle(Style):
    cascaded: dict[str, tuple[Any, Any]]
    is_root_element: bool
    pseudo_type: str | None
    base_url: str | None
    initial_page_sizes: dict[str, Any]
    def __init__(
        self,
        parent_style: Style | None,
        cascaded: dict[str, tuple[Any, Any]],
        pseudo_type: str | None,
        root_style: Style,
        base_url: str | None,
        font_config: FontConfiguration,
        initial_page_sizes: dict[str, Any],
    ) -> None: ...
    def __missing__(self, key: str) -> Any: ...

class ColorProfile:
    def __init__(
        self, file_object: IO[bytes], src: str, rendering_intent: str, components: Iterable[Iterable[str]]
    ) -> None: ...

def declaration_precedence(origin: str, importance: bool) -> int: ...
