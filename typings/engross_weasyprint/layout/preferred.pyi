from collections.abc import Iterator

from engross_weasyprint.formatting_structure.boxes import Box
from engross_weasyprint.layout import LayoutContext

def min_content_width(context: LayoutContext, box: Box, outer: bool = ...) -> float: ...
def max_content_width(context: LayoutContext, box: Box, outer: bool = ...) -> float: ...
def inline_line_widths(
    context: LayoutContext, box: Box, outer: bool, is_line_start: bool, minimum: bool
) -> Iterator[float]: ...
