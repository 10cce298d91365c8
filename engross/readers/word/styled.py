"""Build what a document says by its styles, as those that engross writes do: masthead, titles, parts, blocks by depth.

A paragraph that someone has added in another style is read as in any other document.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from typing import Any

from lxml import etree

from engross.grammars.language import Language, language_codes
from engross.model.reading import LedgerEntry
from engross.model.text import spell_inlines
from engross.model.tree import Annex, Block, Heading, Inline, Masthead, Paragraph, Part, Role, Text
from engross.readers.common.attach_points import hang_or_continue_block, is_operative
from engross.readers.lines.head import classify_masthead_line
from engross.readers.word.body_items import TYPED_SPACE, BodyItem, flatten_wrappers, read_body_items
from engross.readers.word.document_language import read_named_language
from engross.readers.word.head import join_item_lines
from engross.readers.word.item_blocks import build_block
from engross.readers.word.item_labels import label_item_alone
from engross.readers.word.lettered_parts import LetteredPart
from engross.readers.word.notes import cut_leading_characters
from engross.readers.word.qnames import full_name, short_name
from engross.readers.word.reader_state import WordReaderState
from engross.readers.word.role_styles import (
    is_annex_style,
    is_part_style,
    is_supplied_style,
    is_title_style,
    read_role_style,
)
from engross.readers.word.styles import WordStyles

TYPED_NUMBER = re.compile(r"(?P<number>[^\t\n]{1,24})\t")
WHITE_SPACE = re.compile(r"[ \t\r\n]+")
LIST_FIELDS = ("period", "other")
SUPPLIED_LINE = "line of the masthead that the source lacks"


def read_header_lines(header: etree._Element, state: WordReaderState) -> Iterator[BodyItem]:
    """Yield the paragraphs of a header as items, those in the cells of its tables too."""
    for child in flatten_wrappers(header):
        if short_name(child) == "w:tbl":
            for cell in child.iter(full_name("w:tc")):
                yield from read_body_items(cell, state)
    yield from read_body_items([one for one in header if short_name(one) != "w:tbl"], state)


def find_styled_language(styles: WordStyles) -> str:
    """Return the code of the language that the style of all paragraphs names; "" for none that engross knows."""
    codes = (read_named_language(style) for style in styles.base_chain(styles.default))
    return next((code for code in codes if code in language_codes()), "")


def split_by_styles(items: list[BodyItem], styles: WordStyles) -> tuple[list[BodyItem], list[BodyItem], list[BodyItem]]:
    """Return the items of the masthead, of the title and of the text, from the title of the first part on."""
    start = next((n for n, item in enumerate(items) if not _is_masthead_item(item, styles)), len(items))
    text = next((n for n in range(start, len(items)) if not _is_whole_title(items[n], styles)), len(items))
    return items[:start], items[start:text], items[text:]


def _is_masthead_item(item: BodyItem, styles: WordStyles) -> bool:
    said = read_role_style(styles, item.style).role
    return (not item.table and not said and not item.rank) or bool(styles.masthead_field(item.style))


def _is_whole_title(item: BodyItem, styles: WordStyles) -> bool:
    return is_title_style(styles, item.style) and not is_part_style(styles, item.style)


def split_styled_parts(text: list[BodyItem], styles: WordStyles) -> list[LetteredPart]:
    """Return the parts that begin with a title of their own; none if the document is undivided."""
    starts = [n for n, item in enumerate(text) if is_part_style(styles, item.style)]
    parts = []
    for start, end in pairwise([*starts, len(text)]):
        number, title = read_styled_title([text[start]])
        parts.append(LetteredPart(number, title, text[start + 1 : end]))
    return parts


def read_styled_title(items: list[BodyItem]) -> tuple[str, tuple[Inline, ...]]:
    """Return the number and the words of a title."""
    return cut_typed_number(join_item_lines(items))


def cut_typed_number(content: tuple[Inline, ...]) -> tuple[str, tuple[Inline, ...]]:
    """Return the number that stands before a tab at the beginning of a paragraph, "" for none, and the rest.

    The tab in front of the number is gone by then, as all white space at the edges of paragraphs.
    """
    match = TYPED_NUMBER.match(spell_inlines(content, calls=False))
    return (
        (match["number"].strip(), cut_leading_characters(content, match.end(), TYPED_SPACE)) if match else ("", content)
    )


def drop_supplied_lines(items: list[BodyItem], styles: WordStyles) -> list[BodyItem]:
    """Return the items of a masthead, those that engross supplied without their words."""
    return [
        replace(item, content=(), entries=tuple(LedgerEntry(SUPPLIED_LINE, entry.text) for entry in item.entries))
        if is_supplied_style(styles, item.style)
        else item
        for item in items
    ]


def build_styled_masthead(items: list[BodyItem], lang: Language, organ: str, styles: WordStyles) -> Masthead:
    """Return the masthead of lines that say by their styles which they are; others are told by their words."""
    lines: dict[str, list[str]] = {}
    proponent: tuple[Inline, ...] = ()
    current = "other"
    for item in (item for item in items if item.content):
        line = WHITE_SPACE.sub(" ", spell_inlines(item.content, calls=False)).strip(" ")
        field = styles.masthead_field(item.style)
        current = field or classify_masthead_line(line, current, organ, lang)
        if current == "proponent":
            proponent = (*proponent, *((Text(" "),) if proponent else ()), *item.content)
        else:
            lines.setdefault(current, []).append(line)
    values: dict[str, Any] = {
        field: tuple(found) if field in LIST_FIELDS else ("\n" if field == "agenda_title" else " ").join(found)
        for field, found in lines.items()
    }
    return Masthead(**values, proponent=proponent)


def build_styled_part(part: LetteredPart, styles: WordStyles, lang: Language) -> Part:
    """Return a part: its body up to the first closing line, the closing lines, an annex behind each of their starts."""
    starts = [n for n, item in enumerate(part.text) if is_annex_style(styles, item.style)]
    main = part.text[: starts[0]] if starts else part.text
    tail = next((n for n, item in enumerate(main) if _is_closing_item(item, styles)), len(main))
    closing, annexed = _split_closing(main[tail:], styles, lang)
    annexes = [
        annexed,
        *(part.text[start:end] for start, end in pairwise([*starts, len(part.text)])),
    ]
    built = ((items, build_styled_blocks(items, styles, lang)) for items in annexes)
    return Part(
        part.letter,
        part.title,
        build_styled_blocks(main[:tail], styles, lang),
        closing,
        tuple(Annex(blocks, where=items[0].where) for items, blocks in built if blocks),
    )


def _is_closing_item(item: BodyItem, styles: WordStyles) -> bool:
    return read_role_style(styles, item.style).role in (Role.CLOSING, Role.VOTE)


def _split_closing(
    items: list[BodyItem], styles: WordStyles, lang: Language
) -> tuple[tuple[Paragraph, ...], list[BodyItem]]:
    """Return the closing lines with what hangs on them, and the items behind them, which begin an annex."""
    blocks = build_styled_blocks(items, styles, lang)
    count = next((n for n, block in enumerate(blocks) if _is_no_closing(block)), len(blocks))
    lines = tuple(block for block in blocks[:count] if isinstance(block, Paragraph))
    start = blocks[count].where if count < len(blocks) else None
    return lines, items[next((n for n, item in enumerate(items) if item.where == start), len(items)) :]


def _is_no_closing(block: Block) -> bool:
    return not isinstance(block, Paragraph) or block.role not in (Role.CLOSING, Role.VOTE)


def build_styled_blocks(items: list[BodyItem], styles: WordStyles, lang: Language) -> tuple[Block, ...]:
    """Return the blocks of items: each as its style says, in the paragraph before it that its depth asks for."""
    blocks: list[Block] = []
    for item in items:
        said = read_role_style(styles, item.style)
        if block := _build_styled_block(item, said.role):
            _place_block(blocks, block, said.depth)
        elif item.content:
            label = label_item_alone(item, lang, is_decided=any(map(is_operative, blocks)))
            hang_or_continue_block(blocks, build_block(item, label))
    return tuple(blocks)


def read_styled_inner_blocks(element: etree._Element, state: WordReaderState) -> tuple[Block, ...]:
    """Read the blocks of a note or a cell: plain paragraphs where their styles say nothing else."""
    blocks: list[Block] = []
    for item in read_body_items(element, state):
        state.pictures += item.pictures
        said = read_role_style(state.styles, item.style)
        if block := _build_styled_block(item, said.role):
            _place_block(blocks, block, said.depth)
        elif item.content:
            _place_block(blocks, Paragraph(Role.PLAIN, item.content, item.number, where=item.where), said.depth)
    return tuple(blocks)


def _build_styled_block(item: BodyItem, role: Role | None) -> Block | None:
    """Return the block of an item whose style gives it a ``role`` or a rank, or a table; None for any other."""
    if not item.content or not (role or item.rank):
        return item.table
    number, content = (item.number, item.content) if item.number else cut_typed_number(item.content)
    if role:
        return Paragraph(role, content, number, where=item.where)
    return Heading(item.rank, content, number, where=item.where)


def _place_block(blocks: list[Block], block: Block, depth: int) -> None:
    """Append a block to blocks, or to those that hang on the last of them, as deep as it stands."""
    last = blocks[-1] if blocks else None
    if depth and isinstance(last, Paragraph):
        children = [*last.children]
        _place_block(children, block, depth - 1)
        blocks[-1] = replace(last, children=tuple(children))
    else:
        blocks.append(block)
