from collections.abc import Callable
from typing import Any

from engross_weasyprint.css import Style

class Layout:
    justification_spacing: float
    max_width: float | None
    style: Style
    text: str
    first_line_direction: int
    layout: Any  # C data
    language: Any  # C data
    def __init__(self, style: Style, justification_spacing: float = 0, max_width: float | None = None) -> None: ...
    def set_text(self, text: str, justify: bool = False) -> None: ...
    def get_first_line(self) -> tuple[Any, int | None]: ...  # C data, the byte at which the next line begins
    def reactivate(self, style: Style) -> None: ...

def line_size(line: Any, style: Style) -> tuple[float, float]: ...
def split_first_line(
    text: str,
    style: Style,
    context: Any,
    max_width: float | None,
    justification_spacing: float,
    is_line_start: bool = True,
    minimum: bool = False,
) -> tuple[Layout, int, int | None, float, float, float]: ...
def _font_style_cache_key(style: Style, include_size: bool = False) -> str: ...
def strut(style: Style) -> tuple[float, float]: ...
def get_log_attrs(text: str, lang: str | None) -> Any: ...  # C data

get_next_break_point_from_text: Callable[[str, str | None], int | None]
