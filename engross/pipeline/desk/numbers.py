"""Give paragraphs the numbers that a source has lost, or others; words and their order stay as they are."""

from __future__ import annotations

from dataclasses import replace

from engross.grammars.numbering import (
    find_opening_marker,
    is_inserted_number,
    marker_number,
    possible_kinds,
    spell_number_like,
)
from engross.model.notice import Refusal
from engross.model.tree import Block, Heading, Paragraph, Resolution, Role
from engross.model.walk import top_blocks_of, transform_part_blocks


def give_number(resolution: Resolution, name: str, value: str) -> Resolution:
    """Return the resolution with another number of a paragraph or heading; "" takes it away.

    Figures alone are spelled as the numbers of the paragraphs around it are. Raises Refusal for what is no number.
    """
    number = " ".join(value.split())
    if number.isdecimal():
        number = spell_number_like(int(number), _find_usual_number(resolution, name))
    if number and not possible_kinds(number) and not find_opening_marker(f"{number} ", is_point=True):
        raise Refusal(f"“{number[:20]}” is no number", "give one such as 2. or (b)")
    return _renumber(resolution, {name: number})


def give_lost_number(resolution: Resolution, name: str) -> Resolution:
    """Return the resolution, its operative paragraph of a name with the number that is missing there, if one is."""
    lost = find_lost_numbers(resolution).get(name, "")
    return _renumber(resolution, {name: lost}) if lost else resolution


def find_lost_numbers(resolution: Resolution) -> dict[str, str]:
    """Return the number that is missing at each paragraph or heading without one, by its id.

    One is where the numbers before and behind leave room for it, and behind the last number of all.
    """
    return {
        name: number
        for part in resolution.parts
        for blocks in (part.body, *(annex.blocks for annex in part.annexes))
        for name, number in _find_lost_of_group(blocks).items()
    }


def _find_lost_of_group(blocks: tuple[Block, ...]) -> dict[str, str]:
    """Return lost numbers of blocks beside each other; what stands under a paragraph may be one behind it."""
    usual = next((b.number for b in blocks if isinstance(b, Paragraph) and _is_counted(b)), "")
    found: dict[str, str] = {}
    waiting: list[str] = []
    before = 0
    for block in blocks if usual else ():
        if not isinstance(block, Paragraph | Heading):
            continue
        if not _is_counted(block):
            waiting += [block.id] if not block.number and before else []
            continue
        number = marker_number(block.number) or 0
        found |= _spell_lost(waiting, range(before + 1, number), usual)
        before, waiting = number, [b.id for b in _children_of(block) if isinstance(b, Paragraph) and not b.number]
    return found | _spell_lost(waiting, range(before + 1, before + 1 + len(waiting)), usual)


def _is_counted(block: Block) -> bool:
    return (
        isinstance(block, Paragraph)
        and block.role is Role.OPERATIVE
        and not is_inserted_number(block.number)
        and marker_number(block.number) is not None
    )


def _children_of(block: Block) -> tuple[Block, ...]:
    return block.children if isinstance(block, Paragraph) else ()


def _spell_lost(names: list[str], missing: range, usual: str) -> dict[str, str]:
    """Return a number for each: those that are missing in their order, or the first of them if they are not as many."""
    numbers = missing if len(missing) == len(names) else [*missing[:1]] * len(names)
    return {name: spell_number_like(number, usual) for name, number in zip(names, numbers, strict=False)}


def number_onwards(resolution: Resolution, name: str) -> Resolution:
    """Return the resolution, the operative paragraphs of a part numbered one after the other from that of a name on.

    Raises Refusal if it is no operative paragraph.
    """
    for part in resolution.parts:
        operative = [b for b in top_blocks_of(part) if isinstance(b, Paragraph) and b.role is Role.OPERATIVE]
        at = next((n for n, block in enumerate(operative) if block.id == name), None)
        if at is not None:
            usual = _find_usual_number(resolution, name)
            first = 1 + next((n for b in reversed(operative[:at]) if (n := marker_number(b.number))), 0)
            numbers = {block.id: spell_number_like(n, usual) for n, block in enumerate(operative[at:], first)}
            return _renumber(resolution, numbers)
    raise Refusal("only operative paragraphs are numbered", "say that it is an operative paragraph first")


def _find_usual_number(resolution: Resolution, name: str) -> str:
    """Return a number of the part that has a block, for its spelling; "" if it has none."""
    for part in resolution.parts:
        blocks = (*part.body, *(block for annex in part.annexes for block in annex.blocks))
        if len(resolution.parts) == 1 or any(block.id == name for block in blocks):
            return next((b.number for b in blocks if isinstance(b, Paragraph) and _is_counted(b)), "")
    return ""


def _renumber(resolution: Resolution, numbers: dict[str, str]) -> Resolution:
    def give(block: Block) -> Block:
        if isinstance(block, Paragraph | Heading) and block.id in numbers:
            return replace(block, number=numbers[block.id])
        return block

    return replace(resolution, parts=tuple(transform_part_blocks(part, give) for part in resolution.parts))
