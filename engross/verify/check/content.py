"""Read the operators of a content stream, each with the font that is set there (ISO 32000-1, 8.4.2, 9.3)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pikepdf


def read_operators(content: Any, operators: str) -> Iterator[tuple[str, Any, str]]:
    """Yield each of ``operators`` in a page or form with its operands and the name of the current font ("" before Tf).

    ``operators`` must include q, Q and Tf for the font to be followed; q and Q themselves are not yielded.
    """
    font, saved_fonts = "", list[str]()
    for instruction in pikepdf.parse_content_stream(content, operators):
        operands: Any = instruction.operands
        match str(instruction.operator):
            case "q":
                saved_fonts.append(font)
            case "Q":
                font = saved_fonts.pop() if saved_fonts else font
            case name:
                font = str(operands[0]) if name == "Tf" else font
                yield name, operands, font
