"""Even out tables: every row is as wide as its table, and no cell spans beyond it (PDF/UA-1, 7.5; HTML, 4.9.12).

A row that lacks cells at its end gets empty ones. The text is unchanged.
"""

from __future__ import annotations

from dataclasses import replace

from engross.model.limits import TABLE_CELLS
from engross.model.notice import Refusal
from engross.model.tree import Block, Cell, Resolution, Table, Where
from engross.model.walk import transform_part_blocks

MAX_COLUMNS = 50  # no table has more columns: a wider span is wrong

TableRows = tuple[tuple[Cell, ...], ...]


def complete_tables(resolution: Resolution) -> Resolution:
    """Even out all tables of a resolution, also those in cells.

    Raises Refusal for a table that would have more than TABLE_CELLS cells.
    """
    parts = tuple(transform_part_blocks(part, _complete_table) for part in resolution.parts)
    return replace(resolution, parts=parts)


def _complete_table(block: Block) -> Block:
    if not isinstance(block, Table):
        return block
    return replace(block, rows=_pad_rows(_limit_spans(block.rows, block.heads), block.where))


def _limit_spans(rows: TableRows, heads: int) -> TableRows:
    """Limit the spans of cells: to the rows that follow in the head or in the body, and to the columns of the table.

    ``heads``: the number of head rows. A span of more than MAX_COLUMNS columns gets what other cells leave of the row.
    """
    widths = [sum(cell.columns for cell in row) for row in rows if all(cell.columns <= MAX_COLUMNS for cell in row)]
    widest = max(widths, default=1)

    def limit_cell(cell: Cell, n: int) -> Cell:
        columns = cell.columns if cell.columns <= MAX_COLUMNS else max(1, widest - len(rows[n]) + 1)
        return replace(cell, columns=columns, rows=min(cell.rows, (heads if n < heads else len(rows)) - n))

    return tuple(tuple(limit_cell(cell, n) for cell in row) for n, row in enumerate(rows))


def _pad_rows(rows: TableRows, where: Where) -> TableRows:
    """Add empty cells at the end of each row that lacks some. Raises Refusal for more than TABLE_CELLS cells."""
    widths, from_above = [], 0
    # By row: the columns that cells from above begin to cover, less those that they cease to cover.
    covered_change = [0] * (len(rows) + 1)
    for n, row in enumerate(rows):
        from_above += covered_change[n]
        widths.append(from_above + sum(cell.columns for cell in row))
        for cell in row:
            covered_change[n + 1] += cell.columns
            covered_change[n + cell.rows] -= cell.columns
    widest = max(widths, default=0)
    if widest * len(rows) > TABLE_CELLS:
        what = f"the table has {len(rows):,} rows of {widest:,} columns, more than {TABLE_CELLS:,} cells"
        raise Refusal(what, "correct the spans of its cells, or give it in parts", where)
    return tuple((*row, *(Cell(()) for _ in range(widest - width))) for row, width in zip(rows, widths, strict=True))
