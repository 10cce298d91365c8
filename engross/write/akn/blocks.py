"""Blocks to elements: in a hierarchy (main body, annexes), where each has its own; or in a flow of p and lists.

What a paragraph is, refersTo says: nothing is left to guess for a reader.
"""

from __future__ import annotations

from collections.abc import Iterator

from engross.akn import NOTHING, NUMBER, RANKS, ROLES
from engross.model import Block, Cell, Heading, Inline, Paragraph, Role, Styled, Table
from engross.text import spell
from engross.write.akn import inlines
from engross.write.akn.clerk import Clerk
from engross.write.akn.tags import Element, make

OPENING = (Role.ENACTING, Role.PREAMBULAR)


def nothing() -> Element:
    """A paragraph that stands only because the schema wants one."""
    return make("p", class_=NOTHING)


def preamble(blocks: tuple[Block, ...], clerk: Clerk) -> Element | None:
    """The preamble of a text: formula, and a container for each preambular paragraph; None where there is none."""
    elements = [element for block in blocks for element in _preambular(block, clerk)]
    return make("preamble", *elements) if elements else None


def _preambular(block: Block, clerk: Clerk) -> Iterator[Element]:
    if not isinstance(block, Paragraph) or block.role not in OPENING or block.number:
        yield from flow((block,), clerk, "preamble")
        return
    enacting = block.role is Role.ENACTING
    name = clerk.next("formula" if enacting else "container")
    under = flow(block.children, clerk, name)
    if enacting:
        yield make("formula", _p(block.content, clerk), *under, name="enactingFormula", eId=name)
    else:
        yield make("container", _p(block.content, clerk), *under, name=_lead(block.content), eId=name)


def _lead(content: tuple[Inline, ...]) -> str:
    """The lead words, by which a container is named; "preamble" where there are none, or no words in them."""
    first = content[0] if content else None
    words = spell(first.content, calls=False) if isinstance(first, Styled) else ""
    return " ".join(words.split()) or "preamble"


def main_body(blocks: tuple[Block, ...], clerk: Clerk) -> Element:
    """The main body: paragraphs, in sections by the ranks of the headings."""
    body = make("mainBody")
    open_sections: list[tuple[int, Element]] = []
    for block in blocks:
        if isinstance(block, Heading):
            while open_sections and open_sections[-1][0] >= block.rank:
                open_sections.pop()
            section = _section(block, clerk)
            (open_sections[-1][1] if open_sections else body).append(section)
            open_sections.append((block.rank, section))
        else:
            inside = bool(open_sections)
            (open_sections[-1][1] if inside else body).append(hierarchy(block, clerk, "", cross=inside))
    clerk.section = ""
    if not len(body):
        body.append(nothing())
    return body


def _section(heading: Heading, clerk: Clerk) -> Element:
    name = clerk.by_number("sec", heading.number)
    clerk.section = f"{name.removeprefix(clerk.prefix)}__"
    return make("section", *_head(heading, clerk), class_=RANKS[heading.rank - 1], eId=name)


def _head(heading: Heading, clerk: Clerk) -> list[Element]:
    words = inlines.fill(make("heading"), heading.content, clerk)
    return [*_num(heading.number), words]


def hierarchy(block: Block, clerk: Clerk, parent: str, cross: bool = False) -> Element:
    """A block as an element of a hierarchy. ``cross``: a preambular paragraph may be a cross-heading there."""
    if isinstance(block, Heading):
        name = clerk.next("hcontainer", parent)
        return make("hcontainer", *_head(block, clerk), name="heading", class_=RANKS[block.rank - 1], eId=name)
    if isinstance(block, Table):
        name = clerk.next("al", parent)
        return make("alinea", make("content", _table(block, clerk, name)), class_="table", eId=name)
    role = f"#{ROLES[block.role]}"
    if cross and block.role in OPENING and not block.number and not block.children:
        element = make("crossHeading", refersTo=role, eId=clerk.next("crossHeading"))
        return inlines.fill(element, block.content, clerk)
    tag, kind = _named(block)
    name = clerk.by_number(kind, block.number, parent)
    element = make(tag, *_num(block.number), refersTo=role, eId=name)
    words = _p(block.content, clerk)
    if not block.children:
        element.append(make("content", words))
        return element
    under = clerk.next("list", name)
    hung = (hierarchy(child, clerk, under) for child in block.children)
    element.append(make("list", make("intro", words), *hung, eId=under))
    return element


def _named(block: Paragraph) -> tuple[str, str]:
    """The element of a paragraph, and the word for it in eIds."""
    if block.role is Role.POINT:
        return "point", "point"
    return ("paragraph", "para") if block.number or block.role is Role.OPERATIVE else ("alinea", "al")


def flow(blocks: tuple[Block, ...], clerk: Clerk, parent: str, role: Role = Role.PLAIN) -> list[Element]:
    """Blocks as a flow: a bare paragraph in ``role`` is a p, neighbours with numbers are the items of one list."""
    out: list[Element] = []
    items: Element | None = None
    for block in blocks:
        if isinstance(block, Paragraph) and (block.number or block.children or block.role is not role):
            if items is None:
                items = make("blockList", eId=clerk.next("list", parent))
                out.append(items)
            items.append(_item(block, clerk, str(items.get("eId"))))
        else:
            items = None
            out.append(_flowing(block, clerk, parent))
    return out


def _item(block: Paragraph, clerk: Clerk, parent: str) -> Element:
    name = clerk.by_number("item" if block.role is not Role.POINT else "point", block.number, parent)
    words, under = _p(block.content, clerk), flow(block.children, clerk, name)
    return make("item", *_num(block.number), words, *under, refersTo=f"#{ROLES[block.role]}", eId=name)


def _flowing(block: Block, clerk: Clerk, parent: str) -> Element:
    if isinstance(block, Table):
        return _table(block, clerk, parent)
    if isinstance(block, Heading):
        element = make("block", name="heading", class_=RANKS[block.rank - 1])
        if block.number:
            element.append(make("inline", words=block.number, name=NUMBER))
        return inlines.fill(element, block.content, clerk)
    return _p(block.content, clerk)


def _table(table: Table, clerk: Clerk, parent: str) -> Element:
    name = clerk.next("table", parent)
    rows = (
        make("tr", *([_cell(cell, clerk, name) for cell in row] or [make("td", class_=NOTHING)])) for row in table.rows
    )
    element = make("table", *rows, eId=name)
    if table.heads:
        element.set("class", f"heads-{table.heads}")
    return element


def _cell(cell: Cell, clerk: Clerk, parent: str) -> Element:
    spans = {"colspan": cell.columns, "rowspan": cell.rows}
    said = {key: value for key, value in spans.items() if value != 1}
    element = make("th" if cell.header else "td", *flow(cell.blocks, clerk, parent), class_=cell.align)
    for key, value in said.items():
        element.set(key, str(value))
    return element


def _p(content: tuple[Inline, ...], clerk: Clerk) -> Element:
    return inlines.fill(make("p"), content, clerk)


def _num(number: str) -> list[Element]:
    return [make("num", words=number)] if number else []
