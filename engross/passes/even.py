"""Tables made even: every row is as wide as its table, and no cell spans beyond it (PDF/UA-1, 7.5; HTML, 4.9.12).

A row that lacks cells at its end gets empty ones. The text is what it was.
"""

from __future__ import annotations

from dataclasses import replace

from engross.model.limits import TABLE_CELLS
from engross.model.notice import Refusal
from engross.model.tree import Block, Cell, Paragraph, Part, Resolution, Table, Where

MAX_COLUMNS = 50  # more columns than this no table has: a span that says so is wrong

TableRows = tuple[tuple[Cell, ...], ...]


def complete_tables(resolution: Resolution) -> Resolution:
    """The same resolution with its tables even, those in cells too. Raises Refusal for a table beyond the bounds."""
    return replace(resolution, parts=tuple(map(_complete_part, resolution.parts)))


def _complete_part(part: Part) -> Part:
    closing = tuple(replace(line, children=_complete_blocks(line.children)) for line in part.closing)
    annexes = tuple(replace(annex, blocks=_complete_blocks(annex.blocks)) for annex in part.annexes)
    return replace(part, body=_complete_blocks(part.body), closing=closing, annexes=annexes)


def _complete_blocks(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    return tuple(map(_complete_block, blocks))


def _complete_block(block: Block) -> Block:
    if isinstance(block, Paragraph):
        return replace(block, children=_complete_blocks(block.children))
    if isinstance(block, Table):
        rows = tuple(tuple(replace(cell, blocks=_complete_blocks(cell.blocks)) for cell in row) for row in block.rows)
        return replace(block, rows=_pad_rows(_limit_spans(rows, block.heads), block.where))
    return block


def _limit_spans(rows: TableRows, heads: int) -> TableRows:
    """Rows whose cells span no more rows than follow in the head or the body, and no more columns than there can be."""
    widths = [sum(cell.columns for cell in row) for row in rows if all(cell.columns <= MAX_COLUMNS for cell in row)]
    widest = max(widths, default=1)

    def limit_cell(cell: Cell, n: int) -> Cell:
        columns = cell.columns if cell.columns <= MAX_COLUMNS else max(1, widest - len(rows[n]) + 1)
        return replace(cell, columns=columns, rows=min(cell.rows, (heads if n < heads else len(rows)) - n))

    return tuple(tuple(limit_cell(cell, n) for cell in row) for n, row in enumerate(rows))


def _pad_rows(rows: TableRows, where: Where) -> TableRows:
    """Rows with empty cells at their ends, as many as they lack. Raises Refusal where that makes too many cells."""
    widths, from_above = [], 0
    begun = [0] * (len(rows) + 1)  # columns that cells from above begin to take in a row, less those that they leave
    for n, row in enumerate(rows):
        from_above += begun[n]
        widths.append(from_above + sum(cell.columns for cell in row))
        for cell in row:
            begun[n + 1] += cell.columns
            begun[n + cell.rows] -= cell.columns
    widest = max(widths, default=0)
    if widest * len(rows) > TABLE_CELLS:
        what = f"the table has {len(rows):,} rows of {widest:,} columns, more than {TABLE_CELLS:,} cells"
        raise Refusal(what, "mend the spans of its cells, or give it in parts", where)
    return tuple((*row, *(Cell(()) for _ in range(widest - wide))) for row, wide in zip(rows, widths, strict=True))
