"""The elements of a body to blocks: paragraphs with their points, headings, tables, in the order of the file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from lxml import etree

from engross.model.notice import Code
from engross.model.text import fold
from engross.model.tree import Block, Heading, Inline, Paragraph, Role, Table, Text, Where
from engross.model.walk import descend_blocks
from engross.readers.akn import lists, tables
from engross.readers.akn.elements import BLOCK_ELEMENTS, GROUP_ELEMENTS, TRANSPARENT_ELEMENTS
from engross.readers.akn.furniture import is_furniture
from engross.readers.akn.markers import has_words_or_notes, read_number, split_marker, split_number
from engross.readers.akn.roles import (
    HEADING_RANK,
    SUBHEADING_RANK,
    classify_unnumbered,
    find_numbered_role,
    find_style_rank,
    is_empty_block,
    join_lone_numbers,
)
from engross.readers.akn.tree import (
    AknReaderState,
    has_blocks,
    is_block,
    list_pieces,
    local_name,
    named_children,
    read_inlines,
)
from engross.readers.common.attach_points import classify_marker, hang_or_continue_block, is_point_marker

UNDER_TABLE_CLASS = "FootnoteText"  # the class of words under a table: “Abbreviations: …” orders nothing
PARAGRAPH_ELEMENTS = ("p", "block", "listIntroduction", "listWrapUp")


def read_body_blocks(element: etree._Element, state: AknReaderState) -> list[Block]:
    """The blocks of a preamble, main body or embedded text, points under what bears them."""
    return read_blocks(list_pieces(element), state, preamble=local_name(element) == "preamble")


def read_blocks(elements: Iterable[etree._Element], state: AknReaderState, *, preamble: bool = False) -> list[Block]:
    """The blocks that elements are, points under what bears them."""
    blocks: list[Block] = []
    read = (b for element in elements for b in _read_block(element, state, preamble))
    for block in join_lone_numbers([b for b in read if not is_empty_block(b)]):
        hang_or_continue_block(blocks, block)
    return blocks


def _read_block(element: etree._Element, state: AknReaderState, preamble: bool) -> Iterator[Block]:
    name = local_name(element)
    if not name or is_furniture(element):
        return
    if name in ELEMENT_READERS:
        yield from ELEMENT_READERS[name](element, state)
    elif name in GROUP_ELEMENTS and _is_paragraph_division(element):
        yield from _read_paragraph(element, state)
    elif name == "container" and element.get("name") == "formula":
        yield from _read_formula(element, state)
    elif name == "container" and preamble and element.find("{*}table") is None:
        yield from _read_preamble_container(element, state)
    elif name in GROUP_ELEMENTS:
        yield from (block for piece in list_pieces(element) for block in _read_block(piece, state, preamble=False))
    elif name == "p" or name not in BLOCK_ELEMENTS:
        if name not in TRANSPARENT_ELEMENTS and has_blocks(element):
            state.note(Code.UNKNOWN_ELEMENT, element, name=name)
        yield from _read_loose_words(element, state, preamble)
    else:
        state.note(Code.UNKNOWN_ELEMENT, element, name=name)
        yield Paragraph(Role.PLAIN, read_inlines(element, state), where=state.where(element))


def _is_paragraph_division(element: etree._Element) -> bool:
    """Whether a division of a text is a paragraph by another name: a number or marker, words, and no heading."""
    names = [local_name(child) for child in element]
    if "num" not in names or "heading" in names or not {"content", "intro", "p"} & set(names):
        return False
    number = "".join(element[names.index("num")].itertext()).strip()
    return classify_marker(number) == "number" or is_point_marker(number)


def _read_formula(element: etree._Element, state: AknReaderState) -> Iterator[Block]:
    for piece in list_pieces(element):
        if (local_name(piece) == "p" and not has_blocks(piece)) or not is_block(piece):
            yield Paragraph(Role.ENACTING, read_inlines(piece, state), where=state.where(piece))
        else:
            yield from _read_block(piece, state, preamble=False)


def _read_preamble_container(element: etree._Element, state: AknReaderState) -> Iterator[Block]:
    """A preambular paragraph: the first words of a container, with what else it holds hanging on them."""
    blocks = [block for piece in list_pieces(element) for block in _read_block(piece, state, preamble=True)]
    first = blocks[0] if blocks else None
    if isinstance(first, Paragraph) and any(map(_has_paragraph_number, first.children)):
        yield replace(first, role=Role.OPERATIVE, children=())
        yield from map(_set_numbered_role, (*first.children, *blocks[1:]))
    elif isinstance(first, Paragraph) and first.role in (Role.PREAMBULAR, Role.PLAIN):
        rest = tuple(_demote_preambular(b) for b in blocks[1:])
        yield replace(first, role=Role.PREAMBULAR, children=(*first.children, *rest))
    else:
        yield from blocks


def _set_numbered_role(block: Block) -> Block:
    numbered = isinstance(block, Paragraph) and _has_paragraph_number(block)
    return replace(block, role=find_numbered_role(block.number)) if numbered and isinstance(block, Paragraph) else block


def _has_paragraph_number(block: Block) -> bool:
    return isinstance(block, Paragraph) and classify_marker(block.number) == "number"


def _demote_preambular(block: Block) -> Block:
    """What follows in the same container hangs under its first words."""
    preambular = isinstance(block, Paragraph) and block.role is Role.PREAMBULAR
    return replace(block, role=Role.PLAIN) if preambular and isinstance(block, Paragraph) else block


def _read_loose_words(element: etree._Element, state: AknReaderState, preamble: bool) -> Iterator[Block]:
    """Words that stand in no paragraph element; in a preamble they are a preambular paragraph."""
    for block in _read_words(element, state):
        plain = isinstance(block, Paragraph) and block.role is Role.PLAIN
        if not plain or not isinstance(block, Paragraph):
            yield block
        elif block.number:
            yield replace(block, role=find_numbered_role(block.number))
        else:
            yield classify_unnumbered(replace(block, role=Role.PREAMBULAR) if preamble else block)


def _read_paragraph(element: etree._Element, state: AknReaderState) -> Iterator[Block]:
    """A paragraph element: numbered, a heading in disguise, or words whose kind their own look must tell."""
    (number, notes), rest_of = split_number(element, state)
    blocks = [b for piece in rest_of for b in _read_inner_blocks(piece, state)]
    rank = find_style_rank(element.get("class", ""))
    if (rank and not _has_points(blocks)) or (blocks and all(isinstance(b, Heading) for b in blocks)):
        yield from _make_headings((number, notes), blocks, rank, state.where(element))
    elif number or notes:
        first, rest = lists.split_first_words(blocks)
        role = find_numbered_role(number) if number else Role.PLAIN
        yield Paragraph(role, (*notes, *first), number, rest, where=state.where(element))
    elif element.get("class") == UNDER_TABLE_CLASS:
        yield from join_lone_numbers(blocks)
    else:
        yield from (classify_unnumbered(block) for block in join_lone_numbers(blocks))


def _has_points(blocks: list[Block]) -> bool:
    """Whether blocks in a heading's style are a paragraph of the text all the same: they bear points."""
    return any(isinstance(b, Paragraph) and (b.children or is_point_marker(b.number)) for b in blocks)


