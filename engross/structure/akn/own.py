"""AKN4UN that engross wrote to a Part: every paragraph says what it is, so nothing is guessed and nothing mended.

The shapes are those of ``engross/write/akn``; the terms are those of ``engross.akn``.
"""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from engross.akn import NOTHING, NUMBER, RANKS, ROLES, SOURCE
from engross.marker import figure_value
from engross.model import Annex, Block, Cell, Heading, Inline, Paragraph, Part, Role, Table
from engross.structure.akn.terms import DOCUMENTS
from engross.structure.akn.tree import Scribe, children, find, inlines, local

BY_REFERENCE = {f"#{reference}": role for role, reference in ROLES.items()}
BODIES = ("preamble", "mainBody")


def is_own(document: etree._Element) -> bool:
    """Whether a document says that engross wrote it."""
    identification = find(document, "identification")
    return identification is not None and identification.get("source") == SOURCE


def texts(
    root: etree._Element, document: etree._Element, scribe: Scribe
) -> tuple[tuple[str, tuple[Inline, ...]], tuple[Part, ...]]:
    """The number and title over all parts ("" and () for a plain resolution), and the parts."""
    components = [c for element in children(root, "components") for c in children(element, "component")]
    statements = [child for c in components for child in c if local(child) in DOCUMENTS]
    head = part(document, scribe)
    if not statements:
        return ("", ()), (head,)
    kept = (Part("", (), head.body, head.closing, head.annexes),) if head.body or head.closing or head.annexes else ()
    return (head.number, head.title), (*kept, *(part(statement, scribe) for statement in statements))


def part(document: etree._Element, scribe: Scribe) -> Part:
    """The text of one statement."""
    number = ""
    title: tuple[Inline, ...] = ()
    body: list[Block] = []
    closing: tuple[Paragraph, ...] = ()
    annexes: tuple[Annex, ...] = ()
    for element in document:
        name = local(element)
        if name == "preface":
            number, title = _preface(element, scribe)
        elif name in BODIES:
            body += flow(element, scribe)
        elif name == "conclusions":
            lines = _flow(element, scribe, Role.CLOSING)
            closing = tuple(line for line in lines if isinstance(line, Paragraph))
        elif name == "attachments":
            annexes = tuple(_annex(attachment, scribe) for attachment in children(element, "attachment"))
    return Part(number, title, tuple(body), closing, annexes, where=scribe.where(document))


def _preface(element: etree._Element, scribe: Scribe) -> tuple[str, tuple[Inline, ...]]:
    number, title = find(element, "docNumber"), find(element, "docTitle")
    return _words(number), (inlines(title, scribe) if title is not None else ())


def _annex(attachment: etree._Element, scribe: Scribe) -> Annex:
    bodies = [body for document in children(attachment, "doc") for body in children(document, "mainBody")]
    return Annex(tuple(b for body in bodies for b in flow(body, scribe)), where=scribe.where(attachment))


def flow(element: etree._Element, scribe: Scribe) -> tuple[Block, ...]:
    """The blocks in a body, a note or a cell."""
    return tuple(_flow(element, scribe, Role.PLAIN))


def _flow(element: etree._Element, scribe: Scribe, role: Role) -> Iterator[Block]:
    for child in element:
        yield from _blocks(child, scribe, role)


def _blocks(element: etree._Element, scribe: Scribe, role: Role) -> Iterator[Block]:
    name, where = local(element), scribe.where(element)
    if name == "p" and element.get("class") != NOTHING:
        yield Paragraph(role, inlines(element, scribe), where=where)
    elif name == "crossHeading":
        yield Paragraph(BY_REFERENCE[element.get("refersTo", "")], inlines(element, scribe), where=where)
    elif name in ("formula", "container"):
        yield _paragraph(element, scribe, Role.ENACTING if name == "formula" else Role.PREAMBULAR)
    elif name == "blockList":
        yield from (_paragraph(item, scribe, _role(item)) for item in children(element, "item"))
    elif name in ("section", "hcontainer"):
        yield _heading(element, scribe)
        yield from (
            b for child in element if local(child) not in ("num", "heading") for b in _blocks(child, scribe, role)
        )
    elif name == "block":
        yield _flowing_heading(element, scribe)
    elif name == "table":
        yield _table(element, scribe)
    elif name == "alinea" and element.get("class") == "table":
        yield from (_table(table, scribe) for table in element.iterfind("*/{*}table"))
    elif name in ("paragraph", "point", "alinea"):
        yield _paragraph(element, scribe, _role(element))


def _role(element: etree._Element) -> Role:
    return BY_REFERENCE.get(element.get("refersTo", ""), Role.PLAIN)


def _paragraph(element: etree._Element, scribe: Scribe, role: Role) -> Paragraph:
    """A paragraph: its number, its first p, and what hangs on it."""
    number, inner = "", []
    for child in element:
        if local(child) == "num":
            number = _words(child)
        elif local(child) in ("content", "intro", "list"):
            inner += [piece for box in child for piece in (box if local(box) == "intro" else (box,))]
        elif local(child):
            inner.append(child)
    words = inlines(inner[0], scribe) if inner else ()
    under = tuple(block for child in inner[1:] for block in _blocks(child, scribe, Role.PLAIN))
    return Paragraph(role, words, number, under, where=scribe.where(element))


def _rank(element: etree._Element) -> int:
    return RANKS.index(element.get("class", RANKS[1])) + 1


def _heading(element: etree._Element, scribe: Scribe) -> Heading:
    words = tuple(i for child in children(element, "heading") for i in inlines(child, scribe))
    number = "".join(_words(child) for child in children(element, "num"))
    return Heading(_rank(element), words, number, where=scribe.where(element))


def _flowing_heading(element: etree._Element, scribe: Scribe) -> Heading:
    """A heading among blocks: its number is its first inline."""
    first = element[0] if len(element) and not element.text else None
    if first is None or first.get("name") != NUMBER:
        return Heading(_rank(element), inlines(element, scribe), where=scribe.where(element))
    number, tail = _words(first), first.tail
    element.remove(first)
    element.text = tail
    content = inlines(element, scribe)
    element.insert(0, first)
    first.tail, element.text = tail, None
    return Heading(_rank(element), content, number, where=scribe.where(element))


def _table(element: etree._Element, scribe: Scribe) -> Table:
    rows = tuple(
        tuple(_cell(c, scribe) for c in children(row, "td", "th") if c.get("class") != NOTHING)
        for row in children(element, "tr")
    )
    heads = figure_value(element.get("class", "heads-0").removeprefix("heads-"))
    return Table(rows, heads or 0, where=scribe.where(element))


def _cell(element: etree._Element, scribe: Scribe) -> Cell:
    columns, rows = (max(1, figure_value(element.get(name, "")) or 1) for name in ("colspan", "rowspan"))
    return Cell(flow(element, scribe), local(element) == "th", columns, rows, element.get("class", ""))


def _words(element: etree._Element | None) -> str:
    return "" if element is None else "".join(element.itertext())
