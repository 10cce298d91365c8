"""Read the elements of a body into blocks: paragraphs with their points, headings, tables, in the order of the file."""

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

UNDER_TABLE_CLASS = "FootnoteText"  # words under a table: “Abbreviations: …” is no operative paragraph
PARAGRAPH_ELEMENTS = ("p", "block", "listIntroduction", "listWrapUp")


def read_body_blocks(element: etree._Element, state: AknReaderState) -> list[Block]:
    """Return the blocks of a preamble, main body or embedded text, points under the paragraphs that bear them."""
    return read_blocks(list_pieces(element), state, preamble=local_name(element) == "preamble")


def read_blocks(elements: Iterable[etree._Element], state: AknReaderState, *, preamble: bool = False) -> list[Block]:
    """Return the blocks of elements, points under the paragraphs that bear them.

    ``preamble``: whether the elements stand in a preamble.
    """
    blocks: list[Block] = []
    unjoined = (b for element in elements for b in _read_block(element, state, preamble))
    for block in join_lone_numbers([b for b in unjoined if not is_empty_block(b)]):
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
    """Return whether a division is a numbered paragraph under another name: it has words and no heading."""
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
    """Yield a preambular paragraph: the first words of a container, with its other blocks under them.

    If numbered paragraphs follow in it, all of them are paragraphs of their own, the first an operative one.
    """
    blocks = [block for piece in list_pieces(element) for block in _read_block(piece, state, preamble=True)]
    first = blocks[0] if blocks else None
    if isinstance(first, Paragraph) and any(map(_has_paragraph_number, first.children)):
        yield replace(first, role=Role.OPERATIVE, children=())
        yield from map(_set_numbered_role, (*first.children, *blocks[1:]))
    elif isinstance(first, Paragraph) and first.role in (Role.PREAMBULAR, Role.PLAIN):
        others = tuple(_demote_preambular(b) for b in blocks[1:])
        yield replace(first, role=Role.PREAMBULAR, children=(*first.children, *others))
    else:
        yield from blocks


def _set_numbered_role(block: Block) -> Block:
    numbered = isinstance(block, Paragraph) and _has_paragraph_number(block)
    return replace(block, role=find_numbered_role(block.number)) if numbered and isinstance(block, Paragraph) else block


def _has_paragraph_number(block: Block) -> bool:
    return isinstance(block, Paragraph) and classify_marker(block.number) == "number"


def _demote_preambular(block: Block) -> Block:
    """Return a block with the role PLAIN instead of PREAMBULAR: it stands under the first words of its container."""
    preambular = isinstance(block, Paragraph) and block.role is Role.PREAMBULAR
    return replace(block, role=Role.PLAIN) if preambular and isinstance(block, Paragraph) else block


def _read_loose_words(element: etree._Element, state: AknReaderState, preamble: bool) -> Iterator[Block]:
    """Yield the blocks of words outside a paragraph element; in a preamble they are preambular."""
    for block in _read_words(element, state):
        plain = isinstance(block, Paragraph) and block.role is Role.PLAIN
        if not plain or not isinstance(block, Paragraph):
            yield block
        elif block.number:
            yield replace(block, role=find_numbered_role(block.number))
        else:
            yield classify_unnumbered(replace(block, role=Role.PREAMBULAR) if preamble else block)


def _read_paragraph(element: etree._Element, state: AknReaderState) -> Iterator[Block]:
    """Yield the blocks of a paragraph element: numbered, a heading by its style, or words to be classified."""
    (number, notes), content_pieces = split_number(element, state)
    blocks = [b for piece in content_pieces for b in _read_inner_blocks(piece, state)]
    rank = find_style_rank(element.get("class", ""))
    if (rank and not _has_points(blocks)) or (blocks and all(isinstance(b, Heading) for b in blocks)):
        yield from _make_headings((number, notes), blocks, rank, state.where(element))
    elif number or notes:
        words, children = lists.split_first_words(blocks)
        role = find_numbered_role(number) if number else Role.PLAIN
        yield Paragraph(role, (*notes, *words), number, children, where=state.where(element))
    elif element.get("class") == UNDER_TABLE_CLASS:
        yield from join_lone_numbers(blocks)
    else:
        yield from (classify_unnumbered(block) for block in join_lone_numbers(blocks))


def _has_points(blocks: list[Block]) -> bool:
    """Return whether blocks in the style of a heading bear points, and so are a paragraph after all."""
    return any(isinstance(b, Paragraph) and (b.children or is_point_marker(b.number)) for b in blocks)


def _make_headings(
    number: tuple[str, tuple[Inline, ...]], blocks: list[Block], rank: int | None, where: Where
) -> Iterator[Block]:
    """Yield a heading for each block, the first with the number; tables stay."""
    needs_heading = not blocks or isinstance(blocks[0], Table)
    for n, line in enumerate((Paragraph(Role.PLAIN, ()), *blocks) if needs_heading else blocks):
        if isinstance(line, Table):
            yield line
            continue
        own_rank = line.rank if isinstance(line, Heading) else SUBHEADING_RANK
        own_number, notes = number if n == 0 else ("", ())
        content = (Text(f"{line.number} "), *line.content) if line.number and own_number else line.content
        yield Heading(rank or own_rank, (*notes, *content), own_number or line.number, where=where)


def _read_inner_blocks(element: etree._Element, state: AknReaderState) -> Iterator[Block]:
    """Yield the blocks in a content, intro, list or point element of a paragraph."""
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
    """Yield the blocks of a p: headings in it are headings, a marker before a tab is a number.

    Other blocks in it go under its first words.
    """
    headings = list(named_children(element, "heading", "subheading"))
    if headings and fold("".join("".join(h.itertext()) for h in headings)) == fold("".join(element.itertext())):
        for head in headings:
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
        first, loose = _hang_blocks(first, blocks)
        yield from loose
    if first is not None:
        yield first


def _hang_blocks(first: Paragraph | None, blocks: list[Block]) -> tuple[Paragraph | None, list[Block]]:
    """Put blocks under the first words of a p; return these, and the blocks that came before any words."""
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
    """Yield a cross-heading: a heading, or, in this series, a preambular paragraph inside a section."""
    if "preamble" in element.get("refersTo", ""):
        yield Paragraph(Role.PREAMBULAR, read_inlines(element, state), where=state.where(element))
    else:
        yield Heading(SUBHEADING_RANK, read_inlines(element, state), where=state.where(element))


def _read_lone_number(element: etree._Element, state: AknReaderState) -> Iterator[Block]:
    """Yield a number that stands alone, as that of a section, as a heading still without words."""
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
    """Return the blocks of a note that holds more than paragraphs as one flat list; its tables are left out."""
    blocks = descend_blocks(tuple(read_body_blocks(element, state)))
    return tuple(
        Paragraph(Role.PLAIN, block.content, block.number, where=block.where)
        for block in blocks
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
