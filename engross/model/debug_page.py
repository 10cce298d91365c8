"""Pages with their boxes as values: what ``--debug`` draws for those who work on engross. Lengths are in mm."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class BoxKind(Enum):
    """The kinds of boxes that are drawn, with their names in the legend."""

    MEASURE = "measure"  # the area of the text: its width is the measure
    CELL = "table cell"
    LINE = "line"
    FIGURE = "figure"
    NOTE_AREA = "footnote area"
    NOTE = "note"
    CALL = "note call"
    ARTIFACT = "artifact"

    @property
    def slug(self) -> str:
        """The name as a word of a style sheet: "note-call"."""
        return self.value.replace(" ", "-")


@dataclass(frozen=True, slots=True)
class DebugBox:
    """A box from the left and the top of its page. ``label``: what else there is to say of it; "" for nothing."""

    kind: BoxKind
    left: float
    top: float
    width: float
    height: float
    label: str = ""


@dataclass(frozen=True, slots=True)
class DebugPage:
    """A page, numbered from 1, with its size, its boxes and its picture as PNG; a box follows those around it."""

    number: int
    width: float
    height: float
    boxes: tuple[DebugBox, ...]
    picture: bytes = b""
