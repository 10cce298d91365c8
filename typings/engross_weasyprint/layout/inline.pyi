from collections.abc import Iterator

from engross_weasyprint.formatting_structure.boxes import Box, TextBox

def split_text_box(
    context: object, box: TextBox, available_width: float | None, skip: int | None, is_line_start: bool = True
) -> tuple[TextBox | None, int | None, str | bool]: ...
def add_word_spacing(context: object, box: Box, justification_spacing: float, x_advance: float) -> float: ...
def iter_line_boxes(
    context: object,
    box: Box,
    position_y: float,
    bottom_space: float,
    skip_stack: object,
    containing_block: Box,
    absolute_boxes: list[Box],
    fixed_boxes: list[Box],
    first_letter_style: object,
    first_line_style: object,
) -> Iterator[tuple[Box, object]]: ...
