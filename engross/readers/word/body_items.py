"""The body of a part to pieces: its paragraphs and tables in order, tracked changes accepted, text boxes behind."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from lxml import etree

from engross.model.reading import LedgerEntry
from engross.model.text import fold, spell_inlines
from engross.model.tree import Block, Inline, Paragraph, Role, Style, Styled, Table, Text, Where
from engross.readers.word.brackets import remove_call_brackets
from engross.readers.word.notes import cut_leading_characters
from engross.readers.word.part_text import choose_alternative, has_deleted_end
from engross.readers.word.qnames import find_element, read_value, short_name
from engross.readers.word.reader_state import WordReaderState
from engross.readers.word.runs import DELETED_TEXT, group_run_items, read_run_items
from engross.readers.word.tables import read_table

WRAPPER_TAGS = ("w:sdt", "w:sdtContent", "w:ins", "w:moveTo", "w:customXml", "w:smartTag")
ALIGNMENTS = {"right": "right", "end": "right", "center": "center"}


@dataclass(frozen=True, slots=True)
class BodyItem:
    """A paragraph or a table of a part, and what became of its characters.

    ``number``: what Word counts. ``style``: the id of its style. ``rank``: of the heading that the style makes, 0 for
    none. ``bold``: all its words are. ``level``: in a list that is not there, from 0; None in any other case.
    """

    where: Where
    entries: tuple[LedgerEntry, ...] = ()
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
        return spell_inlines(self.content, calls=False).strip()


def flatten_wrappers(container: etree._Element) -> Iterator[etree._Element]:
    """The elements of a container, those in wrappers among them."""
    for child in container:
        if short_name(child) in WRAPPER_TAGS:
            yield from flatten_wrappers(child)
        elif short_name(child) == "mc:AlternateContent":
            one = choose_alternative(child)
            yield from flatten_wrappers(one) if one is not None else ()
        else:
            yield child


def read_body_items(container: etree._Element, desk: WordReaderState) -> Iterator[BodyItem]:
    """The pieces of a container in order; a paragraph whose end was deleted runs on into the next."""
    group: list[etree._Element] = []
    for child in flatten_wrappers(container):
        own = short_name(child)
        if own == "w:p":
            group.append(child)
            if not has_deleted_end(child):
                yield from _read_paragraph(group, desk)
                group = []
        elif own == "w:tbl":
            yield from _read_paragraph(group, desk) if group else ()
            group = []
            yield _read_table_item(child, desk)
        elif own in ("w:del", "w:moveFrom"):
            yield from _read_paragraph(group, desk) if group else ()
            group = []
            start = len(desk.entries)
            desk.drop_element(child, DELETED_TEXT)
            yield BodyItem(desk.where, tuple(desk.entries[start:]))
        elif own == "w:altChunk":
            yield BodyItem(desk.where, pictures=1)
    yield from _read_paragraph(group, desk) if group else ()


def _read_paragraph(group: list[etree._Element], desk: WordReaderState) -> Iterator[BodyItem]:
    """The piece of a paragraph, or of several that tracked changes make one, and those of its text boxes."""
    desk.next_paragraph()
    start, where = len(desk.entries), desk.where
    properties = find_element(group[-1], "w:pPr")
    style = read_value(find_element(properties, "w:pStyle")) or desk.styles.default
    taken = desk.numbers.take_number(properties, style)
    number, level = taken.number, taken.unlisted
    held, desk.boxes = desk.boxes, []
    pictures, desk.pictures = desk.pictures, 0
    content = cut_leading_characters(
        tuple(item for one in group for item in group_run_items(remove_call_brackets(read_run_items(one, desk), desk))),
        0,
    )
    if not fold(spell_inlines(content)):
        content = ()
    own = desk.entries[start:]
    if number and content:
        desk.texts.numbers[group[0]] = number
        own.insert(0, LedgerEntry(desk.kind, number))
    if content and level is not None:
        desk.unlisted.append(where)
    rank = desk.styles.heading_rank(style)
    piece = BodyItem(where, tuple(own), content, number if content else "", style, rank, _is_all_bold(content))
    piece = replace(
        piece,
        align=ALIGNMENTS.get(read_value(find_element(properties, "w:jc")), ""),
        pictures=desk.pictures,
        level=level,
    )
    boxes, desk.boxes, desk.pictures = desk.boxes, held, pictures
    del desk.entries[start:]
    yield _enter_entries(piece, desk)
    for box, gone in boxes:
        if gone:
            start = len(desk.entries)
            desk.drop_element(box, gone)
            yield BodyItem(where, tuple(desk.entries[start:]))
        else:
            yield from read_body_items(box, desk)


def _enter_entries(piece: BodyItem, desk: WordReaderState) -> BodyItem:
    """A piece whose entries stand on the desk too, for the note or the cell that it may be in."""
    desk.entries += piece.entries
    return piece


def _is_all_bold(content: tuple[Inline, ...]) -> bool:
    """Whether all words are bold, or set apart in another way that headings have."""
    words = [item for item in content if not (isinstance(item, Text) and not item.text.strip(" \t.:"))]
    return bool(words) and all(isinstance(item, Styled) and item.style is Style.BOLD for item in words)


def _read_table_item(element: etree._Element, desk: WordReaderState) -> BodyItem:
    desk.next_paragraph()
    start, where = len(desk.entries), desk.where
    pictures, desk.pictures = desk.pictures, 0
    desk.enter_table()
    found = read_table(element, desk)
    desk.depth -= 1
    piece = BodyItem(where, tuple(desk.entries[start:]), table=found, pictures=desk.pictures)
    desk.pictures = pictures
    return piece


def read_inner_blocks(element: etree._Element, desk: WordReaderState) -> tuple[Block, ...]:
    """The blocks of a note or a cell: plain paragraphs and tables."""
    found: list[Block] = []
    for piece in read_body_items(element, desk):
        desk.pictures += piece.pictures
        if piece.table is not None:
            found.append(piece.table)
        elif piece.content:
            found.append(Paragraph(Role.PLAIN, piece.content, piece.number, where=piece.where))
    return tuple(found)
