"""Split a resolution into parts of files: between paragraphs, never within one, so that no file is too large."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from engross.model.text import spell_blocks
from engross.model.tree import Annex, Block, Part, Resolution, Table

# A place in a resolution: the number of the part; of the annex, -1 for the body; the block.
Seat = tuple[int, int, Block]
LEAST_SHARE = 0.02  # of a text that a file has at least, unless one block is larger


def split_resolution(
    resolution: Resolution, spell: Callable[[Resolution, int], str], most: int
) -> tuple[Resolution, ...]:
    """Return the resolution whole, or in parts whose spelling has ``most`` bytes at most, as far as blocks allow it.

    ``spell``: returns the file of a part, given its number from 0.
    """
    size = len(spell(resolution, 0).encode())
    if size <= most:
        return (resolution,)
    seats = list(_list_seats(resolution))
    share = most / size
    while True:
        parts = tuple(_take_parts(resolution, seats, share))
        if share < LEAST_SHARE or all(len(spell(part, n).encode()) <= most for n, part in enumerate(parts)):
            return parts
        share *= 0.8


def _list_seats(resolution: Resolution) -> Iterator[Seat]:
    for n, part in enumerate(resolution.parts):
        for block in part.body:
            yield n, -1, block
        for k, annex in enumerate(part.annexes):
            for block in annex.blocks:
                yield n, k, block


def _weigh_block(block: Block) -> int:
    """Return about how much a block takes: its characters, for a table also its cells, whose markup is longer."""
    cells = sum(len(row) for row in block.rows) if isinstance(block, Table) else 0
    return len(spell_blocks((block,))) + 60 * (1 + cells)


def _take_parts(resolution: Resolution, seats: list[Seat], share: float) -> Iterator[Resolution]:
    """Yield parts that each have about ``share`` of the text."""
    total = sum(_weigh_block(block) for *_, block in seats)
    own: list[Seat] = []
    weight = 0
    is_first = True
    for seat in seats:
        here = _weigh_block(seat[2])
        if own and weight + here > share * total:
            yield _take_part(resolution, own, seats, is_first=is_first)
            own, weight, is_first = [], 0, False
        own.append(seat)
        weight += here
    yield _take_part(resolution, own, seats, is_first=is_first)


def _take_part(resolution: Resolution, own: list[Seat], seats: list[Seat], *, is_first: bool) -> Resolution:
    """Return the resolution with its blocks in ``own`` alone; a title stands before the first block under it."""
    parts = []
    for n, part in enumerate(resolution.parts):
        blocks = [seat for seat in own if seat[0] == n]
        if blocks:
            whole = [seat for seat in seats if seat[0] == n]
            parts.append(_cut_part(part, blocks, whole))
    number, title = (resolution.number, resolution.title) if is_first else ("", ())
    return replace(resolution, parts=tuple(parts), number=number, title=title)


def _cut_part(part: Part, blocks: list[Seat], whole: list[Seat]) -> Part:
    """Return a part with some of its blocks; its closing lines stand behind the last block of its body."""
    begins = blocks[0] is whole[0]
    body = tuple(block for _, k, block in blocks if k < 0)
    last_of_body = next((seat for seat in reversed(whole) if seat[1] < 0), None)
    has_end = last_of_body is None or any(seat is last_of_body for seat in blocks)
    annexes = tuple(
        Annex(tuple(block for _, k, block in blocks if k == n), annex.id, annex.where)
        for n, annex in enumerate(part.annexes)
        if any(k == n for _, k, _ in blocks)
    )
    closing = part.closing if has_end and (begins or last_of_body is not None) else ()
    number, title = (part.number, part.title) if begins else ("", ())
    return replace(part, number=number, title=title, body=body, closing=closing, annexes=annexes)
