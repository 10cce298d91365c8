"""Give the blocks of a resolution their shapes in a Word document: paragraphs with their styles, tables."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from engross.editions.typeset.word.runs import WordWriter, group_runs
from engross.editions.typeset.word.shapes import WordCell, WordParagraph, WordTable
from engross.editions.typeset.word.tracked import track_changes, track_rows
from engross.model.text import spell_blocks
from engross.model.tree import Block, Cell, Heading, Inline, Paragraph, Role, Table

MEASURE = 9840  # twentieths of a point between the margins of the UN's page
HEADING_STYLES = ("HCh", "H1", "H23", "H4", "H56")
ROLES_BEHIND_TAB = (Role.ENACTING, Role.PREAMBULAR, Role.OPERATIVE, Role.POINT)
NARROWEST, WIDEST = 6, 48  # characters that the width of a column is counted from


def shape_title(style: str, heading: tuple[str, tuple[Inline, ...]], writer: WordWriter) -> WordParagraph:
    """Return a title or a heading, whose number and words are given: the words stand at the second tab."""
    return WordParagraph(style, heading[0], group_runs(heading[1], writer, shape_blocks), 1 if heading[0] else 2)


def shape_blocks(
    blocks: tuple[Block, ...], family: str, writer: WordWriter, depth: int = 0
) -> Iterator[WordParagraph | WordTable]:
    """Yield the shapes of blocks in reading order, those in paragraphs behind these.

    ``family``: the style of plain paragraphs here, "SingleTxt" in the text. ``depth``: how many paragraphs the blocks
    are inside of.
    """
    for block in blocks:
        if isinstance(block, Table):
            yield _shape_table(block, _name_style("UNTable", "", depth, writer), writer)
        elif isinstance(block, Heading):
            style = _name_style(HEADING_STYLES[block.rank - 1], "", depth, writer)
            yield track_changes(shape_title(style, (block.number, block.content), writer), block.id, writer.redline)
        else:
            yield _shape_paragraph(block, family, depth, writer)
            yield from shape_blocks(block.children, family, writer, depth + 1)


def _shape_paragraph(block: Paragraph, family: str, depth: int, writer: WordWriter) -> WordParagraph:
    """Return a paragraph in the style that says its role and its depth; the plain ones of notes and cells need none."""
    says_all = family != "SingleTxt" and block.role is Role.PLAIN and not block.number and not depth
    style = family if says_all else _name_style(family, block.role.value, depth, writer)
    has_tab = bool(block.number) or (family == "SingleTxt" and block.role in ROLES_BEHIND_TAB)
    shape = WordParagraph(style, block.number, group_runs(block.content, writer, shape_blocks), int(has_tab))
    return track_changes(shape, block.id, writer.redline)


def _name_style(base: str, role: str, depth: int, writer: WordWriter) -> str:
    """Return the id of the style for a role at a depth, and keep it for the part of the styles."""
    if not role and not depth:
        return base
    writer.styles.add((base, role, depth))
    return f"{base}{role.capitalize()}{depth or ''}" if role else f"{base}In{depth}"


def _shape_table(table: Table, style: str, writer: WordWriter) -> WordTable:
    """Return a table; where a cell reaches down, the rows below have an empty cell that continues it."""
    grid = _measure_columns(table)
    rows: list[tuple[WordCell, ...]] = []
    reaching: dict[int, Cell] = {}  # the cells that reach into the next row, by their first columns
    for row in table.rows:
        cells: list[WordCell] = []
        below: dict[int, Cell] = {}
        column, waiting = 0, list(row)
        while waiting or column in reaching:
            continued = reaching.pop(column, None)
            cell = continued or waiting.pop(0)
            merge = "continue" if continued else "restart" if cell.rows > 1 else ""
            shapes = () if continued else _shape_cell(cell, writer)
            width = sum(grid[column : column + cell.columns])
            cells.append(
                WordCell(shapes or (WordParagraph("TableText", align=cell.align),), cell.columns, width, merge)
            )
            if cell.rows > 1:
                below[column] = replace(cell, rows=cell.rows - 1)
            column += cell.columns
        rows.append(tuple(cells))
        reaching = below
    rules = (0, table.heads, len(rows)) if table.rules is None else table.rules
    changes = track_rows(table.id, writer.redline)
    return WordTable(style, grid, tuple(rows), table.heads, rules, changes)


def _shape_cell(cell: Cell, writer: WordWriter) -> tuple[WordParagraph | WordTable, ...]:
    """Return the shapes of a cell; the last is a paragraph, as Word asks (ECMA-376 part 1, 17.4.65)."""
    shapes = tuple(
        replace(shape, align=cell.align) if isinstance(shape, WordParagraph) else shape
        for shape in shape_blocks(cell.blocks, "TableText", writer)
    )
    return (*shapes, WordParagraph("TableText")) if shapes and isinstance(shapes[-1], WordTable) else shapes


def _measure_columns(table: Table) -> tuple[int, ...]:
    """Return the widths of the columns of a table: they share the measure as their longest cells ask."""
    count = max((sum(cell.columns for cell in row) for row in table.rows), default=1)
    longest = [NARROWEST] * max(count, 1)
    for row in table.rows:
        column = 0
        for cell in row:
            if cell.columns == 1 and cell.rows == 1 and column < len(longest):
                longest[column] = max(longest[column], min(WIDEST, len(spell_blocks(cell.blocks))))
            column += cell.columns
    shares = [MEASURE * characters // sum(longest) for characters in longest]
    return (*shares[:-1], MEASURE - sum(shares[:-1]))
