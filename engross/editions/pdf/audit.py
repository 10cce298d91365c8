"""Audit the notes of a laid-out document: each begins on the page of its call, in order, and covers no text.

Part of every build: it looks at the finished layout, whichever code made it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import groupby, pairwise

from engross_weasyprint.document import Document, Page

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
from engross.editions.pdf.note_fragments import (
    CALL_PSEUDO,
    NoteFragment,
    endnote_boxes,
    find_note_fragments,
    find_note_id,
    footnote_areas,
    is_reference_to_endnote,
)
from engross.model.notice import Code, Notice, make_notice
from engross.model.tree import NOWHERE, Where

NOISE_PIXELS = 0.01  # CSS pixels by which sums of heights may differ


@dataclass(frozen=True, slots=True)
class _NoteFault:
    """A fault of a note: the notice's code, the note's id and number, further words of the notice."""

    code: Code
    name: str
    number: str
    words: Mapping[str, object] = field(default_factory=dict)


CallsByNote = dict[str, tuple[str, int]]  # the number and the page of the first call, by the note's id


def audit_notes(document: Document, places: Mapping[str, Where] | None = None) -> tuple[Notice, ...]:
    """Return a notice for each note that is lost, moved, out of order, badly broken, or drawn where there is no room.

    ``places``: the place of each note in the source by its id.
    """
    calls, fragments = _find_calls(document), find_note_fragments(document)
    faults = (
        _find_lost_notes(calls, fragments),
        _find_lost_endnotes(document, fragments),
        _find_moved_notes(document, calls, fragments),
        _find_disordered_notes(calls, fragments),
        _find_broken_notes(fragments),
    )
    all_faults = (fault for part in (*faults, _find_overflowing_notes(document, fragments)) for fault in part)
    return tuple(
        make_notice(fault.code, (places or {}).get(fault.name, NOWHERE), number=fault.number, **fault.words)
        for fault in all_faults
    )


def _find_calls(document: Document) -> CallsByNote:
    calls: CallsByNote = {}
    for number, page in enumerate(document.pages, 1):
        for box in body_boxes(page):
            if box_tag(box).endswith(CALL_PSEUDO):
                calls.setdefault(find_note_id(box), (box_attribute(box, "data-n"), number))
    return calls


def _find_lost_notes(calls: CallsByNote, fragments: Iterable[NoteFragment]) -> Iterator[_NoteFault]:
    """Find the notes that are called and stand nowhere, and those that stand on a page without a call."""
    numbers = {fragment.name: fragment.number for fragment in fragments}
    for name, (number, _) in calls.items():
        if name not in numbers:
            yield _NoteFault(Code.NOTE_LOST, name, number)
    for name in numbers.keys() - calls.keys():
        yield _NoteFault(Code.NOTE_ORDER, name, numbers[name])


def _find_lost_endnotes(document: Document, fragments: Iterable[NoteFragment]) -> Iterator[_NoteFault]:
    """Find the endnotes that the foot of a page leads to, and that do not begin there or later."""
    pages: dict[str, int] = {}
    for number, page in enumerate(document.pages, 1):
        for box in endnote_boxes(page):
            pages.setdefault(box_attribute(box, "id"), number)
    for fragment in fragments:
        if is_reference_to_endnote(fragment.box) and pages.get(fragment.name, 0) < fragment.page:
            yield _NoteFault(Code.NOTE_LOST, fragment.name, fragment.number)


def _find_moved_notes(
    document: Document, calls: CallsByNote, fragments: tuple[NoteFragment, ...]
) -> Iterator[_NoteFault]:
    """Find the notes that begin on another page than their call; NOTE_LATE, a warning, if no page could hold both."""
    for fragment in fragments:
        number, page = calls.get(fragment.name, (fragment.number, fragment.page))
        if not fragment.is_continuation and fragment.page != page:
            is_unavoidable = fragment.page > page and _is_crowded_out(
                document.pages[page - 1], fragment.name, fragments
            )
            code = Code.NOTE_LATE if is_unavoidable else Code.NOTE_MOVED
            yield _NoteFault(code, fragment.name, number, {"call": page, "note": fragment.page})


def _is_crowded_out(page: Page, name: str, fragments: tuple[NoteFragment, ...]) -> bool:
    """Return whether the notes called before this one in its line, or its table head, leave it no room on any page."""
    units = (box for box in body_boxes(page) if box.element_tag == "thead" or isinstance(box, LineBox))
    names = next(called for unit in units if name in (called := _find_called_notes(unit)))
    earlier_notes = [fragment.box for fragment in fragments if fragment.name in names[: names.index(name)]]
    area = next(footnote_areas(page), None)
    if area is None or not earlier_notes:
        return False
    height = max(box.height for box in all_boxes(area) if isinstance(box, LineBox))
    return bool(sum(box.margin_height() for box in earlier_notes) + 4 * height > area.max_height)


def _find_called_notes(box: Box) -> list[str]:
    """Return the ids of the notes that are called below a box, in order, each once."""
    return list(dict.fromkeys(find_note_id(b) for b in all_boxes(box) if box_tag(b).endswith(CALL_PSEUDO)))


def _find_disordered_notes(calls: CallsByNote, fragments: Iterable[NoteFragment]) -> Iterator[_NoteFault]:
    """Find the notes that stand behind a note that is called later."""
    order = {name: n for n, name in enumerate(calls)}
    for before, after in pairwise(fragment for fragment in fragments if fragment.name in order):
        if order[after.name] < order[before.name]:
            yield _NoteFault(Code.NOTE_ORDER, after.name, after.number)


def _find_broken_notes(fragments: tuple[NoteFragment, ...]) -> Iterator[_NoteFault]:
    """Find the notes whose fragments are not last on a page and first on the next, or do not have one number."""
    last = {fragment.page: fragment for fragment in fragments}
    first = {fragment.page: fragment for fragment in reversed(fragments)}
    for fragment in fragments:
        is_whole = fragment.has_number != fragment.is_continuation
        if fragment.is_continuation:
            previous = last.get(fragment.page - 1)
            follows_on = previous is not None and previous.name == fragment.name and previous.part == fragment.part - 1
            is_whole = is_whole and follows_on and first[fragment.page] is fragment
        if not is_whole:
            yield _NoteFault(Code.NOTE_BROKEN, fragment.name, fragment.number, {"page": fragment.page})


def _find_overflowing_notes(document: Document, fragments: Iterable[NoteFragment]) -> Iterator[_NoteFault]:
    """Find the pages whose text reaches below the rule of the notes, or whose notes overlap or leave the page."""
    for number, group in groupby(fragments, key=lambda fragment: fragment.page):
        page_fragments, page = list(group), document.pages[number - 1]
        edges = [find_text_bottom(page), next(footnote_areas(page)).border_box_y()]
        for fragment in page_fragments:
            edges += [fragment.box.position_y, fragment.box.position_y + fragment.box.margin_height()]
        edges.append(page._page_box.content_box_y() + page._page_box.height)
        if any(lower < upper - NOISE_PIXELS for upper, lower in pairwise(edges)):
            numbers = ", ".join(fragment.number for fragment in page_fragments)
            yield _NoteFault(Code.NOTE_OVERFLOWS, page_fragments[0].name, numbers, {"page": number})


def find_text_bottom(page: Page) -> float:
    """Return where the last line of a page's own text ends, in CSS pixels from the top."""
    lines = (box for box in body_boxes(page, without=FIRST_FOOT_CLASS) if _is_text_line(box))
    return float(max((line.position_y + line.height for line in lines), default=page._page_box.content_box_y()))


def _is_text_line(box: Box) -> bool:
    return isinstance(box, LineBox) and box_text(box).strip() != ""
