from typing import Any, TypeAlias, TypeVar

from engross_weasyprint.css import Style
from engross_weasyprint.formatting_structure.boxes import BlockContainerBox, Box
from engross_weasyprint.layout import LayoutContext

_Box = TypeVar("_Box", bound=Box)
_SkipStack: TypeAlias = dict[int, _SkipStack | None]
# The box, None if it was pushed to the next page; the place to resume at; the next page's break and name; margins that
# adjoin it from above; whether it collapses through; the lines left of a maximum.
_Layout: TypeAlias = tuple[_Box | Any, _SkipStack | None, dict[str, str | None], list[float], bool, int | None]

def block_level_layout(
    context: LayoutContext,
    box: _Box,
    bottom_space: float,
    skip_stack: _SkipStack | None,
    containing_block: Box,
    page_is_empty: bool = True,
    absolute_boxes: list[Box] | None = None,
    fixed_boxes: list[Box] | None = None,
    adjoining_margins: list[float] | None = None,
    first_letter_style: Style | None = None,
    first_line_style: Style | None = None,
    discard: bool = False,
    max_lines: int | None = None,
) -> _Layout[_Box]: ...
def block_container_layout(
    context: LayoutContext,
    box: BlockContainerBox,
    bottom_space: float,
    skip_stack: _SkipStack | None,
    page_is_empty: bool,
    absolute_boxes: list[Box],
    fixed_boxes: list[Box],
    adjoining_margins: list[float] | None,
    first_letter_style: Style | None,
    first_line_style: Style | None,
    discard: bool,
    max_lines: int | None,
) -> _Layout[BlockContainerBox]: ...
def remove_placeholders(
    context: LayoutContext, box_list: list[Box], absolute_boxes: list[Box], fixed_boxes: list[Box]
) -> None: ...
