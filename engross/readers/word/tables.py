"""Read the tables of a document: rows of cells with their spans; rows that Word repeats on each page are heads."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from lxml import etree

from engross.model.text import fold, spell_blocks
from engross.model.tree import Cell, Table
from engross.readers.common.table_rules import RowBorders, find_rules
from engross.readers.word.qnames import find_element, full_name, parse_integer, read_switch, read_value, short_name
from engross.readers.word.reader_state import WordReaderState
from engross.readers.word.runs import DELETED_TEXT

WRAPPER_TAGS = ("w:sdt", "w:sdtContent", "w:ins", "w:moveTo", "w:customXml", "mc:AlternateContent", "mc:Choice")
ALIGNMENTS = {"right": "right", "end": "right", "center": "center"}
NO_BORDERS = ("none", "nil")
MERGED_CELL_TEXT = "text under a cell that is merged with the one above"
CellPosition = tuple[int, int]  # the row of a cell, and its index in that row


def read_table(element: etree._Element, state: WordReaderState) -> Table | None:
    """Read a table; None if it has no words. Rows without words, which only make space, are left out."""
    where = state.where
    rows: list[list[Cell]] = []
    kept: dict[etree._Element, bool] = {}
    reaching: dict[int, CellPosition] = {}  # cells that may reach down, by their first columns
    head_rows = 0
    for row in _find_in_wrappers(element, "w:tr"):
        properties = find_element(row, "w:trPr")
        if find_element(properties, "w:del") is not None:
            state.drop_element(row, DELETED_TEXT)
            continue
        cells, merged = _read_row(row, state, reaching)
        kept[row] = state.is_styled or any(fold(spell_blocks(cell.blocks)) for _, cell in cells)
        if not kept[row]:
            continue
        for place in merged:
            rows[place[0]][place[1]] = _extend_row_span(rows[place[0]][place[1]])
        head = bool(read_switch(properties, "w:tblHeader")) and head_rows == len(rows)
        head_rows += head
        reaching = _find_reaching_cells(row, cells, reaching, len(rows))
        rows.append([replace(cell, header=head) for _, cell in cells])
    heads = head_rows if head_rows < len(rows) else 0
    return Table(tuple(map(tuple, rows)), heads, where=where, rules=_read_rules(element, kept, heads)) if rows else None


def _read_rules(table: etree._Element, kept: dict[etree._Element, bool], heads: int) -> tuple[int, ...] | None:
    """Return the rules of a table, None if only its style may have some; ``kept``: its rows, and which are kept."""
    own = _read_borders(find_element(table, "w:tblPr", "w:tblBorders"))
    sides = [
        [_read_borders(find_element(cell, "w:tcPr", "w:tcBorders")) for cell in _find_in_wrappers(row, "w:tc")]
        for row in kept
    ]
    if not own and not any(any(row) for row in sides):
        return None
    borders = []
    for n, (row, is_kept) in enumerate(zip(sides, kept.values(), strict=True)):
        above = own.get("w:insideH" if n else "w:top", False)
        below = own.get("w:insideH" if n < len(sides) - 1 else "w:bottom", False)
        are_above = [side.get("w:top", above) for side in row]
        are_below = [side.get("w:bottom", below) for side in row]
        borders.append(RowBorders(bool(row) and all(are_above), bool(row) and all(are_below), is_kept))
    return find_rules(borders, heads)


def _read_borders(borders: etree._Element | None) -> dict[str, bool]:
    """Return whether there is a border at each side that is named."""
    named = () if borders is None else borders
    return {short_name(side): read_value(side) not in NO_BORDERS for side in named}


def _extend_row_span(cell: Cell) -> Cell:
    return replace(cell, rows=cell.rows + 1)


def _find_in_wrappers(element: etree._Element, wanted: str) -> Iterator[etree._Element]:
    """Yield the children of an element that have the ``wanted`` name, also those inside wrapper elements."""
    for child in element:
        if short_name(child) == wanted:
            yield child
        elif short_name(child) in WRAPPER_TAGS:
            yield from _find_in_wrappers(child, wanted)


def _list_cell_columns(row: etree._Element) -> Iterator[tuple[int, int, etree._Element]]:
    """Yield the first column, the number of columns and the element of each cell of a row."""
    column = parse_integer(read_value(find_element(row, "w:trPr", "w:gridBefore")))
    for cell in _find_in_wrappers(row, "w:tc"):
        width = max(1, parse_integer(read_value(find_element(cell, "w:tcPr", "w:gridSpan")), 1))
        yield column, width, cell
        column += width


def _read_row(
    row: etree._Element, state: WordReaderState, reaching: dict[int, CellPosition]
) -> tuple[list[tuple[int, Cell]], list[CellPosition]]:
    """Return the cells that begin in a row with their columns, and the positions of those that reach down into it."""
    skipped_columns = parse_integer(read_value(find_element(row, "w:trPr", "w:gridBefore")))
    cells: list[tuple[int, Cell]] = [(-1, Cell((), columns=skipped_columns))] if skipped_columns else []
    merged: list[CellPosition] = []
    for column, width, element in _list_cell_columns(row):
        if _is_merged_with_above(element) and column in reaching:
            merged.append(reaching[column])
            state.drop_element(element, MERGED_CELL_TEXT)
        else:
            cells.append((column, _read_cell(element, width, state)))
    return cells, merged


def _is_merged_with_above(cell: etree._Element) -> bool:
    """Return whether a cell continues the one above it."""
    merge = find_element(cell, "w:tcPr", "w:vMerge")
    return merge is not None and read_value(merge) != "restart"


def _find_reaching_cells(
    row: etree._Element, cells: list[tuple[int, Cell]], reaching: dict[int, CellPosition], number: int
) -> dict[int, CellPosition]:
    """Return the positions of the cells that may reach into the row below row ``number``, by their first columns."""
    positions = {column: (number, index) for index, (column, _) in enumerate(cells)}
    merged = (
        (column, cell)
        for column, _, cell in _list_cell_columns(row)
        if find_element(cell, "w:tcPr", "w:vMerge") is not None
    )
    return {
        column: positions.get(column) or reaching[column]
        for column, _ in merged
        if column in positions or column in reaching
    }


def _read_cell(element: etree._Element, width: int, state: WordReaderState) -> Cell:
    """Read a cell; its first paragraph with words decides its alignment."""
    blocks = state.inside(element, state)
    alignments = (
        ALIGNMENTS.get(read_value(find_element(p, "w:pPr", "w:jc")))
        for p in element.iter(full_name("w:p"))
        if state.is_styled or fold(state.texts.text_of(p))
    )
    return Cell(blocks, columns=width, align=next(alignments, None) or "")
