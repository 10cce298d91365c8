"""Points to the paragraphs they hang on: by the kind of their markers and their turn in the sequence."""

from __future__ import annotations

from dataclasses import replace

from engross.marker import marker_at, slug
from engross.model import Block, Paragraph, Role

# How deep a marker stands (Editorial Manual, para_subpara); (i) after (h) is a letter, which its turn tells.
LEVELS = {"letter": 1, "arabic": 1, "roman": 2, "enclosed": 2, "han": 2, "small": 3, "bullet": 4}


def kind_of(number: str) -> str:
    """The kind of a marker: "number" for 3., "letter" for (a) … as ``marker.MARKER`` names them; "" for none."""
    found = marker_at(number) if number else None
    return (found.lastgroup or "") if found else ""


def is_point(number: str) -> bool:
    """Whether a marker is one of a point."""
    return kind_of(number) in LEVELS


def hang(blocks: list[Block], block: Block) -> None:
    """Put a block after the others; a point, and plain words after points, go under the paragraph above them."""
    last = blocks[-1] if blocks else None
    if not isinstance(last, Paragraph) or not isinstance(block, Paragraph) or last.role is Role.ENACTING:
        blocks.append(block)
    elif block.role is Role.POINT and last.role is not Role.POINT:
        blocks[-1] = _hung(last, block, _level(block.number, last))
    elif block.role is Role.POINT and _level(block.number, last) > 1:
        blocks[-1] = _hung(last, block, _level(block.number, last) - 1)
    else:
        blocks.append(block)


def _level(number: str, last: Paragraph) -> int:
    """The level of a marker; a lone small letter goes on with letters when the letter before it stood last."""
    kind, letter = kind_of(number), slug(number)
    if kind == "letter" and letter in ("i", "v", "x"):
        above = [slug(p.number) for p in last.children if isinstance(p, Paragraph)] or [slug(last.number)]
        return 1 if above[-1] == chr(ord(letter) - 1) else 2
    return LEVELS.get(kind, 1)


def _hung(parent: Paragraph, point: Paragraph, level: int) -> Paragraph:
    last = parent.children[-1] if parent.children else None
    if level > 1 and isinstance(last, Paragraph) and last.role is Role.POINT:
        return replace(parent, children=(*parent.children[:-1], _hung(last, point, level - 1)))
    return replace(parent, children=(*parent.children, point))
