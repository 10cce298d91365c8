"""The audit of notes: each begins on the page of its call, in order, goes on where it must, covers nothing.

Part of every build: it looks at what was laid out, whoever did it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import groupby, pairwise

from weasyprint.document import Document, Page

from engross.model import NOWHERE, Where
from engross.notice import Code, Notice, notice
from engross.pdf.boxes import FIRST_FOOT, Box, LineBox, all_boxes, attribute, body_of, tag, words
from engross.pdf.pieces import CALL, Piece, areas, pieces

NOISE = 0.01  # CSS pixels by which sums of heights may differ


@dataclass(frozen=True, slots=True)
class _Fault:
    """What is wrong with a note: the notice's code, the note's id and number, the notice's further words."""

    code: Code
    name: str
    number: str
    words: Mapping[str, object] = field(default_factory=dict)


Calls = dict[str, tuple[str, int]]  # number and page of the first call, by the note's name


def audit(document: Document, places: Mapping[str, Where] | None = None) -> tuple[Notice, ...]:
    """A notice for each note that is lost, moved, out of order, badly broken, or drawn where there is no room.

    ``places``: where each note is in the source, by its id.
    """
    calls, found = _calls(document), pieces(document)
    faults = (_lost(calls, found), _moved(document, calls, found), _disordered(calls, found), _broken(found))
    every = (fault for part in (*faults, _overflowing(document, found)) for fault in part)
    return tuple(
        notice(fault.code, (places or {}).get(fault.name, NOWHERE), number=fault.number, **fault.words)
        for fault in every
    )


def _calls(document: Document) -> Calls:
    calls: Calls = {}
    for number, page in enumerate(document.pages, 1):
        for box in body_of(page):
            if tag(box).endswith(CALL):
                calls.setdefault(attribute(box, "id"), (attribute(box, "data-n"), number))
    return calls


def _lost(calls: Calls, found: Iterable[Piece]) -> Iterator[_Fault]:
    """Notes that are called and stand nowhere, and such as stand there without a call."""
    names = {piece.name: piece.number for piece in found}
    for name, (number, _) in calls.items():
        if name not in names:
            yield _Fault(Code.NOTE_LOST, name, number)
    for name in names.keys() - calls.keys():
        yield _Fault(Code.NOTE_ORDER, name, names[name])


def _moved(document: Document, calls: Calls, found: tuple[Piece, ...]) -> Iterator[_Fault]:
    """Notes that begin on another page than their call's; a warning where no page could hold both."""
    for piece in found:
        number, page = calls.get(piece.name, (piece.number, piece.page))
        if not piece.goes_on and piece.page != page:
            late = piece.page > page and _crowded(document.pages[page - 1], piece.name, found)
            code = Code.NOTE_LATE if late else Code.NOTE_MOVED
            yield _Fault(code, piece.name, number, {"call": page, "note": piece.page})


def _crowded(page: Page, name: str, found: tuple[Piece, ...]) -> bool:
    """Whether the notes called before one in its line, or in its row of a table, leave no page room to begin it."""
    units = (box for box in body_of(page) if box.element_tag == "tr" or isinstance(box, LineBox))
    names = next(called for unit in units if name in (called := _called(unit)))
    before = [piece.box for piece in found if piece.name in names[: names.index(name)]]
    area = next(areas(page), None)
    if area is None or not before:
        return False
    height = max(box.height for box in all_boxes(area) if isinstance(box, LineBox))
    return bool(sum(box.margin_height() for box in before) + 4 * height > area.max_height)


def _called(box: Box) -> list[str]:
    """The names of the notes that are called below a box."""
    return list(dict.fromkeys(attribute(b, "id") for b in all_boxes(box) if tag(b).endswith(CALL)))


def _disordered(calls: Calls, found: Iterable[Piece]) -> Iterator[_Fault]:
    """Notes that stand behind one that is called later."""
    order = {name: n for n, name in enumerate(calls)}
    for before, after in pairwise(piece for piece in found if piece.name in order):
        if order[after.name] < order[before.name]:
            yield _Fault(Code.NOTE_ORDER, after.name, after.number)


def _broken(found: tuple[Piece, ...]) -> Iterator[_Fault]:
    """Notes whose pieces are not the last of one page and the first of the next, or do not have one number."""
    last = {piece.page: piece for piece in found}
    first = {piece.page: piece for piece in reversed(found)}
    for piece in found:
        whole = piece.numbered != piece.goes_on
        if piece.goes_on:
            before = last.get(piece.page - 1)
            joined = before is not None and before.name == piece.name and before.part == piece.part - 1
            whole = whole and joined and first[piece.page] is piece
        if not whole:
            yield _Fault(Code.NOTE_BROKEN, piece.name, piece.number, {"page": piece.page})


def _overflowing(document: Document, found: Iterable[Piece]) -> Iterator[_Fault]:
    """Notes on pages whose text reaches below the rule of the notes, or that reach below or above one another."""
    for number, group in groupby(found, key=lambda piece: piece.page):
        here, page = list(group), document.pages[number - 1]
        edges = [text_foot(page), next(areas(page)).border_box_y()]
        for piece in here:
            edges += [piece.box.position_y, piece.box.position_y + piece.box.margin_height()]
        edges.append(page._page_box.content_box_y() + page._page_box.height)
        if any(lower < upper - NOISE for upper, lower in pairwise(edges)):
            numbers = ", ".join(piece.number for piece in here)
            yield _Fault(Code.NOTE_OVERFLOWS, here[0].name, numbers, {"page": number})


def text_foot(page: Page) -> float:
    """Where the last line of a page's own text ends, in pixels from the top."""
    lines = (box for box in body_of(page, without=FIRST_FOOT) if _is_text(box))
    return float(max((line.position_y + line.height for line in lines), default=page._page_box.content_box_y()))


def _is_text(box: Box) -> bool:
    return isinstance(box, LineBox) and words(box).strip() != ""
