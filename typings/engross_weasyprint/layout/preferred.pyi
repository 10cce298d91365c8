from weasyprint.formatting_structure.boxes import Box
from weasyprint.layout import LayoutContext

def min_content_width(context: LayoutContext, box: Box, outer: bool = ...) -> float: ...
