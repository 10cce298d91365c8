from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Self, TypeAlias
from xml.etree.ElementTree import Element

from engross_weasyprint.css import Style
from engross_weasyprint.layout.page import PageType
from engross_weasyprint.text.line_break import Layout

_Length: TypeAlias = float | Any  # CSS pixels; "auto" until layout settles it

class Box:
    is_leader: bool
    is_outside_marker: bool
    footnote: Box | None
    link_annotation: Any
    missing_link: Any
    cached_counter_values: Any
    colspan: int
    rowspan: int
    element_tag: str | None
    element: Element | Any  # None for the boxes of pages, their margins and footnote areas
    style: Style
    remove_decoration_sides: set[str]
    children: Sequence[Box]  # and AbsolutePlaceholder, which pretends to be its box
    first_letter_style: Style | None
    first_line_style: Style | None
    # Set by layout:
    position_x: _Length
    position_y: _Length
    width: _Length
    height: _Length
    min_width: float
    max_width: float
    min_height: float
    max_height: float
    margin_top: _Length
    margin_right: _Length
    margin_bottom: _Length
    margin_left: _Length
    padding_top: float
    padding_right: float
    padding_bottom: float
    padding_left: float
    border_top_width: float
    border_right_width: float
    border_bottom_width: float
    border_left_width: float
    baseline: float  # in a line
    # Layout hangs on a box whatever it has to remember of it, and so do patches.
    def __setattr__(self, name: str, value: Any) -> None: ...
    def __init__(self, element_tag: str | None, style: Style, element: Element | None) -> None: ...
    def all_children(self) -> Iterable[Box]: ...
    def descendants(self, placeholders: bool = False) -> Iterator[Box]: ...
    def copy(self) -> Self: ...
    def deepcopy(self) -> Self: ...
    def translate(self, dx: float = 0, dy: float = 0, ignore_floats: bool = False) -> None: ...
    def border_width(self) -> float: ...
    def border_height(self) -> float: ...
    def margin_width(self) -> float: ...
    def margin_height(self) -> float: ...
    def content_box_x(self) -> float: ...
    def content_box_y(self) -> float: ...
    def border_box_x(self) -> float: ...
    def border_box_y(self) -> float: ...
    def hit_area(self) -> tuple[float, float, float, float]: ...
    def is_floated(self) -> bool: ...
    def is_in_normal_flow(self) -> bool: ...
    def page_values(self) -> tuple[str, str]: ...

class ParentBox(Box):
    def __init__(
        self, element_tag: str | None, style: Style, element: Element | None, children: Iterable[Box]
    ) -> None: ...
    def copy_with_children(self, new_children: Sequence[Box]) -> Self: ...

class BlockLevelBox(Box): ...
class BlockContainerBox(ParentBox): ...
class BlockBox(BlockContainerBox, BlockLevelBox): ...

class LineBox(ParentBox):
    # Set by layout:
    text_indent: float

class InlineLevelBox(Box): ...
class InlineBox(InlineLevelBox, ParentBox): ...

class TextBox(InlineLevelBox):
    justification_spacing: float
    text: str
    # Set by layout:
    pango_layout: Layout
    def __init__(self, element_tag: str | None, style: Style, element: Element | None, text: str) -> None: ...
    def copy_with_text(self, text: str) -> Self: ...

class AtomicInlineLevelBox(InlineLevelBox): ...
class InlineBlockBox(AtomicInlineLevelBox, BlockContainerBox): ...

class ReplacedBox(Box):
    replacement: Any

class TableBox(BlockLevelBox, ParentBox):
    column_widths: list[float]
    column_positions: list[float]

class TableRowGroupBox(ParentBox):
    is_header: bool

class TableRowBox(ParentBox):
    children: Sequence[Any]  # TableCellBox

class TableCellBox(BlockContainerBox):
    grid_x: int

class PageBox(ParentBox):
    page_type: PageType
    def __init__(self, page_type: PageType, style: Style) -> None: ...

class MarginBox(BlockContainerBox):
    at_keyword: str
    def __init__(self, at_keyword: str, style: Style) -> None: ...

class FootnoteAreaBox(BlockBox):
    page: PageBox
    def __init__(self, page: PageBox, style: Style) -> None: ...
