"""Write blocks as elements: in a hierarchy (main body, annexes), each with its own; or in a flow of p and lists.

The role of a paragraph stands in refersTo, so that a reader has nothing to guess.
"""

from __future__ import annotations

from collections.abc import Iterator

from engross.editions.write.akn import inlines
from engross.editions.write.akn.clerk import AknWriterState
from engross.editions.write.akn.tags import AknElement, make_element
from engross.grammars.akn import EMPTY_CLASS, NUMBER_NAME, RANK_NAMES, ROLE_NAMES
from engross.model.text import spell_inlines
from engross.model.tree import Block, Cell, Heading, Inline, Paragraph, Role, Styled, Table

OPENING_ROLES = (Role.ENACTING, Role.PREAMBULAR)


def make_empty_paragraph() -> AknElement:
    """Return a paragraph that stands only because the schema wants one."""
    return make_element("p", class_=EMPTY_CLASS)


def make_preamble(blocks: tuple[Block, ...], state: AknWriterState) -> AknElement | None:
    """Return the preamble: a formula, and a container for each preambular paragraph; None if there are no blocks."""
    elements = [element for block in blocks for element in _make_preambular(block, state)]
    return make_element("preamble", *elements) if elements else None


def _make_preambular(block: Block, state: AknWriterState) -> Iterator[AknElement]:
    if not isinstance(block, Paragraph) or block.role not in OPENING_ROLES or block.number:
        yield from make_flow((block,), state, "preamble")
        return
    enacting = block.role is Role.ENACTING
    name = state.id_by_count("formula" if enacting else "container")
    under = make_flow(block.children, state, name)
    if enacting:
        yield make_element("formula", _make_paragraph(block.content, state), *under, name="enactingFormula", eId=name)
    else:
        yield make_element(
            "container", _make_paragraph(block.content, state), *under, name=_lead_words(block.content), eId=name
        )


def _lead_words(content: tuple[Inline, ...]) -> str:
    """Return the lead words, by which a container is named; "preamble" if there are none, or no words in them."""
    first = content[0] if content else None
    words = spell_inlines(first.content, calls=False) if isinstance(first, Styled) else ""
    return " ".join(words.split()) or "preamble"


def make_main_body(blocks: tuple[Block, ...], state: AknWriterState) -> AknElement:
    """Return the main body: paragraphs, in sections by the ranks of the headings."""
    body = make_element("mainBody")
    open_sections: list[tuple[int, AknElement]] = []
    for block in blocks:
        if isinstance(block, Heading):
            while open_sections and open_sections[-1][0] >= block.rank:
                open_sections.pop()
            section = _make_section(block, state)
            (open_sections[-1][1] if open_sections else body).append(section)
            open_sections.append((block.rank, section))
        else:
            inside = bool(open_sections)
            (open_sections[-1][1] if inside else body).append(make_hierarchy(block, state, "", cross=inside))
    state.section = ""
    if not len(body):
        body.append(make_empty_paragraph())
    return body


def _make_section(heading: Heading, state: AknWriterState) -> AknElement:
    name = state.id_by_number("sec", heading.number)
    state.section = f"{name.removeprefix(state.prefix)}__"
    return make_element("section", *_make_head(heading, state), class_=RANK_NAMES[heading.rank - 1], eId=name)


def _make_head(heading: Heading, state: AknWriterState) -> list[AknElement]:
    words = inlines.fill_element(make_element("heading"), heading.content, state)
    return [*_make_number(heading.number), words]