def _make_headings(
    number: tuple[str, tuple[Inline, ...]], blocks: list[Block], rank: int | None, where: Where
) -> Iterator[Block]:
    bare = not blocks or isinstance(blocks[0], Table)
    for n, line in enumerate((Paragraph(Role.PLAIN, ()), *blocks) if bare else blocks):
        if isinstance(line, Table):
            yield line
            continue
        own = line.rank if isinstance(line, Heading) else SUBHEADING_RANK
        said, notes = number if n == 0 else ("", ())
        content = (Text(f"{line.number} "), *line.content) if line.number and said else line.content
        yield Heading(rank or own, (*notes, *content), said or line.number, where=where)


def _read_inner_blocks(element: etree._Element, state: AknReaderState) -> Iterator[Block]:
    """The blocks in a paragraph's content, intro, list or point."""
    name = local_name(element)
    if not name or is_furniture(element):
        return
    if name in ("content", "intro", "wrapUp", "wrapup"):
        yield from (block for piece in list_pieces(element) for block in _read_inner_blocks(piece, state))
    elif name in PARAGRAPH_ELEMENTS or name not in BLOCK_ELEMENTS:
        yield from _read_words(element, state)
    else:
        yield from _read_block(element, state, preamble=False)


def _read_words(element: etree._Element, state: AknReaderState) -> Iterator[Block]:
    """A p: headings inside it are headings; a marker before a tab is a number; blocks in it hang on its words."""
    heads = list(named_children(element, "heading", "subheading"))
    if heads and fold("".join("".join(h.itertext()) for h in heads)) == fold("".join(element.itertext())):
        for head in heads:
            yield from _read_heading(head, state)
        return
    first: Paragraph | None = None
    for piece in list_pieces(element) if has_blocks(element) else (element,):
        if piece is element or not is_block(piece):
            number, content = (
                split_marker(read_inlines(piece, state)) if first is None else ("", read_inlines(piece, state))
            )
            role = Role.POINT if is_point_marker(number) else Role.PLAIN
            block: Block = Paragraph(role, content, number, where=state.where(piece))
            blocks = [block] if first is None or has_words_or_notes(content) else []
        else:
            blocks = (
                read_body_blocks(piece, state)
                if local_name(piece) in GROUP_ELEMENTS
                else list(_read_inner_blocks(piece, state))
            )
        first, over = _hang_blocks(first, blocks)
        yield from over
    if first is not None:
        yield first


