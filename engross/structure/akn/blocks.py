"""The elements of a body to blocks: paragraphs with their points, headings, tables, in the order of the file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from lxml import etree

from engross.model import Block, Heading, Inline, Paragraph, Role, Table, Text, Where
from engross.notice import Code
from engross.structure.akn import lists, tables
from engross.structure.akn.markers import number_of, numbered, says, split_marker
from engross.structure.akn.marks import is_furniture
from engross.structure.akn.roles import HEADING, SUBHEADING, is_empty, join_numbers, numbered_role, rank_of, unnumbered
from engross.structure.akn.terms import BLOCKS, GROUPS, TRANSPARENT
from engross.structure.akn.tree import Scribe, children, has_blocks, inlines, is_block, local, pieces
from engross.structure.hang import attach, is_point, kind_of
from engross.text import fold
from engross.walk import descend

UNDER_TABLE = "FootnoteText"  # the class of words under a table: “Abbreviations: …” orders nothing
PARAGRAPHS = ("p", "block", "listIntroduction", "listWrapUp")


def body_blocks(element: etree._Element, scribe: Scribe) -> list[Block]:
    """The blocks of a preamble, main body or embedded text, points under what bears them."""
    return blocks_of(pieces(element), scribe, preamble=local(element) == "preamble")


def blocks_of(elements: Iterable[etree._Element], scribe: Scribe, *, preamble: bool = False) -> list[Block]:
    """The blocks that elements are, points under what bears them."""
    blocks: list[Block] = []
    read = (b for element in elements for b in _block(element, scribe, preamble))
    for block in join_numbers([b for b in read if not is_empty(b)]):
        attach(blocks, block)
    return blocks


def _block(element: etree._Element, scribe: Scribe, preamble: bool) -> Iterator[Block]:
    name = local(element)
    if not name or is_furniture(element):
        return
    if name in READERS:
        yield from READERS[name](element, scribe)
    elif name in GROUPS and _is_paragraph(element):
        yield from _paragraph(element, scribe)
    elif name == "container" and element.get("name") == "formula":
        yield from _formula(element, scribe)
    elif name == "container" and preamble and element.find("{*}table") is None:
        yield from _container(element, scribe)
    elif name in GROUPS:
        yield from (block for piece in pieces(element) for block in _block(piece, scribe, preamble=False))
    elif name == "p" or name not in BLOCKS:
        if name not in TRANSPARENT and has_blocks(element):
            scribe.note(Code.UNKNOWN_ELEMENT, element, name=name)
        yield from _loose(element, scribe, preamble)
    else:
        scribe.note(Code.UNKNOWN_ELEMENT, element, name=name)
        yield Paragraph(Role.PLAIN, inlines(element, scribe), where=scribe.where(element))


def _is_paragraph(element: etree._Element) -> bool:
    """Whether a division of a text is a paragraph by another name: a number or marker, words, and no heading."""
    names = [local(child) for child in element]
    if "num" not in names or "heading" in names or not {"content", "intro", "p"} & set(names):
        return False
    number = "".join(element[names.index("num")].itertext()).strip()
    return kind_of(number) == "number" or is_point(number)


def _formula(element: etree._Element, scribe: Scribe) -> Iterator[Block]:
    for piece in pieces(element):
        if (local(piece) == "p" and not has_blocks(piece)) or not is_block(piece):
            yield Paragraph(Role.ENACTING, inlines(piece, scribe), where=scribe.where(piece))
        else:
            yield from _block(piece, scribe, preamble=False)


def _container(element: etree._Element, scribe: Scribe) -> Iterator[Block]:
    """A preambular paragraph: the first words of a container, with what else it holds hanging on them."""
    blocks = [block for piece in pieces(element) for block in _block(piece, scribe, preamble=True)]
    first = blocks[0] if blocks else None
    if isinstance(first, Paragraph) and any(map(_is_numbered, first.children)):
        yield replace(first, role=Role.OPERATIVE, children=())
        yield from map(_numbered, (*first.children, *blocks[1:]))
    elif isinstance(first, Paragraph) and first.role in (Role.PREAMBULAR, Role.PLAIN):
        rest = tuple(_demoted(b) for b in blocks[1:])
        yield replace(first, role=Role.PREAMBULAR, children=(*first.children, *rest))
    else:
        yield from blocks


def _numbered(block: Block) -> Block:
    numbered = isinstance(block, Paragraph) and _is_numbered(block)
    return replace(block, role=numbered_role(block.number)) if numbered and isinstance(block, Paragraph) else block


def _is_numbered(block: Block) -> bool:
    return isinstance(block, Paragraph) and kind_of(block.number) == "number"


def _demoted(block: Block) -> Block:
    """What follows in the same container hangs under its first words."""
    preambular = isinstance(block, Paragraph) and block.role is Role.PREAMBULAR
    return replace(block, role=Role.PLAIN) if preambular and isinstance(block, Paragraph) else block


def _loose(element: etree._Element, scribe: Scribe, preamble: bool) -> Iterator[Block]:
    """Words that stand in no paragraph element; in a preamble they are a preambular paragraph."""
    for block in _words(element, scribe):
        plain = isinstance(block, Paragraph) and block.role is Role.PLAIN
        if not plain or not isinstance(block, Paragraph):
            yield block
        elif block.number:
            yield replace(block, role=numbered_role(block.number))
        else:
            yield unnumbered(replace(block, role=Role.PREAMBULAR) if preamble else block)


def _paragraph(element: etree._Element, scribe: Scribe) -> Iterator[Block]:
    """A paragraph element: numbered, a heading in disguise, or words whose kind their own look must tell."""
    (number, notes), rest_of = numbered(element, scribe)
    blocks = [b for piece in rest_of for b in _inside(piece, scribe)]
    rank = rank_of(element.get("class", ""))
    if (rank and not _too_long(blocks)) or (blocks and all(isinstance(b, Heading) for b in blocks)):
        yield from _headings((number, notes), blocks, rank, scribe.where(element))
    elif number or notes:
        first, rest = lists.first_words(blocks)
        role = numbered_role(number) if number else Role.PLAIN
        yield Paragraph(role, (*notes, *first), number, rest, where=scribe.where(element))
    elif element.get("class") == UNDER_TABLE:
        yield from join_numbers(blocks)
    else:
        yield from (unnumbered(block) for block in join_numbers(blocks))


def _too_long(blocks: list[Block]) -> bool:
    """Whether blocks in a heading's style are a paragraph of the text all the same: they bear points."""
    return any(isinstance(b, Paragraph) and (b.children or is_point(b.number)) for b in blocks)


