from typing import Any

from engross_weasyprint.css import StyleFor
from engross_weasyprint.css.counters import CounterStyle
from engross_weasyprint.css.targets import TargetCollector
from engross_weasyprint.formatting_structure.boxes import Box, FootnoteAreaBox
from engross_weasyprint.text.fonts import FontConfiguration

class LayoutContext:
    style_for: StyleFor
    get_image_from_uri: Any
    font_config: FontConfiguration
    counter_style: CounterStyle
    target_collector: TargetCollector
    footnotes: list[Box]
    current_page_footnotes: list[Box]
    reported_footnotes: list[Box]
    current_footnote_area: FootnoteAreaBox  # None before the first page
    page_bottom: float  # None before the first page
    in_column: bool
    broken_out_of_flow: dict[Any, Any]
    page_maker: list[Any]
    dictionaries: dict[Any, Any]
    def overflows_page(self, bottom_space: float, position_y: float) -> bool: ...
    def layout_footnote(self, footnote: Box) -> bool: ...
    def unlayout_footnote(self, footnote: Box) -> None: ...
    def report_footnote(self, footnote: Box) -> None: ...