def _hang_blocks(first: Paragraph | None, blocks: list[Block]) -> tuple[Paragraph | None, list[Block]]:
    """The first words of a p with more blocks under them; blocks before there are words stand by themselves."""
    if first is not None:
        return replace(first, children=(*first.children, *blocks)), []
    if len(blocks) == 1 and isinstance(blocks[0], Paragraph):
        return blocks[0], []
    return None, blocks


def _read_heading(element: etree._Element, state: AknReaderState) -> Iterator[Block]:
    rank = HEADING_RANK if local_name(element) == "heading" else SUBHEADING_RANK
    number, content = split_marker(read_inlines(element, state))
    yield Heading(rank, content, number, where=state.where(element))


def _read_cross_heading(element: etree._Element, state: AknReaderState) -> Iterator[Block]:
    """A cross-heading is a heading, or, in this series, a preambular paragraph inside a section."""
    if "preamble" in element.get("refersTo", ""):
        yield Paragraph(Role.PREAMBULAR, read_inlines(element, state), where=state.where(element))
    else:
        yield Heading(SUBHEADING_RANK, read_inlines(element, state), where=state.where(element))


def _read_lone_number(element: etree._Element, state: AknReaderState) -> Iterator[Block]:
    """A number that stands alone, as a section's does: a heading's number without its words yet."""
    words, notes = read_number([element], state)
    if words or notes:
        yield Heading(SUBHEADING_RANK, notes, words, where=state.where(element))


def _read_list_element(element: etree._Element, state: AknReaderState) -> Iterator[Block]:
    yield from lists.read_list(element, state, _read_inner_blocks)


def _read_point_element(element: etree._Element, state: AknReaderState) -> Iterator[Block]:
    yield from lists.read_point(element, state, _read_inner_blocks)


def _read_table_element(element: etree._Element, state: AknReaderState) -> Iterator[Block]:
    yield from tables.read_table(element, state, _read_inner_blocks)


def read_note_blocks(element: etree._Element, state: AknReaderState) -> tuple[Block, ...]:
    """The blocks in a note that holds more than paragraphs, one after the other: a page's foot has no depth."""
    found = descend_blocks(tuple(read_body_blocks(element, state)))
    return tuple(
        Paragraph(Role.PLAIN, block.content, block.number, where=block.where)
        for block in found
        if not isinstance(block, Table)
    )


ELEMENT_READERS = {
    "formula": _read_formula,
    "paragraph": _read_paragraph,
    "subparagraph": _read_paragraph,
    "alinea": _read_paragraph,
    "list": _read_list_element,
    "sublist": _read_list_element,
    "blockList": _read_list_element,
    "ol": _read_list_element,
    "ul": _read_list_element,
    "point": _read_point_element,
    "item": _read_point_element,
    "li": _read_point_element,
    "indent": _read_point_element,
    "table": _read_table_element,
    "heading": _read_heading,
    "subheading": _read_heading,
    "crossHeading": _read_cross_heading,
    "num": _read_lone_number,
}
