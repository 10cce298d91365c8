"""Group characters into rows, one baseline each, with small raised numbers in their places."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace

from engross.model.tree import Style
from engross.readers.lines import logical_order
from engross.readers.lines.lines import CellPosition
from engross.readers.pdf.glyphs import SourceGlyph
from engross.readers.pdf.row_text import RAISED_SIZE_RATIO, SAME_BASELINE_PT, RowText, spell_row
from engross.readers.pdf.rtl_order import has_visual_brackets, restore_logical_order
from engross.readers.pdf.tables import PageWithTables

RAISED_LETTERS = 10  # letters of a baseline that may be raised, at most: a row has more
LABEL_GAP_EM = 9.0  # em: how far a title stands behind its number, at most
ROW_COLUMN_GAP_EM = 3.5  # em: a wider gap separates columns
STOPS = (".", ",", ":", ";")
DASHED_NUMBER = re.compile(r"[-–] \d+")
NUMBER_LABEL = re.compile(r"\S{1,14}[.．]?|[(（]\S{1,4}[)）]")  # a number, which has its title behind a gap


@dataclass(frozen=True, slots=True)
class PageRow:
    """A row of a page: page from 0, left edge, right edge and baseline in pt, the size of most of its characters.

    ``raised``: the spans of its text that are set small and high. ``spot``: its cell, in a table. ``styles``: those of
    each character of its text. ``narrow``: the places of spaces in narrow gaps between letters.
    """

    page: int
    text: str
    left: float
    right: float
    base: float
    size: float
    raised: tuple[tuple[int, int], ...] = ()
    spot: CellPosition | None = None
    styles: tuple[tuple[Style, ...], ...] = ()
    narrow: tuple[int, ...] = ()


def build_rows(page: PageWithTables, number: int) -> list[PageRow]:
    """Return the rows of a page from the top down, columns of a row from left to right, tables cell by cell."""
    visual_rows = list(_build_visual_rows(page))
    if not logical_order.is_rtl("".join(row.spelled.text for row in visual_rows)):
        return [_make_logical_row(row, number, (row.left, row.right)) for row in visual_rows]
    visual_brackets = has_visual_brackets([row.spelled.text for row in visual_rows])
    return [
        _make_logical_row(_order_rtl_row(row, visual_brackets), number, (-row.right, -row.left)) for row in visual_rows
    ]


def _build_visual_rows(page: PageWithTables) -> Iterator[VisualRow]:
    """Yield the rows of a page in visual order; a table stands before the first baseline below its top."""
    tables = list(page.tables)
    for group in page.loose:
        while tables and tables[0].top > max(glyph.base for glyph in group):
            yield from (_make_visual_row(list(line), spot) for spot, line in tables.pop(0).lines)
        yield from (
            _make_visual_row(cell) for cell in _split_columns(group) if any(glyph.text.strip() for glyph in cell)
        )
    yield from (_make_visual_row(list(line), spot) for table in tables for spot, line in table.lines)


def group_baselines(page: list[SourceGlyph]) -> list[list[SourceGlyph]]:
    """Group characters by baselines; a raised one joins a baseline below it that reaches it."""
    drawn = [glyph for glyph in page if not glyph.inferred and glyph.text.strip()]
    small_rows = _find_small_rows(drawn)
    baselines: list[tuple[float, list[SourceGlyph]]] = []
    row_by_base: dict[float, list[SourceGlyph]] = {}  # of what cannot be raised
    for glyph in sorted(drawn, key=lambda one: (-one.size, -one.base)):
        is_row = _make_row_key(glyph) in small_rows
        near_row = row_by_base.get(glyph.base) if is_row else None
        if near_row is None:
            near_row = next((row for base, row in baselines if _is_on_baseline(glyph, base, row, is_row)), None)
        if near_row is None:
            near_row = []
            baselines.append((glyph.base, near_row))
        near_row.append(glyph)
        if is_row:
            row_by_base[glyph.base] = near_row
    for glyph in page:
        if glyph.inferred or not glyph.text.strip():
            nearest = min(baselines, key=lambda pair: abs(pair[0] - glyph.base), default=None)
            if nearest and abs(nearest[0] - glyph.base) < SAME_BASELINE_PT:
                nearest[1].append(glyph)
    return [sorted(row, key=lambda one: one.left) for _, row in sorted(baselines, key=lambda pair: -pair[0])]


def _is_on_baseline(glyph: SourceGlyph, base: float, row: list[SourceGlyph], is_row: bool) -> bool:
    """Return whether a character stands on a baseline, or raised above it beside one of its characters.

    ``is_row``: its own baseline is that of a row.
    """
    if abs(glyph.base - base) < SAME_BASELINE_PT:
        return True
    size = row[0].size
    if is_row or not (glyph.size < RAISED_SIZE_RATIO * size and SAME_BASELINE_PT <= glyph.base - base < 0.6 * size):
        return False
    return any(abs(glyph.left - one.right) < 2 * size or abs(one.left - glyph.right) < 2 * size for one in row)


def _find_small_rows(drawn: list[SourceGlyph]) -> set[tuple[int, int]]:
    """Return the baselines, each with a size, that have so many letters that nothing on them is raised."""
    counts = Counter(_make_row_key(glyph) for glyph in drawn if glyph.text.isalpha())
    return {key for key, count in counts.items() if count > RAISED_LETTERS}


def _make_row_key(glyph: SourceGlyph) -> tuple[int, int]:
    return round(glyph.base * 2), round(glyph.size * 2)


def _split_columns(row: list[SourceGlyph]) -> Iterator[list[SourceGlyph]]:
    """Yield the columns of a row, separated by wide gaps; a number before its title is no column."""
    cell: list[SourceGlyph] = []
    edge = 0.0
    for glyph in row:
        if not glyph.text.strip():
            cell.append(glyph)
            continue
        if glyph.left - edge > ROW_COLUMN_GAP_EM * glyph.size:
            text = "".join(one.text for one in cell).strip()
            is_label = glyph.left - edge < LABEL_GAP_EM * glyph.size and NUMBER_LABEL.fullmatch(text)
            if text and not is_label:
                yield cell
                cell = []
        cell.append(glyph)
        edge = glyph.right
    yield cell


@dataclass(frozen=True, slots=True)
class VisualRow:
    """A row in visual order: its text, its edges and baseline in pt, its size, its cell in a table."""

    spelled: RowText
    left: float
    right: float
    base: float
    size: float
    spot: CellPosition | None = None


def _make_visual_row(glyphs: list[SourceGlyph], spot: CellPosition | None = None) -> VisualRow:
    """Make a row of the characters of a column or cell; ``spot``: the cell, in a table."""
    visible = [glyph for glyph in glyphs if glyph.text.strip()]
    size_counts = Counter(round(glyph.size, 1) for glyph in visible)
    size = max(size_counts, key=lambda one: (size_counts[one], one))
    base = Counter(glyph.base for glyph in visible if abs(glyph.size - size) < 0.2).most_common(1)[0][0]
    right = max(glyph.right for glyph in visible)
    return VisualRow(spell_row(glyphs, size, base), visible[0].left, right, base, size, spot)


def _make_logical_row(row: VisualRow, page: int, edges: tuple[float, float]) -> PageRow:
    """Return a row in logical order, letters in their plain forms; a call clings to the word before it.

    ``edges``: where it begins and ends; lines begin at the right edge in Arabic.
    """
    spelled = row.spelled
    text = ""
    spans: list[tuple[int, int]] = []
    styles: list[tuple[Style, ...]] = []
    copied = 0
    for start, end in (*spelled.raised, (len(spelled.text), len(spelled.text))):
        words = logical_order.replace_presentation_forms(spelled.text[copied:start])
        text, styles = text + words, styles + _spread_styles(spelled, copied, start, words)
        if start < end:
            text = text.rstrip()
            spans.append((len(text), len(text) + end - start))
            text, styles = text + spelled.text[start:end], [*styles[: len(text)], *spelled.styles[start:end]]
        copied = end
    narrow = spelled.narrow if text == spelled.text else ()
    return PageRow(page, text, *edges, row.base, row.size, tuple(spans), row.spot, tuple(styles), narrow)


def _spread_styles(row: RowText, start: int, end: int, words: str) -> list[tuple[Style, ...]]:
    """Return the styles of the characters of ``words``, the plain letters of a row from ``start`` to ``end``."""
    if len(words) == end - start:
        return list(row.styles[start:end])
    spread = [row.styles[n] for n in range(start, end) for _ in logical_order.replace_presentation_forms(row.text[n])]
    return [*spread, *([()] * len(words))][: len(words)]


def _order_rtl_row(row: VisualRow, visual_brackets: bool) -> VisualRow:
    """Return a row of a right-to-left page in logical order. ``visual_brackets``: they are given as they look.

    A row of Latin words alone is read as it looks, unless a stop at its left or a call at its right edge ends it. So is
    a number in a cell, unless a dash stands left of it: that is read as "1 -".
    """
    text, raised = row.spelled.text, row.spelled.raised
    ends_with_call = raised and raised[-1][1] == len(text)
    is_dashed_number = row.spot and DASHED_NUMBER.fullmatch(text)
    if not (logical_order.RTL_LETTER.search(text) or text[:1] in STOPS or ends_with_call or is_dashed_number):
        return row
    ordered, places = restore_logical_order(text)
    ordered = ordered if visual_brackets else logical_order.orient_brackets("".join(text[n] for n in places))
    styles = tuple(row.spelled.styles[n] for n in places)
    return replace(row, spelled=RowText(ordered, _move_raised_spans(places, raised), styles))


def _move_raised_spans(places: list[int], raised: tuple[tuple[int, int], ...]) -> tuple[tuple[int, int], ...]:
    """Return the raised spans at the places where their characters are read."""
    spans: list[tuple[int, int]] = []
    for at, place in enumerate(places):
        if not any(start <= place < end for start, end in raised):
            continue
        if spans and spans[-1][1] == at:
            spans[-1] = (spans[-1][0], at + 1)
        else:
            spans.append((at, at + 1))
    return tuple(spans)
