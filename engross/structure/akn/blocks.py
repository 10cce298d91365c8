"""The elements of a body to blocks: paragraphs with their points, headings, tables, in the order of the file."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from lxml import etree

from engross.marker import marker_at
from engross.model import Block, Cell, Heading, Inline, Note, Paragraph, Role, Style, Styled, Table, Text
from engross.notice import Code
from engross.structure.akn.marks import is_furniture
from engross.structure.akn.tree import Scribe, children, inlines, local
from engross.structure.hang import hang, is_point
from engross.text import INVISIBLE, fold, spell, spell_blocks

RANKS = {"HCh": 1, "HM": 1, "H1": 2, "H23": 3, "H4": 4, "H56": 5}
HEADING, SUBHEADING = 2, 3  # ranks of the elements where no class says more
GROUPS = (
    "section",
    "part",
    "chapter",
    "division",
    "title",
    "container",
    "hcontainer",
    "article",
    "clause",
    "blockContainer",
)
MARKER_GAP = re.compile(r"\s*?(\t|\s{2,})\s*")
BARE_NUMBER = re.compile(r"(?P<number>\d{1,3})\t\s*(?P<point>\.?)")
PREAMBULAR_END, SENTENCE_END = (",", "，", "、", "،"), tuple('.;:。；：!?！？…”"')


def body_blocks(element: etree._Element, scribe: Scribe) -> list[Block]:
    """The blocks of a preamble or main body."""
    preamble = local(element) == "preamble"
    blocks: list[Block] = []
    for block in _join_numbers([block for child in element for block in _block(child, scribe, preamble)]):
        hang(blocks, block)
    return blocks


def _block(element: etree._Element, scribe: Scribe, preamble: bool) -> Iterator[Block]:
    name = local(element)
    if not name or is_furniture(element):
        return
    if name in READERS:
        yield from READERS[name](element, scribe)
    elif name == "container" and element.get("name") != "table" and preamble:
        yield from _container(element, scribe)
    elif name in GROUPS:
        yield from (block for child in element for block in _block(child, scribe, preamble=False))
    elif name == "p":
        yield from _loose(element, scribe, preamble)
    else:
        scribe.note(Code.UNKNOWN_ELEMENT, element, name=name)
        yield Paragraph(Role.PLAIN, inlines(element, scribe), where=scribe.where(element))


def _formula(element: etree._Element, scribe: Scribe) -> Iterator[Block]:
    for p in list(children(element, "p")) or [element]:
        yield Paragraph(Role.ENACTING, inlines(p, scribe), where=scribe.where(p))


def _container(element: etree._Element, scribe: Scribe) -> Iterator[Block]:
    """A preambular paragraph: the first words of a container, with what else it holds hanging on them."""
    blocks = [block for child in element for block in _block(child, scribe, preamble=True)]
    first = blocks[0] if blocks else None
    if isinstance(first, Paragraph) and first.role in (Role.PREAMBULAR, Role.PLAIN):
        rest = tuple(_demoted(b) for b in blocks[1:])
        yield replace(first, role=Role.PREAMBULAR, children=(*first.children, *rest))
    else:
        yield from blocks


def _demoted(block: Block) -> Block:
    """What follows in the same container hangs under its first words."""
    preambular = isinstance(block, Paragraph) and block.role is Role.PREAMBULAR
    return replace(block, role=Role.PLAIN) if preambular and isinstance(block, Paragraph) else block


def _loose(element: etree._Element, scribe: Scribe, preamble: bool) -> Iterator[Block]:
    number, content = split_marker(inlines(element, scribe))
    if number:
        yield Paragraph(_role(number), content, number, where=scribe.where(element))
    else:
        plain = Paragraph(Role.PREAMBULAR if preamble else Role.PLAIN, content, where=scribe.where(element))
        yield _unnumbered(plain)


def _role(number: str) -> Role:
    """What a numbered paragraph is: its number tells a point from a paragraph."""
    return Role.POINT if is_point(number) else Role.OPERATIVE


def _paragraph(element: etree._Element, scribe: Scribe) -> Iterator[Block]:
    """A paragraph element: numbered, a heading in disguise, or words whose kind their own look must tell."""
    nums = list(children(element, "num"))
    number = " ".join("".join(num.itertext()) for num in nums).translate(INVISIBLE).strip()
    blocks = [b for child in element if local(child) != "num" for b in _inside(child, scribe)]
    rank = RANKS.get(element.get("class", ""))
    if rank or (blocks and all(isinstance(b, Heading) for b in blocks)):
        yield from _headings(number, blocks, rank, scribe.where(element))
    elif number:
        first, rest = _first(blocks)
        yield Paragraph(_role(number), first, number, rest, where=scribe.where(element))
    else:
        yield from (_unnumbered(block) for block in blocks)


def _headings(number: str, blocks: list[Block], rank: int | None, where: object) -> Iterator[Block]:
    lines = [block for block in blocks if not isinstance(block, Table)] or [Paragraph(Role.PLAIN, ())]
    for n, line in enumerate(lines):
        own = line.rank if isinstance(line, Heading) else SUBHEADING
        content = (Text(f"{line.number} "), *line.content) if line.number else line.content
        yield Heading(rank or own, content, number if n == 0 else "", where=where)  # type: ignore[arg-type]
    yield from (block for block in blocks if isinstance(block, Table))


def _inside(element: etree._Element, scribe: Scribe) -> Iterator[Block]:
    """The blocks in a paragraph's content, intro, list or point."""
    name = local(element)
    if not name or is_furniture(element):
        return
    if name in ("content", "intro", "wrapUp", "wrapup"):
        yield from (block for child in element for block in _inside(child, scribe))
    elif name in ("p", "listIntroduction", "listWrapUp", "block"):
        yield from _words(element, scribe)
    else:
        yield from _block(element, scribe, preamble=False)


