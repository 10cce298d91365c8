from typing import Protocol

from engross_weasyprint.css import Style
from engross_weasyprint.formatting_structure.boxes import Box

class _Styled(Protocol):
    @property
    def style(self) -> Style: ...

def resolve_percentages(box: Box, containing_block: Box | tuple[float, float]) -> None: ...
def adjust_box_sizing(box: _Styled, axis: str) -> None: ...
