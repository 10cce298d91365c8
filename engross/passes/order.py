"""Report numbers that jump, and those without the stop that all others have; nothing is changed."""

from __future__ import annotations

from collections.abc import Iterator

from engross.grammars.numbering import is_inserted_number, marker_number, read_slipped_number
from engross.model.notice import Code, Notice, make_notice
from engross.model.text import shorten_line, spell_blocks
from engross.model.tree import Block, Heading, Paragraph, Part, Resolution, Role, Where
from engross.model.walk import notes_of

FIGURES = "0123456789٠١٢٣٤٥٦٧٨٩"
FEW_NUMBERS = 3
UNNUMBERED_ROLES = (Role.PREAMBULAR, Role.OPERATIVE, Role.PLAIN)  # what a paragraph without its number is read as


def check_numbers(resolution: Resolution) -> tuple[Notice, ...]:
    """Return a notice for each operative paragraph or note whose number does not follow the one before, and for each
    of these paragraphs whose number alone has no stop.
    """
    paragraphs = (
        notice for part in resolution.parts for notice in (*_check_paragraph_numbers(part), *_check_number_stops(part))
    )
    return (*paragraphs, *_check_note_numbers(resolution))


def _check_paragraph_numbers(part: Part) -> Iterator[Notice]:
    """Yield a notice for each number that is not the one before plus 1; after a heading, 1 is allowed too.

    Where as many blocks without a number stand in a gap as numbers are missing, the notices are about these.
    """
    before, may_restart, unnumbered = 0, True, list[Block]()
    for block in part.body:
        may_restart = may_restart or isinstance(block, Heading)
        if not isinstance(block, Paragraph) or block.role is not Role.OPERATIVE or not block.number:
            unnumbered += _list_unnumbered((block,))
            continue
        number = marker_number(block.number)
        if number is None and read_slipped_number(block.number) == before + 1:  # told by the reader
            number = before + 1
        if number is None or (number == before and is_inserted_number(block.number)):
            continue
        if number != before + 1 and not (may_restart and number == 1):
            yield from _make_gap_notices(number, before, unnumbered, block.where)
        before, may_restart, unnumbered = number, False, _list_unnumbered(block.children)


def _list_unnumbered(blocks: tuple[Block, ...]) -> list[Block]:
    """Return the blocks that can be paragraphs whose number was lost: they have none, and are none that has none."""
    return [
        block
        for block in blocks
        if (isinstance(block, Heading) or (isinstance(block, Paragraph) and block.role in UNNUMBERED_ROLES))
        and not block.number
    ]


def _make_gap_notices(number: int, before: int, unnumbered: list[Block], where: Where) -> Iterator[Notice]:
    missing = range(before + 1, number)
    if not missing or len(missing) != len(unnumbered):
        yield _make_jump_notice("paragraph", number, before, where)
        return
    for block, lost in zip(unnumbered, missing, strict=True):
        text = shorten_line(spell_blocks((block,), calls=False))
        yield make_notice(Code.NUMBER_LOST, block.where, text=text, number=lost)


def _check_number_stops(part: Part) -> Iterator[Notice]:
    """Yield a notice for a number that is bare figures where all others end alike; two others say too little."""
    ends = [(p, p.number.lstrip(FIGURES)) for p in part.operative if p.number[:1].isdecimal()]
    bare = [p for p, end in ends if not end]
    stops = {end for _, end in ends if end}
    if len(bare) == 1 and len(stops) == 1 and len(ends) > FEW_NUMBERS:
        yield make_notice(Code.NUMBER_WITHOUT_STOP, bare[0].where, number=bare[0].number, stop=stops.pop().strip())


def _check_note_numbers(resolution: Resolution) -> Iterator[Notice]:
    numbers = [(note, number) for note in notes_of(resolution) if (number := marker_number(note.number)) is not None]
    # Numbered through a volume: other resolutions call the notes between.
    is_of_volume = bool(numbers) and numbers[0][1] > len(numbers)
    before = 0
    for note, number in numbers:
        if not (is_of_volume and number > before) and number not in (before + 1, 1):
            yield _make_jump_notice("note", number, before, note.where)
        before = number


def _make_jump_notice(what: str, found: int, before: int, where: Where) -> Notice:
    return make_notice(Code.NUMBER_ORDER, where, what=what, found=found, before=before or "the beginning")
