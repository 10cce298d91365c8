"""Set points beside the point that bears them where their markers say so: (h), then (i) and (j) as its own points.

The sequence of the markers decides: points that go on with the markers of the one above, and that begin no sequence of
their own, stand beside it (Editorial Manual, subparagraphs). Each such place is a notice.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from engross.grammars.numbering import possible_kinds
from engross.model.notice import Code, Notice, make_notice
from engross.model.tree import Block, Paragraph, Part, Resolution, Role


def nest_points(resolution: Resolution) -> tuple[Resolution, tuple[Notice, ...]]:
    """Return the resolution with such points beside the one that bore them, and a notice for each place."""
    notices: list[Notice] = []
    return replace(resolution, parts=tuple(_nest_in_part(part, notices) for part in resolution.parts)), tuple(notices)


def _nest_in_part(part: Part, notices: list[Notice]) -> Part:
    annexes = tuple(replace(annex, blocks=tuple(_nest_in_blocks(annex.blocks, notices))) for annex in part.annexes)
    return replace(part, body=tuple(_nest_in_blocks(part.body, notices)), annexes=annexes)


def _nest_in_blocks(blocks: tuple[Block, ...], notices: list[Notice]) -> Iterator[Block]:
    for block in blocks:
        if not isinstance(block, Paragraph):
            yield block
            continue
        children = tuple(_nest_in_blocks(block.children, notices))
        points = tuple(child for child in children if isinstance(child, Paragraph) and child.role is Role.POINT)
        if block.role is Role.POINT and len(points) == len(children) and _is_continued_by(block.number, points):
            markers = {"first": points[0].number, "above": block.number}
            notices.append(make_notice(Code.POINT_RAISED, points[0].where, **markers))
            yield replace(block, children=())
            yield from points
        else:
            yield replace(block, children=children)


def _is_continued_by(number: str, points: tuple[Paragraph, ...]) -> bool:
    """Return whether ``points`` go on with the markers of the point ``number``, and begin no sequence of their own."""
    if not points:
        return False
    kinds = [dict(possible_kinds(point.number)) for point in points]
    begins = any(_is_sequence(kind, 1, kinds) for kind in kinds[0])
    return not begins and any(_is_sequence(kind, value + 1, kinds) for kind, value in possible_kinds(number) if value)


def _is_sequence(kind: str, start: int, kinds: list[dict[str, int]]) -> bool:
    return [places.get(kind) for places in kinds] == list(range(start, start + len(kinds)))
