"""Open tables that only lay a text out: a column of numbers, and beside each the paragraph that it counts."""

from __future__ import annotations

from dataclasses import replace

from engross.grammars.language import Language
from engross.model.text import spell_blocks, spell_inlines
from engross.model.tree import Cell, Paragraph, Table
from engross.readers.common.attach_points import classify_marker
from engross.readers.word.body_items import BodyItem
from engross.readers.word.roles import has_lead

COLUMNS = 2  # of numbers, and of paragraphs


def open_layout_tables(items: list[BodyItem], lang: Language) -> list[BodyItem]:
    """Return body items with the paragraphs of each layout table as items of their own."""
    return [part for item in items for part in ([item] if item.table is None else _open_table(item, item.table, lang))]


def _open_table(item: BodyItem, table: Table, lang: Language) -> list[BodyItem]:
    """Return the paragraphs of a table whose every row is a number and a paragraph with lead words; else the table."""
    if not all(_is_numbered_row(row, lang) for row in table.rows):
        return [item]
    parts: list[BodyItem] = []
    for marker, cell in table.rows:
        number = spell_blocks(marker.blocks).strip()
        for n, block in enumerate(block for block in cell.blocks if isinstance(block, Paragraph)):
            parts.append(BodyItem(block.where, (), block.content, block.number if n else number))
    return [replace(parts[0], entries=item.entries, pictures=item.pictures), *parts[1:]]


def _is_numbered_row(row: tuple[Cell, ...], lang: Language) -> bool:
    if len(row) != COLUMNS or not row[1].blocks or not all(isinstance(block, Paragraph) for block in row[1].blocks):
        return False
    first = row[1].blocks[0]
    is_numbered = classify_marker(spell_blocks(row[0].blocks).strip()) == "number"
    return is_numbered and isinstance(first, Paragraph) and bool(spell_inlines(first.content)) and has_lead(first, lang)
