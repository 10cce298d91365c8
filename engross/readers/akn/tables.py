"""Read table elements into tables: head rows, spans, alignment, notes in cells."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from itertools import chain, compress

from lxml import etree

from engross.grammars.numbering import parse_figures
from engross.model.limits import TABLE_DEPTH
from engross.model.notice import Code, Refusal
from engross.model.text import fold, spell_blocks
from engross.model.tree import Block, Cell, Heading, Paragraph, Role, Table
from engross.readers.akn.tree import AknReaderState, BlockReader, list_pieces, local_name, named_children, read_inlines
from engross.readers.common.table_rules import RowBorders, find_rules

ROW_GROUPS = ("thead", "tbody", "tfoot")
ALLOWED_CHILDREN = {"table": ("caption", "col", "colgroup", "tr", *ROW_GROUPS), "tr": ("td", "th")}
ALLOWED_CHILDREN |= dict.fromkeys(ROW_GROUPS, ("tr",))
NO_BORDERS = ("none", "nil", None)  # styles of a border that is not there (ECMA-376 part 1, 17.18.2)
CAPTION_RANK = 4  # the rank of a caption as a heading


def read_table(element: etree._Element, state: AknReaderState, inside: BlockReader) -> Iterator[Block]:
    """Yield the captions of a table as headings, then the table without rows that have no words.

    If words stand outside its cells and captions, all its words are one paragraph. Raises Refusal for tables that are
    nested more than TABLE_DEPTH deep.
    """
    if sum(local_name(above) == "table" for above in element.iterancestors()) >= TABLE_DEPTH:
        what = f"tables in cells of tables are nested more than {TABLE_DEPTH} deep"
        raise Refusal(what, "simplify them in the source: a page has room for four", state.where(element))
    if not _is_regular_table(element):
        state.note(Code.UNKNOWN_ELEMENT, element, name="table")
        yield Paragraph(Role.PLAIN, read_inlines(element, state), where=state.where(element))
        return
    elements = list(_list_rows(element))
    all_rows = [tuple(_read_cell(c, state, inside) for c in named_children(row, "td", "th")) for row in elements]
    kept = [any(cell.blocks and fold(spell_blocks(cell.blocks)) for cell in row) for row in all_rows]
    rows = tuple(compress(all_rows, kept))
    head_rows = next((n for n, row in enumerate(rows) if not all(cell.header for cell in row)), len(rows))
    for caption in named_children(element, "caption"):
        yield Heading(CAPTION_RANK, read_inlines(caption, state), where=state.where(caption))
    if rows:
        heads = head_rows if head_rows < len(rows) else 0
        yield Table(rows, heads, where=state.where(element), rules=_read_rules(element, kept, heads))


def _is_regular_table(element: etree._Element) -> bool:
    """Return whether all words of a table are in its captions and cells."""
    allowed = ALLOWED_CHILDREN.get(local_name(element), ())
    words_between = [element.text or "", *(child.tail or "" for child in element)]
    if any(word.strip() for word in words_between):
        return False
    return all(
        not local_name(c)
        or (local_name(c) in allowed and (local_name(c) not in ALLOWED_CHILDREN or _is_regular_table(c)))
        for c in element
    )


def _list_rows(element: etree._Element) -> Iterator[etree._Element]:
    for child in element:
        if local_name(child) == "tr":
            yield child
        elif local_name(child) in ROW_GROUPS:
            yield from named_children(child, "tr")


def _read_rules(table: etree._Element, kept: list[bool], heads: int) -> tuple[int, ...] | None:
    """Return the rules of a table, None if no borders are given; ``kept``: which of its rows are kept."""
    rows = [list(named_children(row, "td", "th")) for row in _list_rows(table)]
    if not any(_read_borders(element) for element in chain([table], *rows)):
        return None
    own = _read_borders(table)
    last = len(rows) - 1
    borders = []
    for n, cells in enumerate(rows):
        above = own.get("InsideHorizontal" if n else "Top", False)
        below = own.get("InsideHorizontal" if n < last else "Bottom", False)
        sides = [_read_borders(cell) for cell in cells]
        are_above = [side.get("Top", above) for side in sides]
        are_below = [side.get("Bottom", below) for side in sides]
        borders.append(RowBorders(bool(cells) and all(are_above), bool(cells) and all(are_below), kept[n]))
    return find_rules(borders, heads)


def _read_borders(element: etree._Element) -> dict[str, bool]:
    """Return whether an element has a border at each side that it names (AKN4UN: data-borders-info)."""
    said = next((value for key, value in element.items() if key.endswith("data-borders-info")), "{}")
    try:
        sides = json.loads(said)
    except ValueError:
        return {}
    named = sides.items() if isinstance(sides, dict) else ()
    return {side: border.get("Style") not in NO_BORDERS for side, border in named if isinstance(border, dict)}


def _read_cell(element: etree._Element, state: AknReaderState, inside: BlockReader) -> Cell:
    blocks = [block for child in list_pieces(element) for block in inside(child, state)]
    if not blocks and fold("".join(element.itertext())):
        blocks = [Paragraph(Role.PLAIN, read_inlines(element, state), where=state.where(element))]
    kept = tuple(replace(b, role=Role.PLAIN) if isinstance(b, Paragraph) and not b.number else b for b in blocks)
    align = next((v.lower() for k, v in element.items() if k.endswith("data-justification")), "")
    columns, rows = (_parse_span(element.get(name, "")) for name in ("colspan", "rowspan"))
    return Cell(kept, local_name(element) == "th", columns, rows, align if align in ("right", "center") else "")


def _parse_span(said: str) -> int:
    """Return a span as a number, at least 1."""
    return max(1, parse_figures(said.strip()) or 1)