def _words(element: etree._Element, scribe: Scribe) -> Iterator[Block]:
    """A p: headings inside it are headings; a marker before a tab is a point's number."""
    heads = list(children(element, "heading", "subheading"))
    content = inlines(element, scribe)
    if heads and fold("".join("".join(h.itertext()) for h in heads)) == fold("".join(element.itertext())):
        for head in heads:
            yield from _heading(head, scribe)
        return
    number, content = split_marker(content)
    role = Role.POINT if is_point(number) else Role.PLAIN
    yield Paragraph(role, content, number, where=scribe.where(element))


def split_marker(content: tuple[Inline, ...]) -> tuple[str, tuple[Inline, ...]]:
    """The marker that a tab or wide space sets off at the beginning of a run, and the rest of the run.

    A number before a tab is one without its point too, or with the point after the tab.
    """
    run = tuple(content[next((n for n, i in enumerate(content) if spell((i,)).strip()), 0) :])
    if not run or not isinstance(run[0], Text):
        return "", content
    head = run[0].text.translate(INVISIBLE).lstrip()
    if bare := BARE_NUMBER.match(head):
        return bare["number"] + bare["point"], (Text(head[bare.end() :]), *run[1:])
    found = marker_at(head)
    gap = found and MARKER_GAP.match(head[found.end() :])
    if not found or not gap:
        return "", content
    return found[0].strip(), (Text(head[found.end() + gap.end() :]), *run[1:])


def _unnumbered(block: Block) -> Block:
    """What a paragraph without a number is, by its end, its lead words and its indent.

    Two tabs and no closing mark: a heading. Lead words, and a comma at the end: preambular; another mark: the single
    operative paragraph, which bears no number (Editorial Manual, res-dec-draft-edit). Anything else stays plain.
    """
    if not isinstance(block, Paragraph) or block.role is not Role.PLAIN:
        return block
    if block.number:
        return replace(block, role=Role.OPERATIVE)
    words = spell(block.content, calls=False).translate(INVISIBLE)
    end = words.strip()[-1:]
    if words.lstrip(" \n").startswith("\t\t") and end not in SENTENCE_END + PREAMBULAR_END:
        return Heading(SUBHEADING, block.content, where=block.where)
    if not _leads(block.content):
        return block
    return replace(block, role=Role.PREAMBULAR if end in PREAMBULAR_END else Role.OPERATIVE)


def _leads(content: tuple[Inline, ...]) -> bool:
    """Whether a run begins with words set apart, as lead words are, and goes on otherwise."""
    run = [item for item in content if fold(spell((item,), calls=False))]
    apart = bool(run) and isinstance(run[0], Styled) and run[0].style in (Style.BOLD, Style.ITALIC)
    return apart and any(not isinstance(item, Note) for item in run[1:])


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
    words = " ".join("".join(element.itertext()).translate(INVISIBLE).split())
    if words:
        yield Heading(SUBHEADING, (), words, where=scribe.where(element))


