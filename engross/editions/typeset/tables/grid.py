"""The cells of a table in their places, and how wide their words are."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from engross.editions.typeset.widths import width_in_em
from engross.grammars.han import HAN_RANGE
from engross.model.redline import DELETED_STYLES
from engross.model.text import remove_invisible, spell_blocks
from engross.model.tree import Block, Cell, Inline, Note, Style, Styled, Table, Text
from engross.model.walk import descend_blocks, inlines_of, runs_of_blocks

WORD = re.compile(f"[{HAN_RANGE}]|[^\\s{HAN_RANGE}]+")


@dataclass(frozen=True, slots=True)
class PlacedCell:
    """A cell with the row and the column that it begins in, from 0."""

    row: int
    column: int
    cell: Cell


def place_cells(table: Table) -> Iterator[PlacedCell]:
    """Yield the cells of a table in reading order, each in its place; what reaches down moves those below aside."""
    below: dict[int, int] = {}  # the last row that a cell from above covers, by column
    for n, row in enumerate(table.rows):
        column = 0
        for cell in row:
            while below.get(column, -1) >= n:
                column += 1
            yield PlacedCell(n, column, cell)
            if cell.rows > 1:
                below |= dict.fromkeys(range(column, column + cell.columns), n + cell.rows - 1)
            column += cell.columns


def bare_text(blocks: Iterable[Block]) -> str:
    """Return the words of a cell without calls, raised marks and invisible characters, a line for each block."""
    return _join_lines(map(_bare_run, runs_of_blocks(tuple(blocks))))


def latest_text(blocks: Iterable[Block]) -> str:
    """Return the words of a cell as ``bare_text`` does, in a redline those of the latest version that has any."""
    runs = tuple(runs_of_blocks(tuple(blocks)))
    return _join_lines(_bare_run(run, DELETED_STYLES) for run in runs) or _join_lines(map(_bare_run, runs))


def numbered_text(blocks: Iterable[Block]) -> str:
    """Return the words of a cell as ``bare_text`` does, numbers before them, in the field that they hang in."""
    found = (block for block in descend_blocks(tuple(blocks)) if not isinstance(block, Table))
    return _join_lines((block.number.ljust(5) if block.number else "") + _bare_run(block.content) for block in found)


def _join_lines(lines: Iterable[str]) -> str:
    return remove_invisible("\n".join(lines)).strip()


def _bare_run(content: tuple[Inline, ...], without: tuple[Style, ...] = ()) -> str:
    def spell(items: tuple[Inline, ...]) -> Iterator[str]:
        for item in items:
            if isinstance(item, Text):
                yield item.text
            elif hasattr(item, "content") and not (
                isinstance(item, Styled) and item.style in (Style.SUPERSCRIPT, *without)
            ):
                yield from spell(item.content)

    return "".join(spell(content))


def list_notes(blocks: Iterable[Block]) -> list[Note]:
    """Return the notes that the words of a cell call."""
    return [item for run in runs_of_blocks(tuple(blocks)) for item in inlines_of(run) if isinstance(item, Note)]


def is_blank(cell: Cell) -> bool:
    """Return whether a cell has no words."""
    return not spell_blocks(cell.blocks).strip()


def is_bold(cell: Cell) -> bool:
    """Return whether all words of a cell are bold."""
    runs = list(runs_of_blocks(cell.blocks))
    bold = [item for run in runs for item in inlines_of(run) if isinstance(item, Styled) and item.style is Style.BOLD]
    words = sum(len(item.text.strip()) for run in runs for item in inlines_of(run) if isinstance(item, Text))
    inner = sum(len(leaf.text.strip()) for item in bold for leaf in inlines_of(item.content) if isinstance(leaf, Text))
    return 0 < words <= inner


def text_width(text: str) -> float:
    """Return the estimated width in em of the longest line of a text."""
    return max(width_in_em(line) for line in text.split("\n"))


def word_width(text: str) -> float:
    """Return the estimated width in em of the longest word of a text; a Han character is a word."""
    return max((text_width(word) for word in WORD.findall(text)), default=0.0)
