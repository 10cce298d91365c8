"""The audit of notes: each begins on the page of its call, in order, goes on where it must, covers nothing.

Part of every build: it looks at what was laid out, whoever did it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby, pairwise

from weasyprint.document import Document, Page

from engross.notice import Code, Notice, notice
from engross.pdf.boxes import LineBox, attribute, body_of, tag, words
from engross.pdf.pieces import CALL, Piece, areas, pieces

NOISE = 0.01  # CSS pixels by which sums of heights may differ
Calls = dict[str, tuple[str, int]]  # number and page of the first call, by the note's name


def audit(document: Document) -> tuple[Notice, ...]:
    """A notice for each note that is lost, moved, out of order, badly broken, or drawn where there is no room."""
    calls, found = _calls(document), pieces(document)
    faults = (_lost(calls, found), _moved(calls, found), _disordered(calls, found), _broken(found))
    return tuple(fault for part in (*faults, _overflowing(document, found)) for fault in part)


def _calls(document: Document) -> Calls:
    calls: Calls = {}
    for number, page in enumerate(document.pages, 1):
        for box in body_of(page):
            if tag(box).endswith(CALL):
                calls.setdefault(attribute(box, "id"), (attribute(box, "data-n"), number))
    return calls


def _lost(calls: Calls, found: Iterable[Piece]) -> Iterator[Notice]:
    """Notes that are called and stand nowhere, and such as stand there without a call."""
    names = {piece.name: piece.number for piece in found}
    for name, (number, _) in calls.items():
        if name not in names:
            yield notice(Code.NOTE_LOST, number=number)
    for name in names.keys() - calls.keys():
        yield notice(Code.NOTE_ORDER, number=names[name])


def _moved(calls: Calls, found: Iterable[Piece]) -> Iterator[Notice]:
    for piece in found:
        number, page = calls.get(piece.name, (piece.number, piece.page))
        if not piece.goes_on and piece.page != page:
            yield notice(Code.NOTE_MOVED, number=number, call=page, note=piece.page)


def _disordered(calls: Calls, found: Iterable[Piece]) -> Iterator[Notice]:
    """Notes that stand behind one that is called later."""
    order = {name: n for n, name in enumerate(calls)}
    for before, after in pairwise(piece for piece in found if piece.name in order):
        if order[after.name] < order[before.name]:
            yield notice(Code.NOTE_ORDER, number=after.number)


def _broken(found: tuple[Piece, ...]) -> Iterator[Notice]:
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
            yield notice(Code.NOTE_BROKEN, number=piece.number, page=piece.page)


def _overflowing(document: Document, found: Iterable[Piece]) -> Iterator[Notice]:
    """Notes on pages whose text reaches below the rule of the notes, or that reach below or above one another."""
    for number, group in groupby(found, key=lambda piece: piece.page):
        here, page = list(group), document.pages[number - 1]
        edges = [text_foot(page), next(areas(page)).border_box_y()]
        for piece in here:
            edges += [piece.box.position_y, piece.box.position_y + piece.box.margin_height()]
        edges.append(page._page_box.content_box_y() + page._page_box.height)
        if any(lower < upper - NOISE for upper, lower in pairwise(edges)):
            yield notice(Code.NOTE_OVERFLOWS, page=number, numbers=", ".join(piece.number for piece in here))


def text_foot(page: Page) -> float:
    """Where the last line of a page's own text ends, in pixels from the top."""
    lines = (box for box in body_of(page) if isinstance(box, LineBox) and words(box).strip())
    return max((line.position_y + line.height for line in lines), default=page._page_box.content_box_y())
