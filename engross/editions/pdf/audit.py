"""The audit of notes: each begins on the page of its call, in order, goes on where it must, covers nothing.

Part of every build: it looks at what was laid out, whoever did it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import groupby, pairwise

from weasyprint.document import Document, Page

from engross.editions.pdf.boxes import (
    FIRST_FOOT_CLASS,
    Box,
    LineBox,
    all_boxes,
    body_boxes,
    box_attribute,
    box_tag,
    box_text,
)
from engross.editions.pdf.note_fragments import CALL_PSEUDO, NoteFragment, find_note_fragments, footnote_areas
from engross.model.notice import Code, Notice, make_notice
from engross.model.tree import NOWHERE, Where

NOISE_PIXELS = 0.01  # CSS pixels by which sums of heights may differ


@dataclass(frozen=True, slots=True)
class _NoteFault:
    """What is wrong with a note: the notice's code, the note's id and number, the notice's further words."""

    code: Code
    name: str
    number: str
    words: Mapping[str, object] = field(default_factory=dict)


CallsByNote = dict[str, tuple[str, int]]  # number and page of the first call, by the note's name


def audit_notes(document: Document, places: Mapping[str, Where] | None = None) -> tuple[Notice, ...]:
    """A notice for each note that is lost, moved, out of order, badly broken, or drawn where there is no room.

    ``places``: where each note is in the source, by its id.
    """
    calls, found = _find_calls(document), find_note_fragments(document)
    faults = (
        _find_lost_notes(calls, found),
        _find_moved_notes(document, calls, found),
        _find_disordered_notes(calls, found),
        _find_broken_notes(found),
    )
    every = (fault for part in (*faults, _find_overflowing_notes(document, found)) for fault in part)
    return tuple(
        make_notice(fault.code, (places or {}).get(fault.name, NOWHERE), number=fault.number, **fault.words)
        for fault in every
    )


def _find_calls(document: Document) -> CallsByNote:
    calls: CallsByNote = {}
    for number, page in enumerate(document.pages, 1):
        for box in body_boxes(page):
            if box_tag(box).endswith(CALL_PSEUDO):
                calls.setdefault(box_attribute(box, "id"), (box_attribute(box, "data-n"), number))
    return calls


def _find_lost_notes(calls: CallsByNote, found: Iterable[NoteFragment]) -> Iterator[_NoteFault]:
    """Notes that are called and stand nowhere, and such as stand there without a call."""
    names = {piece.name: piece.number for piece in found}
    for name, (number, _) in calls.items():
        if name not in names:
            yield _NoteFault(Code.NOTE_LOST, name, number)
    for name in names.keys() - calls.keys():
        yield _NoteFault(Code.NOTE_ORDER, name, names[name])


def _find_moved_notes(document: Document, calls: CallsByNote, found: tuple[NoteFragment, ...]) -> Iterator[_NoteFault]:
    """Notes that begin on another page than their call's; a warning where no page could hold both."""
    for piece in found:
        number, page = calls.get(piece.name, (piece.number, piece.page))
        if not piece.is_continuation and piece.page != page:
            late = piece.page > page and _is_crowded_out(document.pages[page - 1], piece.name, found)
            code = Code.NOTE_LATE if late else Code.NOTE_MOVED
            yield _NoteFault(code, piece.name, number, {"call": page, "note": piece.page})


def _is_crowded_out(page: Page, name: str, found: tuple[NoteFragment, ...]) -> bool:
    """Whether the notes called before one in its line, or in its row of a table, leave no page room to begin it."""
    units = (box for box in body_boxes(page) if box.element_tag == "tr" or isinstance(box, LineBox))
    names = next(called for unit in units if name in (called := _find_called_notes(unit)))
    before = [piece.box for piece in found if piece.name in names[: names.index(name)]]
    area = next(footnote_areas(page), None)
    if area is None or not before:
        return False
    height = max(box.height for box in all_boxes(area) if isinstance(box, LineBox))
    return bool(sum(box.margin_height() for box in before) + 4 * height > area.max_height)


def _find_called_notes(box: Box) -> list[str]:
    """The names of the notes that are called below a box."""
    return list(dict.fromkeys(box_attribute(b, "id") for b in all_boxes(box) if box_tag(b).endswith(CALL_PSEUDO)))


def _find_disordered_notes(calls: CallsByNote, found: Iterable[NoteFragment]) -> Iterator[_NoteFault]:
    """Notes that stand behind one that is called later."""
    order = {name: n for n, name in enumerate(calls)}
    for before, after in pairwise(piece for piece in found if piece.name in order):
        if order[after.name] < order[before.name]:
            yield _NoteFault(Code.NOTE_ORDER, after.name, after.number)


def _find_broken_notes(found: tuple[NoteFragment, ...]) -> Iterator[_NoteFault]:
    """Notes whose pieces are not the last of one page and the first of the next, or do not have one number."""
    last = {piece.page: piece for piece in found}
    first = {piece.page: piece for piece in reversed(found)}
    for piece in found:
        whole = piece.has_number != piece.is_continuation
        if piece.is_continuation:
            before = last.get(piece.page - 1)
            joined = before is not None and before.name == piece.name and before.part == piece.part - 1
            whole = whole and joined and first[piece.page] is piece
        if not whole:
            yield _NoteFault(Code.NOTE_BROKEN, piece.name, piece.number, {"page": piece.page})


def _find_overflowing_notes(document: Document, found: Iterable[NoteFragment]) -> Iterator[_NoteFault]:
    """Notes on pages whose text reaches below the rule of the notes, or that reach below or above one another."""
    for number, group in groupby(found, key=lambda piece: piece.page):
        here, page = list(group), document.pages[number - 1]
        edges = [find_text_bottom(page), next(footnote_areas(page)).border_box_y()]
        for piece in here:
            edges += [piece.box.position_y, piece.box.position_y + piece.box.margin_height()]
        edges.append(page._page_box.content_box_y() + page._page_box.height)
        if any(lower < upper - NOISE_PIXELS for upper, lower in pairwise(edges)):
            numbers = ", ".join(piece.number for piece in here)
            yield _NoteFault(Code.NOTE_OVERFLOWS, here[0].name, numbers, {"page": number})


def find_text_bottom(page: Page) -> float:
    """Where the last line of a page's own text ends, in pixels from the top."""
    lines = (box for box in body_boxes(page, without=FIRST_FOOT_CLASS) if _is_text_line(box))
    return float(max((line.position_y + line.height for line in lines), default=page._page_box.content_box_y()))


def _is_text_line(box: Box) -> bool:
    return isinstance(box, LineBox) and box_text(box).strip() != ""
