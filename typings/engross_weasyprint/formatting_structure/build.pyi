from typing import TypeVar

from engross_weasyprint.formatting_structure.boxes import Box

_Box = TypeVar("_Box", bound=Box)

def create_anonymous_boxes(box: _Box) -> _Box: ...
