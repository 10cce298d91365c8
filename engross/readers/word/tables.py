"""The tables of a document: rows of cells with their spans; rows that repeat on each page are heads."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from lxml import etree

from engross.model.text import fold, spell_blocks
from engross.model.tree import Cell, Table
from engross.readers.word.qnames import find_element, full_name, parse_integer, read_switch, read_value, short_name
from engross.readers.word.reader_state import WordReaderState
from engross.readers.word.runs import DELETED_TEXT

WRAPPER_TAGS = ("w:sdt", "w:sdtContent", "w:ins", "w:moveTo", "w:customXml", "mc:AlternateContent", "mc:Choice")
ALIGNMENTS = {"right": "right", "end": "right", "center": "center"}
MERGED_CELL_TEXT = "text under a cell that is merged with the one above"
CellPosition = tuple[int, int]  # of a cell: its row, and which it is there


def read_table(element: etree._Element, desk: WordReaderState) -> Table | None:
    """A table; None where it has no words. Rows without words, which only make room, fall away."""
    where = desk.where
    rows: list[list[Cell]] = []
    above: dict[int, CellPosition] = {}  # the cell that reaches down, by its first column
    heads = 0
    for row in _find_in_wrappers(element, "w:tr"):
        properties = find_element(row, "w:trPr")
        if find_element(properties, "w:del") is not None:
            desk.drop_element(row, DELETED_TEXT)
            continue
        cells, under = _read_row(row, desk, above)
        if not any(fold(spell_blocks(cell.blocks)) for _, cell in cells):
            continue
        for place in under:
            rows[place[0]][place[1]] = _extend_row_span(rows[place[0]][place[1]])
        head = bool(read_switch(properties, "w:tblHeader")) and heads == len(rows)
        heads += head
        above = _find_reaching_cells(row, cells, above, len(rows))
        rows.append([replace(cell, header=head) for _, cell in cells])
    made = tuple(map(tuple, rows))
    return Table(made, heads if heads < len(rows) else 0, where=where) if made else None


def _extend_row_span(cell: Cell) -> Cell:
    return replace(cell, rows=cell.rows + 1)


def _find_in_wrappers(element: etree._Element, wanted: str) -> Iterator[etree._Element]:
    for child in element:
        if short_name(child) == wanted:
            yield child
        elif short_name(child) in WRAPPER_TAGS:
            yield from _find_in_wrappers(child, wanted)


def _list_cell_columns(row: etree._Element) -> Iterator[tuple[int, int, etree._Element]]:
    """The cells of a row with the columns where they begin and how many they take."""
    column = parse_integer(read_value(find_element(row, "w:trPr", "w:gridBefore")))
    for cell in _find_in_wrappers(row, "w:tc"):
        width = max(1, parse_integer(read_value(find_element(cell, "w:tcPr", "w:gridSpan")), 1))
        yield column, width, cell
        column += width


def _read_row(
    row: etree._Element, desk: WordReaderState, above: dict[int, CellPosition]
) -> tuple[list[tuple[int, Cell]], list[CellPosition]]:
    """The cells that begin in a row, each with its column; and the places of those that reach down into it."""
    before = parse_integer(read_value(find_element(row, "w:trPr", "w:gridBefore")))
    cells: list[tuple[int, Cell]] = [(-1, Cell((), columns=before))] if before else []
    under: list[CellPosition] = []
    for column, width, element in _list_cell_columns(row):
        if _is_merged_with_above(element) and column in above:
            under.append(above[column])
            desk.drop_element(element, MERGED_CELL_TEXT)
        else:
            cells.append((column, _read_cell(element, width, desk)))
    return cells, under


def _is_merged_with_above(cell: etree._Element) -> bool:
    merge = find_element(cell, "w:tcPr", "w:vMerge")
    return merge is not None and read_value(merge) != "restart"


def _find_reaching_cells(
    row: etree._Element, cells: list[tuple[int, Cell]], above: dict[int, CellPosition], number: int
) -> dict[int, CellPosition]:
    """The cells that may reach into the next row, after a row that was kept."""
    at = {column: (number, n) for n, (column, _) in enumerate(cells)}
    marked = (
        (column, cell)
        for column, _, cell in _list_cell_columns(row)
        if find_element(cell, "w:tcPr", "w:vMerge") is not None
    )
    return {column: at.get(column) or above[column] for column, _ in marked if column in at or column in above}


def _read_cell(element: etree._Element, width: int, desk: WordReaderState) -> Cell:
    blocks = desk.inside(element, desk)
    sides = (
        ALIGNMENTS.get(read_value(find_element(p, "w:pPr", "w:jc")))
        for p in element.iter(full_name("w:p"))
        if fold(desk.texts.text_of(p))
    )
    return Cell(blocks, columns=width, align=next(sides, None) or "")
