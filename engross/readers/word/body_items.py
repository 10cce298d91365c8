"""Read a container into body items: paragraphs and tables in order, tracked changes accepted, text boxes behind."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from lxml import etree

from engross.model.reading import LedgerEntry
from engross.model.text import fold, spell_inlines
from engross.model.tree import Block, Inline, Paragraph, Role, Style, Table, Where
from engross.readers.word.brackets import remove_call_brackets
from engross.readers.word.looks import find_common_look
from engross.readers.word.notes import cut_leading_characters, cut_trailing_breaks
from engross.readers.word.part_text import choose_alternative, has_deleted_end
from engross.readers.word.qnames import find_element, read_value, short_name
from engross.readers.word.reader_state import WordReaderState
from engross.readers.word.runs import DELETED_TEXT, group_run_items, read_run_items
from engross.readers.word.tables import ALIGNMENTS, read_table

TYPED_SPACE = " \t\r\n"
WRAPPER_TAGS = ("w:sdt", "w:sdtContent", "w:ins", "w:moveTo", "w:customXml", "w:smartTag")


@dataclass(frozen=True, slots=True)
class BodyItem:
    """A paragraph or a table of a part, with its ledger entries.

    ``number``: what Word counts before it. ``style``: the id of its style. ``rank``: of the heading that the style
    makes, 0 for none. ``look``: what all its words have in common. ``pictures``: how many it has. ``level``: its level
    from 0 in a list that the file does not define; None in any other case.
    """

    where: Where
    entries: tuple[LedgerEntry, ...] = ()
    content: tuple[Inline, ...] = ()
    number: str = ""
    style: str = ""
    rank: int = 0
    look: Style | None = None
    align: str = ""
    table: Table | None = None
    pictures: int = 0
    level: int | None = None

    @property
    def text(self) -> str:
        """Its words without calls; "" for a table."""
        return spell_inlines(self.content, calls=False).strip()

    @property
    def is_all_bold(self) -> bool:
        """Whether all its words are bold."""
        return self.look is Style.BOLD


def flatten_wrappers(container: etree._Element | list[etree._Element]) -> Iterator[etree._Element]:
    """Yield the children of a container, replacing wrapper elements by their children."""
    for child in container:
        if short_name(child) in WRAPPER_TAGS:
            yield from flatten_wrappers(child)
        elif short_name(child) == "mc:AlternateContent":
            version = choose_alternative(child)
            yield from flatten_wrappers(version) if version is not None else ()
        else:
            yield child


def read_body_items(container: etree._Element | list[etree._Element], state: WordReaderState) -> Iterator[BodyItem]:
    """Yield the body items of a container in order; a paragraph whose end was deleted runs on into the next."""
    group: list[etree._Element] = []
    for child in flatten_wrappers(container):
        tag = short_name(child)
        if tag == "w:p":
            group.append(child)
            if not has_deleted_end(child):
                yield from _read_paragraph(group, state)
                group = []
        elif tag == "w:tbl":
            yield from _read_paragraph(group, state) if group else ()
            group = []
            yield _read_table_item(child, state)
        elif tag in ("w:del", "w:moveFrom"):
            yield from _read_paragraph(group, state) if group else ()
            group = []
            start = len(state.entries)
            state.drop_element(child, DELETED_TEXT)
            yield BodyItem(state.where, tuple(state.entries[start:]))
        elif tag == "w:altChunk":
            yield BodyItem(state.where, pictures=1)
    yield from _read_paragraph(group, state) if group else ()


def _read_paragraph(group: list[etree._Element], state: WordReaderState) -> Iterator[BodyItem]:
    """Yield the item of a paragraph, or of several that tracked changes join, then those of its text boxes."""
    state.next_paragraph()
    start, where = len(state.entries), state.where
    properties = find_element(group[-1], "w:pPr")
    style = read_value(find_element(properties, "w:pStyle")) or state.styles.default
    list_number = state.numbers.take_number(properties, style)
    number, level = list_number.number, list_number.unlisted
    outer_boxes, state.boxes = state.boxes, []
    outer_pictures, state.pictures, state.has_number_field = state.pictures, 0, False
    runs = (remove_call_brackets(read_run_items(one, state), state) for one in group)
    content = cut_trailing_breaks(
        cut_leading_characters(
            tuple(item for one in runs for item in group_run_items(one)), 0, TYPED_SPACE if state.is_styled else None
        )
    )
    if not fold(spell_inlines(content)):
        content = ()
    entries = state.entries[start:]
    if number and content:
        state.texts.numbers[group[0]] = number
        entries.insert(0, LedgerEntry(state.kind, number))
    level = 0 if level is None and not number and state.has_number_field else level
    if content and level is not None:
        state.unlisted.append(where)
    rank = state.styles.heading_rank(style)
    body_item = BodyItem(
        where, tuple(entries), content, number if content else "", style, rank, find_common_look(content)
    )
    body_item = replace(
        body_item,
        align=ALIGNMENTS.get(read_value(find_element(properties, "w:jc")), ""),
        pictures=state.pictures,
        level=level,
    )
    boxes, state.boxes, state.pictures = state.boxes, outer_boxes, outer_pictures
    del state.entries[start:]
    yield _enter_entries(body_item, state)
    for box, gone in boxes:
        yield from _read_text_box(box, gone, state, where)


def _read_text_box(box: etree._Element, gone: str, state: WordReaderState, where: Where) -> Iterator[BodyItem]:
    """Yield the items of a text box; of one that is ``gone``, an item with the ledger entries of that kind only."""
    if gone:
        start = len(state.entries)
        state.drop_element(box, gone)
        yield BodyItem(where, tuple(state.entries[start:]))
    else:
        yield from read_body_items(box, state)


def _enter_entries(item: BodyItem, state: WordReaderState) -> BodyItem:
    """Add the entries of an item to those of the state, for the note or cell that it may stand in; return the item."""
    state.entries += item.entries
    return item


def _read_table_item(element: etree._Element, state: WordReaderState) -> BodyItem:
    """Read a table as a body item."""
    state.next_paragraph()
    start, where = len(state.entries), state.where
    outer_pictures, state.pictures = state.pictures, 0
    state.enter_table()
    found = read_table(element, state)
    state.depth -= 1
    style = read_value(find_element(element, "w:tblPr", "w:tblStyle"))
    body_item = BodyItem(where, tuple(state.entries[start:]), style=style, table=found, pictures=state.pictures)
    state.pictures = outer_pictures
    return body_item


def read_inner_blocks(element: etree._Element, state: WordReaderState) -> tuple[Block, ...]:
    """Read the blocks of a note or a cell: plain paragraphs and tables."""
    blocks: list[Block] = []
    for item in read_body_items(element, state):
        state.pictures += item.pictures
        if item.table is not None:
            blocks.append(item.table)
        elif item.content:
            blocks.append(Paragraph(Role.PLAIN, item.content, item.number, where=item.where))
    return tuple(blocks)
