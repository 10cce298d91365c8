"""Read AKN4UN that engross wrote into parts: every paragraph says what it is, so nothing is guessed or repaired.

The shapes are those of ``engross/editions/write/akn``; the terms are those of ``engross.grammars.akn``.
"""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from engross.grammars.akn import EMPTY_CLASS, NUMBER_NAME, RANK_NAMES, ROLE_NAMES, SOURCE_REFERENCE
from engross.grammars.numbering import parse_figures
from engross.model.tree import Annex, Block, Cell, Heading, Inline, Paragraph, Part, Role, Table
from engross.readers.akn.elements import DOCUMENT_ELEMENTS
from engross.readers.akn.tree import AknReaderState, find_first, local_name, named_children, read_inlines

ROLES_BY_REFERENCE = {f"#{reference}": role for role, reference in ROLE_NAMES.items()}
BODY_ELEMENTS = ("preamble", "mainBody")


def is_engross_document(document: etree._Element) -> bool:
    """Return whether a document says that engross wrote it."""
    identification = find_first(document, "identification")
    return identification is not None and identification.get("source") == SOURCE_REFERENCE


def read_own_parts(
    root: etree._Element, document: etree._Element, state: AknReaderState
) -> tuple[tuple[str, tuple[Inline, ...]], tuple[Part, ...]]:
    """Return the number and title over all parts ("" and () for a plain resolution), and the parts."""
    components = [c for element in named_children(root, "components") for c in named_children(element, "component")]
    statements = [child for c in components for child in c if local_name(child) in DOCUMENT_ELEMENTS]
    head = read_own_part(document, state)
    if not statements:
        return ("", ()), (head,)
    kept = (Part("", (), head.body, head.closing, head.annexes),) if head.body or head.closing or head.annexes else ()
    return (head.number, head.title), (*kept, *(read_own_part(statement, state) for statement in statements))


def read_own_part(document: etree._Element, state: AknReaderState) -> Part:
    """Return the part in one statement."""
    number = ""
    title: tuple[Inline, ...] = ()
    body: list[Block] = []
    closing: tuple[Paragraph, ...] = ()
    annexes: tuple[Annex, ...] = ()
    for element in document:
        name = local_name(element)
        if name == "preface":
            number, title = _read_preface(element, state)
        elif name in BODY_ELEMENTS:
            body += read_flow(element, state)
        elif name == "conclusions":
            lines = _read_flow_blocks(element, state, Role.CLOSING)
            closing = tuple(line for line in lines if isinstance(line, Paragraph))
        elif name == "attachments":
            annexes = tuple(_read_annex(attachment, state) for attachment in named_children(element, "attachment"))
    return Part(number, title, tuple(body), closing, annexes, where=state.where(document))


def _read_preface(element: etree._Element, state: AknReaderState) -> tuple[str, tuple[Inline, ...]]:
    number, title = find_first(element, "docNumber"), find_first(element, "docTitle")
    return _element_words(number), (read_inlines(title, state) if title is not None else ())


def _read_annex(attachment: etree._Element, state: AknReaderState) -> Annex:
    bodies = [body for document in named_children(attachment, "doc") for body in named_children(document, "mainBody")]
    return Annex(tuple(b for body in bodies for b in read_flow(body, state)), where=state.where(attachment))


def read_flow(element: etree._Element, state: AknReaderState) -> tuple[Block, ...]:
    """Return the blocks in a body, a note or a cell."""
    return tuple(_read_flow_blocks(element, state, Role.PLAIN))


def _read_flow_blocks(element: etree._Element, state: AknReaderState, role: Role) -> Iterator[Block]:
    for child in element:
        yield from _read_element_blocks(child, state, role)


