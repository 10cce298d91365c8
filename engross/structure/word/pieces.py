"""The body of a part to pieces: its paragraphs and tables in order, tracked changes accepted, text boxes behind."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from lxml import etree

from engross.model import Block, Inline, Paragraph, Role, Style, Styled, Table, Text, Where
from engross.reading import Entry
from engross.structure.word.account import chosen, runs_on
from engross.structure.word.brackets import unbracketed
from engross.structure.word.desk import Desk
from engross.structure.word.names import find, name, val
from engross.structure.word.notes import cut
from engross.structure.word.runs import DELETED, bits, gathered
from engross.structure.word.tables import table
from engross.text import fold, spell

WRAPPED = ("w:sdt", "w:sdtContent", "w:ins", "w:moveTo", "w:customXml", "w:smartTag")
ALIGNED = {"right": "right", "end": "right", "center": "center"}


@dataclass(frozen=True, slots=True)
class Piece:
    """A paragraph or a table of a part, and what became of its characters.

    ``number``: what Word counts. ``style``: the id of its style. ``rank``: of the heading that the style makes, 0 for
    none. ``bold``: all its words are. ``level``: in a list that is not there, from 0; None in any other case.
    """

    where: Where
    entries: tuple[Entry, ...] = ()
    content: tuple[Inline, ...] = ()
    number: str = ""
    style: str = ""
    rank: int = 0
    bold: bool = False
    align: str = ""
    table: Table | None = None
    pictures: int = 0
    level: int | None = None

    @property
    def text(self) -> str:
        """Its words without calls; "" for a table."""
        return spell(self.content, calls=False).strip()


def flat(container: etree._Element) -> Iterator[etree._Element]:
    """The elements of a container, those in wrappers among them."""
    for child in container:
        if name(child) in WRAPPED:
            yield from flat(child)
        elif name(child) == "mc:AlternateContent":
            one = chosen(child)
            yield from flat(one) if one is not None else ()
        else:
            yield child


def pieces(container: etree._Element, desk: Desk) -> Iterator[Piece]:
    """The pieces of a container in order; a paragraph whose end was deleted runs on into the next."""
    group: list[etree._Element] = []
    for child in flat(container):
        own = name(child)
        if own == "w:p":
            group.append(child)
            if not runs_on(child):
                yield from _paragraph(group, desk)
                group = []
        elif own == "w:tbl":
            yield from _paragraph(group, desk) if group else ()
            group = []
            yield _table(child, desk)
        elif own in ("w:del", "w:moveFrom"):
            yield from _paragraph(group, desk) if group else ()
            group = []
            start = len(desk.entries)
            desk.drop(child, DELETED)
            yield Piece(desk.where, tuple(desk.entries[start:]))
        elif own == "w:altChunk":
            yield Piece(desk.where, pictures=1)
    yield from _paragraph(group, desk) if group else ()


def _paragraph(group: list[etree._Element], desk: Desk) -> Iterator[Piece]:
    """The piece of a paragraph, or of several that tracked changes make one, and those of its text boxes."""
    desk.next_paragraph()
    start, where = len(desk.entries), desk.where
    properties = find(group[-1], "w:pPr")
    style = val(find(properties, "w:pStyle")) or desk.styles.default
    taken = desk.numbers.take(properties, style)
    number, level = taken.number, taken.unlisted
    held, desk.boxes = desk.boxes, []
    pictures, desk.pictures = desk.pictures, 0
    content = cut(tuple(item for one in group for item in gathered(unbracketed(bits(one, desk), desk))), 0)
    if not fold(spell(content)):
        content = ()
    own = desk.entries[start:]
    if number and content:
        desk.texts.numbers[group[0]] = number
        own.insert(0, Entry(desk.kind, number))
    if content and level is not None:
        desk.unlisted.append(where)
    rank = desk.styles.rank(style)
    piece = Piece(where, tuple(own), content, number if content else "", style, rank, _bold(content))
    piece = replace(piece, align=ALIGNED.get(val(find(properties, "w:jc")), ""), pictures=desk.pictures, level=level)
    boxes, desk.boxes, desk.pictures = desk.boxes, held, pictures
    del desk.entries[start:]
    yield _entered(piece, desk)
    for box, gone in boxes:
        if gone:
            start = len(desk.entries)
            desk.drop(box, gone)
            yield Piece(where, tuple(desk.entries[start:]))
        else:
            yield from pieces(box, desk)


def _entered(piece: Piece, desk: Desk) -> Piece:
    """A piece whose entries stand on the desk too, for the note or the cell that it may be in."""
    desk.entries += piece.entries
    return piece


def _bold(content: tuple[Inline, ...]) -> bool:
    """Whether all words are bold, or set apart in another way that headings have."""
    words = [item for item in content if not (isinstance(item, Text) and not item.text.strip(" \t.:"))]
    return bool(words) and all(isinstance(item, Styled) and item.style is Style.BOLD for item in words)


def _table(element: etree._Element, desk: Desk) -> Piece:
    desk.next_paragraph()
    start, where = len(desk.entries), desk.where
    pictures, desk.pictures = desk.pictures, 0
    desk.enter_table()
    found = table(element, desk)
    desk.depth -= 1
    piece = Piece(where, tuple(desk.entries[start:]), table=found, pictures=desk.pictures)
    desk.pictures = pictures
    return piece


def inside(element: etree._Element, desk: Desk) -> tuple[Block, ...]:
    """The blocks of a note or a cell: plain paragraphs and tables."""
    found: list[Block] = []
    for piece in pieces(element, desk):
        desk.pictures += piece.pictures
        if piece.table is not None:
            found.append(piece.table)
        elif piece.content:
            found.append(Paragraph(Role.PLAIN, piece.content, piece.number, where=piece.where))
    return tuple(found)
