"""The tables of a document: rows of cells with their spans; rows that repeat on each page are heads."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from lxml import etree

from engross.model import Cell, Table
from engross.structure.word.desk import Desk
from engross.structure.word.names import find, name, on, q, val, whole
from engross.structure.word.runs import DELETED
from engross.text import fold, spell_blocks

WRAPPED = ("w:sdt", "w:sdtContent", "w:ins", "w:moveTo", "w:customXml", "mc:AlternateContent", "mc:Choice")
ALIGNED = {"right": "right", "end": "right", "center": "center"}
MERGED = "text under a cell that is merged with the one above"
Place = tuple[int, int]  # of a cell: its row, and which it is there


def table(element: etree._Element, desk: Desk) -> Table | None:
    """A table; None where it has no words. Rows without words, which only make room, fall away."""
    where = desk.where
    rows: list[list[Cell]] = []
    above: dict[int, Place] = {}  # the cell that reaches down, by its first column
    heads = 0
    for row in _wrapped(element, "w:tr"):
        properties = find(row, "w:trPr")
        if find(properties, "w:del") is not None:
            desk.drop(row, DELETED)
            continue
        cells, under = _row(row, desk, above)
        if not any(fold(spell_blocks(cell.blocks)) for _, cell in cells):
            continue
        for place in under:
            rows[place[0]][place[1]] = _taller(rows[place[0]][place[1]])
        head = bool(on(properties, "w:tblHeader")) and heads == len(rows)
        heads += head
        above = _reaching(row, cells, above, len(rows))
        rows.append([replace(cell, header=head) for _, cell in cells])
    made = tuple(map(tuple, rows))
    return Table(made, heads if heads < len(rows) else 0, where=where) if made else None


def _taller(cell: Cell) -> Cell:
    return replace(cell, rows=cell.rows + 1)


def _wrapped(element: etree._Element, wanted: str) -> Iterator[etree._Element]:
    for child in element:
        if name(child) == wanted:
            yield child
        elif name(child) in WRAPPED:
            yield from _wrapped(child, wanted)


def _columns(row: etree._Element) -> Iterator[tuple[int, int, etree._Element]]:
    """The cells of a row with the columns where they begin and how many they take."""
    column = whole(val(find(row, "w:trPr", "w:gridBefore")))
    for cell in _wrapped(row, "w:tc"):
        width = max(1, whole(val(find(cell, "w:tcPr", "w:gridSpan")), 1))
        yield column, width, cell
        column += width


def _row(row: etree._Element, desk: Desk, above: dict[int, Place]) -> tuple[list[tuple[int, Cell]], list[Place]]:
    """The cells that begin in a row, each with its column; and the places of those that reach down into it."""
    before = whole(val(find(row, "w:trPr", "w:gridBefore")))
    cells: list[tuple[int, Cell]] = [(-1, Cell((), columns=before))] if before else []
    under: list[Place] = []
    for column, width, element in _columns(row):
        if _goes_on(element) and column in above:
            under.append(above[column])
            desk.drop(element, MERGED)
        else:
            cells.append((column, _cell(element, width, desk)))
    return cells, under


def _goes_on(cell: etree._Element) -> bool:
    merge = find(cell, "w:tcPr", "w:vMerge")
    return merge is not None and val(merge) != "restart"


def _reaching(
    row: etree._Element, cells: list[tuple[int, Cell]], above: dict[int, Place], number: int
) -> dict[int, Place]:
    """The cells that may reach into the next row, after a row that was kept."""
    at = {column: (number, n) for n, (column, _) in enumerate(cells)}
    marked = ((column, cell) for column, _, cell in _columns(row) if find(cell, "w:tcPr", "w:vMerge") is not None)
    return {column: at.get(column) or above[column] for column, _ in marked if column in at or column in above}


def _cell(element: etree._Element, width: int, desk: Desk) -> Cell:
    blocks = desk.inside(element, desk)
    sides = (ALIGNED.get(val(find(p, "w:pPr", "w:jc"))) for p in element.iter(q("w:p")) if fold(desk.texts.of(p)))
    return Cell(blocks, columns=width, align=next(sides, None) or "")