def _read_element_blocks(element: etree._Element, state: AknReaderState, role: Role) -> Iterator[Block]:
    name, where = local_name(element), state.where(element)
    if name == "p" and element.get("class") != EMPTY_CLASS:
        yield Paragraph(role, read_inlines(element, state), where=where)
    elif name == "crossHeading":
        yield Paragraph(ROLES_BY_REFERENCE[element.get("refersTo", "")], read_inlines(element, state), where=where)
    elif name in ("formula", "container"):
        yield _read_paragraph(element, state, Role.ENACTING if name == "formula" else Role.PREAMBULAR)
    elif name == "blockList":
        yield from (_read_paragraph(item, state, _element_role(item)) for item in named_children(element, "item"))
    elif name in ("section", "hcontainer"):
        yield _read_heading(element, state)
        yield from (
            b
            for child in element
            if local_name(child) not in ("num", "heading")
            for b in _read_element_blocks(child, state, role)
        )
    elif name == "block":
        yield _read_flowing_heading(element, state)
    elif name == "table":
        yield _read_table(element, state)
    elif name == "alinea" and element.get("class") == "table":
        yield from (_read_table(table, state) for table in element.iterfind("*/{*}table"))
    elif name in ("paragraph", "point", "alinea"):
        yield _read_paragraph(element, state, _element_role(element))


def _element_role(element: etree._Element) -> Role:
    return ROLES_BY_REFERENCE.get(element.get("refersTo", ""), Role.PLAIN)


def _read_paragraph(element: etree._Element, state: AknReaderState, role: Role) -> Paragraph:
    """Return a paragraph: its number, the words of its first p, and the blocks under it."""
    number, pieces = "", []
    for child in element:
        if local_name(child) == "num":
            number = _element_words(child)
        elif local_name(child) in ("content", "intro", "list"):
            pieces += [
                piece for wrapper in child for piece in (wrapper if local_name(wrapper) == "intro" else (wrapper,))
            ]
        elif local_name(child):
            pieces.append(child)
    words = read_inlines(pieces[0], state) if pieces else ()
    children = tuple(block for child in pieces[1:] for block in _read_element_blocks(child, state, Role.PLAIN))
    return Paragraph(role, words, number, children, where=state.where(element))


def _heading_rank(element: etree._Element) -> int:
    return RANK_NAMES.index(element.get("class", RANK_NAMES[1])) + 1


def _read_heading(element: etree._Element, state: AknReaderState) -> Heading:
    words = tuple(i for child in named_children(element, "heading") for i in read_inlines(child, state))
    number = "".join(_element_words(child) for child in named_children(element, "num"))
    return Heading(_heading_rank(element), words, number, where=state.where(element))


def _read_flowing_heading(element: etree._Element, state: AknReaderState) -> Heading:
    """Return a heading among blocks; its number is its first inline."""
    first = element[0] if len(element) and not element.text else None
    if first is None or first.get("name") != NUMBER_NAME:
        return Heading(_heading_rank(element), read_inlines(element, state), where=state.where(element))
    number, tail = _element_words(first), first.tail
    element.remove(first)
    element.text = tail
    content = read_inlines(element, state)
    element.insert(0, first)
    first.tail, element.text = tail, None
    return Heading(_heading_rank(element), content, number, where=state.where(element))


def _read_table(element: etree._Element, state: AknReaderState) -> Table:
    rows = tuple(
        tuple(_read_cell(c, state) for c in named_children(row, "td", "th") if c.get("class") != EMPTY_CLASS)
        for row in named_children(element, "tr")
    )
    numbers = {name: said.split("-") for name, _, said in (c.partition("-") for c in element.get("class", "").split())}
    heads = parse_figures("".join(numbers.get("heads", "")))
    rules = [parse_figures(rule) for rule in numbers["rules"]] if "rules" in numbers else None
    return Table(
        rows,
        heads or 0,
        where=state.where(element),
        rules=None if rules is None else tuple(rule for rule in rules if rule is not None),
    )


def _read_cell(element: etree._Element, state: AknReaderState) -> Cell:
    columns, rows = (max(1, parse_figures(element.get(name, "")) or 1) for name in ("colspan", "rowspan"))
    return Cell(read_flow(element, state), local_name(element) == "th", columns, rows, element.get("class", ""))


def _element_words(element: etree._Element | None) -> str:
    return "" if element is None else "".join(element.itertext())
