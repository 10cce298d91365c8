from collections.abc import Callable, Iterable
from typing import Any

import engross_pydyf as pydyf
from engross_weasyprint.formatting_structure.boxes import Box, PageBox
from engross_weasyprint.pdf.fonts import Font
from engross_weasyprint.pdf.metadata import DocumentMetadata
from engross_weasyprint.pdf.stream import Stream
from engross_weasyprint.text.fonts import FontConfiguration
from engross_weasyprint.urls import URLFetcher

class Page:
    width: float  # CSS pixels
    height: float
    bleed: dict[str, float]
    bookmarks: list[tuple[int, str, tuple[float, float], str]]
    links: list[tuple[str, str, tuple[float, float, float, float], Box]]
    anchors: dict[str, tuple[float, ...]]  # left, top, right, bottom
    forms: dict[Any, Any]
    _page_box: PageBox
    def __init__(self, page_box: PageBox) -> None: ...
    def paint(self, stream: Stream, scale: float = 1) -> None: ...

class Document:
    pages: list[Page]
    metadata: DocumentMetadata
    url_fetcher: URLFetcher
    fonts: dict[int, Font]
    font_config: FontConfiguration
    color_profiles: dict[str, Any]
    output_intent: str | None
    def copy(self, pages: Iterable[Page] | str = "all") -> Document: ...
    def write_pdf(
        self,
        target: Any = None,
        zoom: float = 1,
        finisher: Callable[[Document, pydyf.PDF], None] | None = None,
        **options: Any,
    ) -> bytes | Any: ...  # None if there is a target
