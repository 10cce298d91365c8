from contextlib import AbstractContextManager
from typing import Any

import engross_pydyf as pydyf
from engross_weasyprint.formatting_structure.boxes import Box
from engross_weasyprint.pdf.fonts import Font

class Stream(pydyf.Stream):
    _fonts: dict[int, Font]
    _tags: dict[Box, dict[str, Any]] | None
    ink_rect: Any  # C data
    logical_rect: Any  # C data
    def add_font(self, pango_font: Any) -> tuple[Font, float]: ...
    def stacked(self) -> AbstractContextManager[None]: ...
    def marked(self, box: Box, tag: str) -> AbstractContextManager[None]: ...
    def artifact(self) -> AbstractContextManager[None]: ...
