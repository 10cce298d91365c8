"""Find the kinds and the widths of a table's columns from the words in them.

A column is as wide as its longest cell; where that is more than there is room for, columns of long texts share what the
short ones leave. A head is set in up to three lines before it widens its column. In a table too wide for that its words
are divided, and the gaps are narrow; figures are not divided.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from engross.editions.typeset.tables.fewest_lines import shift_widths
from engross.editions.typeset.tables.grid import (
    PlacedCell,
    is_blank,
    is_bold,
    latest_text,
    numbered_text,
    place_cells,
    text_width,
    word_width,
)
from engross.editions.typeset.widths import BOLD
from engross.grammars.figures import FIGURE_CELLS_SHARE, count_tail, has_decimals, is_figure
from engross.model.tree import Table

TYPE_SIZE = 0.883  # of a table relative to the text, and a little more, for widths are estimated
DENSE_SIZE = 0.82  # of the smaller type of a table of many columns relative to that of tables
MANY_COLUMNS = 9
GAP = 1.05  # em before the words of a column but the first
HALF_DIGIT = 0.29  # em
HEAD_LINES = (2, 3)  # of a head above narrow cells: as few as there is room for
UNEVEN = 1.15  # how much longer the longest line of a head is than the mean
SLACK = 1.1  # em beyond the estimated width of words
LEAST = 1.5  # em of the narrowest column
TIGHT_GAP, TIGHT_SLACK = 0.7, 0.35  # em, in a table whose words have no room else
HEAD_PART = 0.55  # of the longest word of a head, that its longest part takes with a hyphen


@dataclass(frozen=True, slots=True)
class ColumnShape:
    """A column: whether it holds figures, its width in em of the table's type and its share of the table's width in per
    cent, the longest tail of its figures in half digits, whether a mark before three digits is one of decimals, and
    whether its words have to be divided.
    """

    is_figures: bool
    width: float
    share: float
    tail: int = 0
    is_decimal: bool = False
    is_tight: bool = False


@dataclass(frozen=True, slots=True)
class _Words:
    """The words of a cell with the widths in em of their longest line and of their longest word."""

    text: str
    width: float
    word: float


@dataclass(frozen=True, slots=True)
class _Needs:
    """What a column needs, in em: its longest cell, its longest word, its head on one line, the gap before all.

    ``least``: where there is no room for that: its longest figure or word of a cell, and parts of words of its head.
    """

    cells: float
    word: float
    head: float
    gap: float
    least: float


def find_table_measure(line: float) -> float:
    """Return the measure in em of a table's type; ``line``: in em of the text."""
    return line / TYPE_SIZE


def shape_columns(table: Table, measure: float) -> tuple[ColumnShape, ...]:
    """Return the columns of a table from left to right as read; ``measure``: in em of its type."""
    count = max((sum(cell.columns for cell in row) for row in table.rows), default=0)
    by_column: dict[int, list[PlacedCell]] = defaultdict(list)
    own: set[int] = set()  # the columns that have words of their own
    headed: set[int] = set()  # the columns that have a head of their own
    cells = sorted(place_cells(table), key=lambda placed: placed.cell.columns)
    for placed in cells:
        spanned = range(placed.column, placed.column + placed.cell.columns)
        if placed.cell.columns == 1:
            by_column[placed.column].append(placed)
            (headed if placed.row < table.heads else own).update(() if is_blank(placed.cell) else spanned)
        elif placed.row >= table.heads and own.isdisjoint(spanned):
            # What spans columns without words of their own needs their width, in the one that has a head.
            by_column[max(headed.intersection(spanned), default=placed.column)].append(placed)
    columns = [_split_texts(by_column[n], table.heads) for n in range(count)]
    decimal = [any(has_decimals(cell.text) for cell in cells) for _, cells in columns]
    tails = [_find_tail(cells, decimal[n]) if n else None for n, (_, cells) in enumerate(columns)]
    needs = [
        _find_needs(columns[n], _tail_room(columns[n][1], tail, decimal[n]) if tail is not None else None, n > 0)
        for n, tail in enumerate(tails)
    ]
    measure = measure / DENSE_SIZE if count >= MANY_COLUMNS else measure
    widths = _share_measure(needs, measure)
    is_tight = sum(widths) > measure + SLACK
    if is_tight:
        widths = _press_widths(needs, measure)
    elif sum(need.cells for need in needs) > sum(widths):
        least = {n: need.word for n, need in enumerate(needs) if tails[n] is None}
        widths = shift_widths(widths, least, _list_row_widths(table, needs))
    shares = [round(100 * width / sum(widths), 2) for width in widths]
    return tuple(
        ColumnShape(tail is not None, width, share, tail or 0, is_decimal, is_tight)
        for tail, width, share, is_decimal in zip(tails, widths, shares, decimal, strict=True)
    )