def _headings(
    number: tuple[str, tuple[Inline, ...]], blocks: list[Block], rank: int | None, where: Where
) -> Iterator[Block]:
    bare = not blocks or isinstance(blocks[0], Table)
    for n, line in enumerate((Paragraph(Role.PLAIN, ()), *blocks) if bare else blocks):
        if isinstance(line, Table):
            yield line
            continue
        own = line.rank if isinstance(line, Heading) else SUBHEADING
        said, notes = number if n == 0 else ("", ())
        content = (Text(f"{line.number} "), *line.content) if line.number and said else line.content
        yield Heading(rank or own, (*notes, *content), said or line.number, where=where)


def _inside(element: etree._Element, scribe: Scribe) -> Iterator[Block]:
    """The blocks in a paragraph's content, intro, list or point."""
    name = local(element)
    if not name or is_furniture(element):
        return
    if name in ("content", "intro", "wrapUp", "wrapup"):
        yield from (block for piece in pieces(element) for block in _inside(piece, scribe))
    elif name in PARAGRAPHS or name not in BLOCKS:
        yield from _words(element, scribe)
    else:
        yield from _block(element, scribe, preamble=False)


def _words(element: etree._Element, scribe: Scribe) -> Iterator[Block]:
    """A p: headings inside it are headings; a marker before a tab is a number; blocks in it hang on its words."""
    heads = list(children(element, "heading", "subheading"))
    if heads and fold("".join("".join(h.itertext()) for h in heads)) == fold("".join(element.itertext())):
        for head in heads:
            yield from _heading(head, scribe)
        return
    first: Paragraph | None = None
    for piece in pieces(element) if has_blocks(element) else (element,):
        if piece is element or not is_block(piece):
            number, content = split_marker(inlines(piece, scribe)) if first is None else ("", inlines(piece, scribe))
            role = Role.POINT if is_point(number) else Role.PLAIN
            block: Block = Paragraph(role, content, number, where=scribe.where(piece))
            blocks = [block] if first is None or says(content) else []
        else:
            blocks = body_blocks(piece, scribe) if local(piece) in GROUPS else list(_inside(piece, scribe))
        first, over = _under(first, blocks)
        yield from over
    if first is not None:
        yield first


def _under(first: Paragraph | None, blocks: list[Block]) -> tuple[Paragraph | None, list[Block]]:
    """The first words of a p with more blocks under them; blocks before there are words stand by themselves."""
    if first is not None:
        return replace(first, children=(*first.children, *blocks)), []
    if len(blocks) == 1 and isinstance(blocks[0], Paragraph):
        return blocks[0], []
    return None, blocks


def _heading(element: etree._Element, scribe: Scribe) -> Iterator[Block]:
    rank = HEADING if local(element) == "heading" else SUBHEADING
    number, content = split_marker(inlines(element, scribe))
    yield Heading(rank, content, number, where=scribe.where(element))


def _cross_heading(element: etree._Element, scribe: Scribe) -> Iterator[Block]:
    """A cross-heading is a heading, or, in this series, a preambular paragraph inside a section."""
    if "preamble" in element.get("refersTo", ""):
        yield Paragraph(Role.PREAMBULAR, inlines(element, scribe), where=scribe.where(element))
    else:
        yield Heading(SUBHEADING, inlines(element, scribe), where=scribe.where(element))


def _num(element: etree._Element, scribe: Scribe) -> Iterator[Block]:
    """A number that stands alone, as a section's does: a heading's number without its words yet."""
    words, notes = number_of([element], scribe)
    if words or notes:
        yield Heading(SUBHEADING, notes, words, where=scribe.where(element))


def _list(element: etree._Element, scribe: Scribe) -> Iterator[Block]:
    yield from lists.read_list(element, scribe, _inside)


def _point(element: etree._Element, scribe: Scribe) -> Iterator[Block]:
    yield from lists.point(element, scribe, _inside)


def _table(element: etree._Element, scribe: Scribe) -> Iterator[Block]:
    yield from tables.table(element, scribe, _inside)


def note_blocks(element: etree._Element, scribe: Scribe) -> tuple[Block, ...]:
    """The blocks in a note that holds more than paragraphs, one after the other: a page's foot has no depth."""
    found = descend(tuple(body_blocks(element, scribe)))
    return tuple(
        Paragraph(Role.PLAIN, block.content, block.number, where=block.where)
        for block in found
        if not isinstance(block, Table)
    )


READERS = {
    "formula": _formula,
    "paragraph": _paragraph,
    "subparagraph": _paragraph,
    "alinea": _paragraph,
    "list": _list,
    "sublist": _list,
    "blockList": _list,
    "ol": _list,
    "ul": _list,
    "point": _point,
    "item": _point,
    "li": _point,
    "indent": _point,
    "table": _table,
    "heading": _heading,
    "subheading": _heading,
    "crossHeading": _cross_heading,
    "num": _num,
}
