"""A content stream to what is done in it, piece by piece, with the font that is set there (ISO 32000-1, 8.4.2, 9.3)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pikepdf


def read_operators(content: Any, operators: str) -> Iterator[tuple[str, Any, str]]:
    """Each of the ``operators`` in a page or form, its operands, and the name of the font; "" before one is set.

    Those of the font must be among them: q and Q, which are followed and not told, and Tf, which is.
    """
    font, before = "", list[str]()
    for one in pikepdf.parse_content_stream(content, operators):
        operands: Any = one.operands
        match str(one.operator):
            case "q":
                before.append(font)
            case "Q":
                font = before.pop() if before else font
            case name:
                font = str(operands[0]) if name == "Tf" else font
                yield name, operands, font
