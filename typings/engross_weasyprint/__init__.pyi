# WeasyPrint 70.0, as far as engross uses it: read off its source, for mypy alone. "X | Any" is X wherever engross asks:
# a length that layout has yet to settle may be "auto", the element of a page's box is None.

from collections.abc import Callable
from typing import Any
from xml.etree.ElementTree import Element

import engross_pydyf as pydyf
from cssselect2 import ElementWrapper, Matcher
from engross_weasyprint.css.counters import CounterStyle
from engross_weasyprint.document import Document
from engross_weasyprint.text.fonts import FontConfiguration
from engross_weasyprint.urls import URLFetcher

__version__: str
VERSION: str
DEFAULT_OPTIONS: dict[str, Any]

class HTML:
    base_url: str | None
    url_fetcher: URLFetcher
    media_type: str
    wrapper_element: ElementWrapper
    etree_element: Element
    def __init__(
        self,
        guess: Any = None,
        filename: Any = None,
        url: str | None = None,
        file_obj: Any = None,
        string: str | None = None,
        encoding: str | None = None,
        base_url: str | None = None,
        url_fetcher: URLFetcher | None = None,
        media_type: str = "print",
    ) -> None: ...
    def render(
        self,
        font_config: FontConfiguration | None = None,
        counter_style: CounterStyle | None = None,
        color_profiles: dict[str, Any] | None = None,
        **options: Any,
    ) -> Document: ...
    def write_pdf(
        self,
        target: Any = None,
        zoom: float = 1,
        finisher: Callable[[Document, pydyf.PDF], None] | None = None,
        font_config: FontConfiguration | None = None,
        counter_style: CounterStyle | None = None,
        color_profiles: dict[str, Any] | None = None,
        **options: Any,
    ) -> bytes | Any: ...  # None if there is a target

class CSS:
    base_url: str | None
    matcher: Matcher
    page_rules: list[tuple[Any, list[tuple[Any, ...]], list[Any]]]
    layers: list[Any]
    def __init__(
        self,
        guess: Any = None,
        filename: Any = None,
        url: str | None = None,
        file_obj: Any = None,
        string: str | None = None,
        encoding: str | None = None,
        base_url: str | None = None,
        url_fetcher: URLFetcher | None = None,
        _check_mime_type: bool = False,
        media_type: str = "print",
        font_config: FontConfiguration | None = None,
        counter_style: CounterStyle | None = None,
        color_profiles: dict[str, Any] | None = None,
        matcher: Matcher | None = None,
        page_rules: list[Any] | None = None,
        layers: list[Any] | None = None,
        layer: Any = None,
    ) -> None: ...

class Attachment:
    def __init__(
        self,
        guess: Any = None,
        filename: Any = None,
        url: str | None = None,
        file_obj: Any = None,
        string: str | bytes | None = None,
        base_url: str | None = None,
        url_fetcher: URLFetcher | None = None,
        name: str | None = None,
        description: str | None = None,
        created: Any = None,
        modified: Any = None,
        relationship: str = "Unspecified",
    ) -> None: ...
