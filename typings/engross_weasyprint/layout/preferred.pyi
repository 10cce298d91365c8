from engross_weasyprint.formatting_structure.boxes import Box
from engross_weasyprint.layout import LayoutContext

def min_content_width(context: LayoutContext, box: Box, outer: bool = ...) -> float: ...