def make_hierarchy(block: Block, state: AknWriterState, parent: str, cross: bool = False) -> AknElement:
    """Return a block as an element of a hierarchy; ``cross``: whether a preambular paragraph may be a crossHeading."""
    if isinstance(block, Heading):
        name = state.id_by_count("hcontainer", parent)
        return make_element(
            "hcontainer", *_make_head(block, state), name="heading", class_=RANK_NAMES[block.rank - 1], eId=name
        )
    if isinstance(block, Table):
        name = state.id_by_count("al", parent)
        return make_element(
            "alinea", make_element("content", _make_table(block, state, name)), class_="table", eId=name
        )
    role = f"#{ROLE_NAMES[block.role]}"
    if cross and block.role in OPENING_ROLES and not block.number and not block.children:
        element = make_element("crossHeading", refersTo=role, eId=state.id_by_count("crossHeading"))
        return inlines.fill_element(element, block.content, state)
    tag, kind = _paragraph_tag(block)
    name = state.id_by_number(kind, block.number, parent)
    element = make_element(tag, *_make_number(block.number), refersTo=role, eId=name)
    words = _make_paragraph(block.content, state)
    if not block.children:
        element.append(make_element("content", words))
        return element
    under = state.id_by_count("list", name)
    children = (make_hierarchy(child, state, under) for child in block.children)
    element.append(make_element("list", make_element("intro", words), *children, eId=under))
    return element


def _paragraph_tag(block: Paragraph) -> tuple[str, str]:
    """Return the element of a paragraph, and the word for it in eIds."""
    if block.role is Role.POINT:
        return "point", "point"
    return ("paragraph", "para") if block.number or block.role is Role.OPERATIVE else ("alinea", "al")


def make_flow(
    blocks: tuple[Block, ...], state: AknWriterState, parent: str, role: Role = Role.PLAIN
) -> list[AknElement]:
    """Return blocks as a flow: a bare paragraph in ``role`` is a p, other adjacent ones are the items of a list."""
    out: list[AknElement] = []
    items: AknElement | None = None
    for block in blocks:
        if isinstance(block, Paragraph) and (block.number or block.children or block.role is not role):
            if items is None:
                items = make_element("blockList", eId=state.id_by_count("list", parent))
                out.append(items)
            items.append(_make_list_item(block, state, str(items.get("eId"))))
        else:
            items = None
            out.append(_make_flow_block(block, state, parent))
    return out


def _make_list_item(block: Paragraph, state: AknWriterState, parent: str) -> AknElement:
    name = state.id_by_number("item" if block.role is not Role.POINT else "point", block.number, parent)
    words, under = _make_paragraph(block.content, state), make_flow(block.children, state, name)
    return make_element(
        "item", *_make_number(block.number), words, *under, refersTo=f"#{ROLE_NAMES[block.role]}", eId=name
    )


def _make_flow_block(block: Block, state: AknWriterState, parent: str) -> AknElement:
    if isinstance(block, Table):
        return _make_table(block, state, parent)
    if isinstance(block, Heading):
        element = make_element("block", name="heading", class_=RANK_NAMES[block.rank - 1])
        if block.number:
            element.append(make_element("inline", words=block.number, name=NUMBER_NAME))
        return inlines.fill_element(element, block.content, state)
    return _make_paragraph(block.content, state)


def _make_table(table: Table, state: AknWriterState, parent: str) -> AknElement:
    name = state.id_by_count("table", parent)
    rows = (
        make_element(
            "tr", *([_make_cell(cell, state, name) for cell in row] or [make_element("td", class_=EMPTY_CLASS)])
        )
        for row in table.rows
    )
    element = make_element("table", *rows, eId=name)
    classes = [f"heads-{table.heads}"] if table.heads else []
    if table.rules is not None:
        classes.append("-".join(["rules", *(map(str, table.rules) if table.rules else ["none"])]))
    if classes:
        element.set("class", " ".join(classes))
    return element


def _make_cell(cell: Cell, state: AknWriterState, parent: str) -> AknElement:
    spans = {"colspan": cell.columns, "rowspan": cell.rows}
    set_spans = {key: value for key, value in spans.items() if value != 1}
    element = make_element("th" if cell.header else "td", *make_flow(cell.blocks, state, parent), class_=cell.align)
    for key, value in set_spans.items():
        element.set(key, str(value))
    return element


def _make_paragraph(content: tuple[Inline, ...], state: AknWriterState) -> AknElement:
    return inlines.fill_element(make_element("p"), content, state)


def _make_number(number: str) -> list[AknElement]:
    return [make_element("num", words=number)] if number else []