def _list(element: etree._Element, scribe: Scribe) -> Iterator[Block]:
    """A list: its introduction bears the points. A list in a list bears on the point before it."""
    blocks: list[Block] = []
    for child in element:
        inner = list(_inside(child, scribe))
        last = blocks[-1] if blocks else None
        if local(child) in ("sublist", "list", "blockList") and isinstance(last, Paragraph):
            blocks[-1] = replace(last, children=(*last.children, *inner))
        else:
            blocks += inner
    first = blocks[0] if blocks else None
    if isinstance(first, Paragraph) and first.role is Role.PLAIN and local(element) != "sublist":
        blocks = [replace(first, children=(*first.children, *blocks[1:]))]
    yield from blocks


def _point(element: etree._Element, scribe: Scribe) -> Iterator[Block]:
    number = " ".join("".join(n.itertext()) for n in children(element, "num")).translate(INVISIBLE).strip()
    blocks = [b for child in element if local(child) != "num" for b in _inside(child, scribe)]
    first, rest = _first(blocks)
    if number or first or rest:
        role = Role.POINT if number else Role.PLAIN
        yield Paragraph(role, first, number, rest, where=scribe.where(element))


def _first(blocks: list[Block]) -> tuple[tuple[Inline, ...], tuple[Block, ...]]:
    """The words that stand beside a number, and the blocks that hang under them."""
    first = blocks[0] if blocks else None
    if isinstance(first, Paragraph) and not first.number:
        return first.content, (*first.children, *blocks[1:])
    return (), tuple(blocks)


def _table(element: etree._Element, scribe: Scribe) -> Iterator[Block]:
    rows = list(element.iter("{*}tr"))
    read = (tuple(_cell(c, scribe) for c in children(row, "td", "th")) for row in rows)
    cells = tuple(row for row in read if any(cell.blocks and fold(spell_blocks(cell.blocks)) for cell in row))
    heads = 0
    while heads < len(cells) and cells[heads] and all(cell.header for cell in cells[heads]):
        heads += 1
    for caption in children(element, "caption"):
        yield Heading(4, inlines(caption, scribe), where=scribe.where(caption))
    if cells:
        yield Table(cells, heads if heads < len(cells) else 0, where=scribe.where(element))


def _cell(element: etree._Element, scribe: Scribe) -> Cell:
    blocks = [block for child in element for block in _inside(child, scribe)]
    if not blocks and fold("".join(element.itertext())):
        blocks = [Paragraph(Role.PLAIN, inlines(element, scribe), where=scribe.where(element))]
    kept = tuple(replace(b, role=Role.PLAIN) if isinstance(b, Paragraph) and not b.number else b for b in blocks)
    align = next((v.lower() for k, v in element.items() if k.endswith("data-justification")), "")
    span = {name: int(element.get(name) or 1) for name in ("colspan", "rowspan")}
    return Cell(kept, local(element) == "th", span["colspan"], span["rowspan"], align if align != "left" else "")


def _join_numbers(blocks: list[Block]) -> list[Block]:
    """A heading that is only a section's number joins the heading after it, as the UN prints them."""
    joined: list[Block] = []
    for block in blocks:
        last = joined[-1] if joined else None
        if isinstance(last, Heading) and isinstance(block, Heading) and not block.number and _bare_number(last):
            number = last.number or spell(last.content).translate(INVISIBLE).strip()
            joined[-1] = replace(block, number=number, where=last.where)
        else:
            joined.append(block)
    return joined


def _bare_number(heading: Heading) -> bool:
    words = spell(heading.content).translate(INVISIBLE).strip()
    if heading.number:
        return not words
    found = marker_at(words)
    return found is not None and found.lastgroup in ("section", "capital") and found.end() == len(words)


READERS = {
    "formula": _formula,
    "paragraph": _paragraph,
    "subparagraph": _paragraph,
    "list": _list,
    "sublist": _list,
    "blockList": _list,
    "point": _point,
    "item": _point,
    "table": _table,
    "heading": _heading,
    "subheading": _heading,
    "crossHeading": _cross_heading,
    "num": _num,
}
