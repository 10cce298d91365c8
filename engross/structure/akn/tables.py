"""The table elements of a file to Tables: heads, spans, alignment, notes in cells."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from lxml import etree

from engross.limits import TABLE_DEPTH
from engross.marker import figure_value
from engross.model import Block, Cell, Heading, Paragraph, Role, Table
from engross.notice import Code, Refusal
from engross.structure.akn.tree import Inside, Scribe, children, inlines, local, pieces
from engross.text import fold, spell_blocks

GROUPED = ("thead", "tbody", "tfoot")
HOLDS = {"table": ("caption", "col", "colgroup", "tr", *GROUPED), "tr": ("td", "th")}
HOLDS |= dict.fromkeys(GROUPED, ("tr",))
CAPTION = 4  # the rank of a caption


def table(element: etree._Element, scribe: Scribe, inside: Inside) -> Iterator[Block]:
    """The captions of a table as headings, and the table; rows without words fall away.

    Raises Refusal where tables stand in cells of tables deeper than ``TABLE_DEPTH``.
    """
    if sum(local(above) == "table" for above in element.iterancestors()) >= TABLE_DEPTH:
        what = f"tables stand in cells of tables more than {TABLE_DEPTH} deep"
        raise Refusal(what, "simplify them in the source: a page has room for four", scribe.where(element))
    if not _is_regular(element):
        scribe.note(Code.UNKNOWN_ELEMENT, element, name="table")
        yield Paragraph(Role.PLAIN, inlines(element, scribe), where=scribe.where(element))
        return
    read = (tuple(_cell(c, scribe, inside) for c in children(row, "td", "th")) for row in _rows(element))
    rows = tuple(row for row in read if any(cell.blocks and fold(spell_blocks(cell.blocks)) for cell in row))
    heads = next((n for n, row in enumerate(rows) if not all(cell.header for cell in row)), len(rows))
    for caption in children(element, "caption"):
        yield Heading(CAPTION, inlines(caption, scribe), where=scribe.where(caption))
    if rows:
        yield Table(rows, heads if heads < len(rows) else 0, where=scribe.where(element))


def _is_regular(element: etree._Element) -> bool:
    """Whether all words of a table are in its captions and cells."""
    known = HOLDS.get(local(element), ())
    said = [element.text or "", *(child.tail or "" for child in element)]
    if any(word.strip() for word in said):
        return False
    return all(not local(c) or (local(c) in known and (local(c) not in HOLDS or _is_regular(c))) for c in element)


def _rows(element: etree._Element) -> Iterator[etree._Element]:
    for child in element:
        if local(child) == "tr":
            yield child
        elif local(child) in GROUPED:
            yield from children(child, "tr")


def _cell(element: etree._Element, scribe: Scribe, inside: Inside) -> Cell:
    blocks = [block for child in pieces(element) for block in inside(child, scribe)]
    if not blocks and fold("".join(element.itertext())):
        blocks = [Paragraph(Role.PLAIN, inlines(element, scribe), where=scribe.where(element))]
    kept = tuple(replace(b, role=Role.PLAIN) if isinstance(b, Paragraph) and not b.number else b for b in blocks)
    align = next((v.lower() for k, v in element.items() if k.endswith("data-justification")), "")
    columns, rows = (_span(element.get(name, "")) for name in ("colspan", "rowspan"))
    return Cell(kept, local(element) == "th", columns, rows, align if align in ("right", "center") else "")


def _span(said: str) -> int:
    """A span as said, at least 1."""
    return max(1, figure_value(said.strip()) or 1)
