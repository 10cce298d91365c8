"""Report numbers and markers that jump or are missing, and numbers without the stop of others; nothing is changed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from engross.grammars.numbering import (
    can_follow_marker,
    is_inserted_number,
    is_next_marker,
    marker_number,
    read_slipped_number,
    spell_next_marker,
)
from engross.model.notice import Code, Notice, make_notice
from engross.model.text import shorten_line, spell_blocks, spell_inlines
from engross.model.tree import Block, Heading, Paragraph, Part, Resolution, Role, Where
from engross.model.walk import notes_of
from engross.passes.lead import has_lead_words

FIGURES = "0123456789٠١٢٣٤٥٦٧٨٩"
FEW_NUMBERS = 3
UNNUMBERED_ROLES = (Role.PREAMBULAR, Role.OPERATIVE, Role.PLAIN)  # what a paragraph without its number is read as


def check_numbers(resolution: Resolution) -> tuple[Notice, ...]:
    """Return a notice for each operative paragraph, point or note whose number does not follow the one before, for each
    such paragraph without a number among others, and for each whose number alone has no stop.
    """
    checks = (_check_paragraph_numbers, _check_unnumbered, _check_number_stops, _check_part_points)
    parts = (notice for part in resolution.parts for check in checks for notice in check(part))
    return (*parts, *_check_note_numbers(resolution))


def tell_faults_once(notices: Iterable[Notice]) -> tuple[Notice, ...]:
    """Return the notices without those of a fault that another one tells: one fault is told once.

    A paragraph whose number was lost is doubtful for that; where numbers are unknown, paragraphs have none.
    """
    notices = tuple(notices)
    lost = {(one.where.file, one.where.line) for one in notices if one.code is Code.NUMBER_LOST}
    are_unknown = any(one.code is Code.NUMBERS_UNKNOWN for one in notices)
    return tuple(
        one
        for one in notices
        if not (one.code is Code.ROLE_DOUBTFUL and (one.where.file, one.where.line) in lost)
        and not (one.code is Code.PARAGRAPH_UNNUMBERED and are_unknown)
    )


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


def _check_unnumbered(part: Part) -> Iterator[Notice]:
    """Yield a notice for each paragraph without a number behind a numbered one, both with lead words.

    A list that numbers itself leaves no gap where a paragraph was taken out of it; a gap is told as such.
    """
    above, bare = "", list[Paragraph]()
    for block in part.body:
        if isinstance(block, Heading):
            above, bare = "", []
        if not isinstance(block, Paragraph) or block.role is not Role.OPERATIVE:
            continue
        if not block.number:
            bare += [block] if above and has_lead_words(block) else []
            continue
        if marker_number(block.number) == (marker_number(above) or 0) + 1:
            yield from _make_unnumbered_notices(bare, above)
        above, bare = block.number if has_lead_words(block) else "", []
    yield from _make_unnumbered_notices(bare, above)


def _make_unnumbered_notices(blocks: list[Paragraph], above: str) -> Iterator[Notice]:
    for block in blocks:
        text = shorten_line(spell_blocks((block,), calls=False))
        yield make_notice(Code.PARAGRAPH_UNNUMBERED, block.where, text=text, number=above)


def _check_part_points(part: Part) -> Iterator[Notice]:
    for block in (*part.body, *(block for annex in part.annexes for block in annex.blocks)):
        if isinstance(block, Paragraph):
            yield from _check_points(block)


def _check_points(above: Paragraph) -> Iterator[Notice]:
    """Yield a notice for each point under a paragraph whose marker does not follow that of the point before.

    Where the missing marker stands in the words before it, the notice is about the paragraph that has them.
    """
    before = None
    for child in above.children:
        if not isinstance(child, Paragraph):
            continue
        if child.role is Role.POINT and child.number:
            if before and not can_follow_marker(child.number, before.number):
                yield _make_point_notice(child, before)
            before = child
        yield from _check_points(child)


def _make_point_notice(point: Paragraph, before: Paragraph) -> Notice:
    words = spell_inlines(before.content, calls=False)
    missing = spell_next_marker(before.number)
    at = words.find(missing) if missing and is_next_marker(point.number, missing) else -1
    if at < 0:
        return make_notice(Code.NUMBER_ORDER, point.where, what="point", found=point.number, before=before.number)
    return make_notice(Code.POINT_WITHIN, before.where, text=shorten_line(words[at:]), marker=missing)


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