def _list_row_widths(table: Table, needs: list[_Needs]) -> list[dict[int, float]]:
    """Return the width that each cell below the head needs, in em, with the gap before it and some slack."""
    rows: list[dict[int, float]] = [{} for _ in table.rows]
    for placed in place_cells(table):
        if placed.row >= table.heads and placed.cell.columns == 1 and not is_blank(placed.cell):
            rows[placed.row][placed.column] = _measure_words(placed).width + needs[placed.column].gap + SLACK
    return rows


def _split_texts(cells: list[PlacedCell], heads: int) -> tuple[list[_Words], list[_Words]]:
    """Return the words of a column's head cells, and those of its other cells that have some."""
    words = [(placed.row < heads, _measure_words(placed)) for placed in cells if not is_blank(placed.cell)]
    return [word for is_head, word in words if is_head], [word for is_head, word in words if not is_head]


def _measure_words(placed: PlacedCell) -> _Words:
    text, scale = numbered_text(placed.cell.blocks), BOLD if is_bold(placed.cell) else 1.0
    return _Words(latest_text(placed.cell.blocks), scale * text_width(text), scale * word_width(text))


def _find_tail(cells: list[_Words], is_decimal: bool) -> int | None:
    """Return the longest tail of the figures of a column, in half digits; None for a column of words."""
    figures = [cell.text for cell in cells if is_figure(cell.text)]
    has_digits = any(map(str.isdecimal, "".join(figures)))
    if not has_digits or len(figures) < FIGURE_CELLS_SHARE * len(cells):
        return None
    return max(count_tail(figure, is_decimal) for figure in figures)


def _tail_room(cells: list[_Words], tail: int | None, is_decimal: bool) -> list[float]:
    """Return the room, in em, that each cell of a column leaves behind its figure."""
    return [(tail - count_tail(cell.text, is_decimal)) * HALF_DIGIT if tail else 0.0 for cell in cells]


def _find_needs(words: tuple[list[_Words], list[_Words]], behind: list[float] | None, has_gap: bool) -> _Needs:
    """Return what a column needs; ``words``: of its head and of its other cells.

    ``behind``: the room that each cell leaves behind its figure, in em; None for a column of words.
    """
    heads, cells = words
    gap = GAP if has_gap else 0.0
    widths = [cell.width + room for cell, room in zip(cells, behind or [0.0] * len(cells), strict=True)]
    longest = max(widths, default=0.0)
    word = max((cell.word for cell in (*heads, *cells)), default=0.0) + SLACK
    head = max((cell.width for cell in heads), default=0.0)
    whole = longest if behind is not None else max((cell.word for cell in cells), default=0.0)
    part = HEAD_PART * max((cell.word for cell in heads), default=0.0)
    least = max(whole, part, LEAST) + TIGHT_SLACK + (TIGHT_GAP if has_gap else 0.0)
    return _Needs(max(longest + SLACK, LEAST) + gap, max(word, LEAST) + gap, head, gap, least)


def _share_measure(needs: list[_Needs], measure: float) -> list[float]:
    """Return the widths of the columns, in em: what they need, heads on few lines, or shares of the measure."""
    wanted: list[float] = []
    for lines in HEAD_LINES:
        wanted = [max(need.cells, need.word, need.head * UNEVEN / lines + need.gap) for need in needs]
        if sum(wanted) <= measure:
            return wanted
    widths = dict.fromkeys(range(len(needs)), 0.0)
    waiting, room = set(widths), measure
    while waiting:
        share = room / len(waiting)
        modest = {n for n in waiting if wanted[n] <= share}
        for n in modest or waiting:
            widths[n] = wanted[n] if modest else _share_by_length(n, waiting, wanted, room)
        room -= sum(widths[n] for n in modest)
        waiting -= modest or set(waiting)
    return [max(widths[n], need.word) for n, need in enumerate(needs)]


def _press_widths(needs: list[_Needs], measure: float) -> list[float]:
    """Return the widths of the columns of a table that has no room for all its words: the least, and what is left."""
    wanted = [max(need.word - need.least, 0.0) for need in needs]
    left = max(measure - sum(need.least for need in needs), 0.0) / (sum(wanted) or 1.0)
    return [need.least + left * more for need, more in zip(needs, wanted, strict=True)]


def _share_by_length(n: int, waiting: set[int], wanted: list[float], room: float) -> float:
    """Return the share of ``room`` of a column of long texts: a text four times as long gets twice the width."""
    return float(room * wanted[n] ** 0.5 / sum(wanted[m] ** 0.5 for m in waiting))
