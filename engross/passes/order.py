"""Report numbers that jump, and those without the stop that all others have; nothing is changed."""

from __future__ import annotations

from collections.abc import Iterator

from engross.grammars.numbering import is_inserted_number, marker_number, read_slipped_number
from engross.model.notice import Code, Notice, make_notice
from engross.model.tree import Heading, Paragraph, Part, Resolution, Role, Where
from engross.model.walk import notes_of

FIGURES = "0123456789٠١٢٣٤٥٦٧٨٩"
FEW_NUMBERS = 3


def check_numbers(resolution: Resolution) -> tuple[Notice, ...]:
    """Return a notice for each operative paragraph or note whose number does not follow the one before, and for each
    of these paragraphs whose number alone has no stop.
    """
    paragraphs = (
        notice for part in resolution.parts for notice in (*_check_paragraph_numbers(part), *_check_number_stops(part))
    )
    return (*paragraphs, *_check_note_numbers(resolution))


def _check_paragraph_numbers(part: Part) -> Iterator[Notice]:
    """Yield a notice for each number that is not the one before plus 1; after a heading, 1 is allowed too."""
    before, may_restart = 0, True
    for block in part.body:
        may_restart = may_restart or isinstance(block, Heading)
        if not isinstance(block, Paragraph) or block.role is not Role.OPERATIVE:
            continue
        number = marker_number(block.number)
        if number is None and read_slipped_number(block.number) == before + 1:  # told by the reader
            number = before + 1
        if number is None or (number == before and is_inserted_number(block.number)):
            continue
        if number != before + 1 and not (may_restart and number == 1):
            yield _make_jump_notice("paragraph", number, before, block.where)
        before, may_restart = number, False


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
