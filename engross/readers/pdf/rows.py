"""Characters to rows: what stands on one baseline, with the numbers that are set small and high in their places."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace

from engross.readers.lines import logical_order
from engross.readers.lines.lines import CellPosition
from engross.readers.pdf.glyphs import SourceGlyph, is_zero_width_gap
from engross.readers.pdf.rtl_order import has_visual_brackets, restore_logical_order
from engross.readers.pdf.tables import PageWithTables
from engross.readers.pdf.text_line import FIRST_HAN

SAME_BASELINE_PT = 1.8  # pt: two baselines that are one, as Word sets a masthead
RAISED_SIZE_RATIO = 0.8  # of the size beside it: a raised character
ROW_COLUMN_GAP_EM = 3.5  # em: a gap that parts columns
INFERRED_SPACE_EM = 0.08  # em: a gap where PDFium infers a space, beside vowel signs
UNDRAWN_SPACE_EM = 0.16  # em: a gap that parts words where no space is drawn
FLUSH_HYPHEN_EM = 0.3  # em: as far as a hyphen at a row's end stands off its word where no space is drawn, to be flush
HYPHEN = "-"
STOPS = (".", ",", ":", ";")
DASHED_NUMBER = re.compile(r"[-–] \d+")
NUMBER_LABEL = re.compile(r"\S{1,14}[.．]?|[(（]\S{1,4}[)）]")  # a number before its title is no column


@dataclass(frozen=True, slots=True)
class PageRow:
    """A row of a page: page from 0, left edge, right edge and baseline in pt, the size that most of it has.

    ``raised``: the spans of its text that are set small and high. ``spot``: its cell, in a table.
    """

    page: int
    text: str
    left: float
    right: float
    base: float
    size: float
    raised: tuple[tuple[int, int], ...] = ()
    spot: CellPosition | None = None


def build_rows(page: PageWithTables, number: int) -> list[PageRow]:
    """The rows of a page from the top down, columns of a row from left to right; those of a table cell by cell."""
    seen = list(_build_visual_rows(page))
    if not logical_order.is_rtl("".join(look.text for look in seen)):
        return [_make_logical_row(look, number, (look.left, look.right)) for look in seen]
    shown = has_visual_brackets([look.text for look in seen])
    return [_make_logical_row(_order_rtl_row(look, shown), number, (-look.right, -look.left)) for look in seen]


def _build_visual_rows(page: PageWithTables) -> Iterator[VisualRow]:
    """The rows of a page as they look; a table before the first baseline that stands under its top."""
    tables = list(page.tables)
    for group in page.loose:
        while tables and tables[0].top > max(glyph.base for glyph in group):
            yield from (_make_visual_row(list(line), spot) for spot, line in tables.pop(0).lines)
        yield from (
            _make_visual_row(cell) for cell in _split_columns(group) if any(glyph.text.strip() for glyph in cell)
        )
    yield from (_make_visual_row(list(line), spot) for table in tables for spot, line in table.lines)


def group_baselines(page: list[SourceGlyph]) -> list[list[SourceGlyph]]:
    """The characters by baselines; a raised one goes with the nearest baseline under it that reaches it."""
    drawn = [glyph for glyph in page if not glyph.inferred and glyph.text.strip()]
    bases: list[tuple[float, list[SourceGlyph]]] = []
    for glyph in sorted(drawn, key=lambda one: (-one.size, -one.base)):
        home = next((row for base, row in bases if _is_on_baseline(glyph, base, row)), None)
        if home is None:
            bases.append((glyph.base, [glyph]))
        else:
            home.append(glyph)
    for glyph in page:
        if glyph.inferred or not glyph.text.strip():
            near = min(bases, key=lambda pair: abs(pair[0] - glyph.base), default=None)
            if near and abs(near[0] - glyph.base) < SAME_BASELINE_PT:
                near[1].append(glyph)
    return [sorted(row, key=lambda one: one.left) for _, row in sorted(bases, key=lambda pair: -pair[0])]


def _is_on_baseline(glyph: SourceGlyph, base: float, row: list[SourceGlyph]) -> bool:
    """Whether a character stands on a baseline, or raised over it beside one of its characters."""
    if abs(glyph.base - base) < SAME_BASELINE_PT:
        return True
    size = row[0].size
    if not (glyph.size < RAISED_SIZE_RATIO * size and SAME_BASELINE_PT <= glyph.base - base < 0.6 * size):
        return False
    return any(abs(glyph.left - one.right) < 2 * size or abs(one.left - glyph.right) < 2 * size for one in row)


def _split_columns(row: list[SourceGlyph]) -> Iterator[list[SourceGlyph]]:
    """The columns of a row."""
    cell: list[SourceGlyph] = []
    edge = 0.0
    for glyph in row:
        if not glyph.text.strip():
            cell.append(glyph)
            continue
        if glyph.left - edge > ROW_COLUMN_GAP_EM * glyph.size:
            said = "".join(one.text for one in cell).strip()
            if said and not NUMBER_LABEL.fullmatch(said):
                yield cell
                cell = []
        cell.append(glyph)
        edge = glyph.right
    yield cell


@dataclass(frozen=True, slots=True)
class VisualRow:
    """A row as it looks, from left to right: its text, what of it is raised, its edges and baseline in pt, its size."""

    text: str
    raised: tuple[tuple[int, int], ...]
    left: float
    right: float
    base: float
    size: float
    spot: CellPosition | None = None


def _make_visual_row(cell: list[SourceGlyph], spot: CellPosition | None = None) -> VisualRow:
    drawn = [glyph for glyph in cell if glyph.text.strip()]
    sizes = Counter(round(glyph.size, 1) for glyph in drawn)
    size = max(sizes, key=lambda one: (sizes[one], one))
    base = Counter(glyph.base for glyph in drawn if abs(glyph.size - size) < 0.2).most_common(1)[0][0]
    return VisualRow(
        *_spell_row(cell, size, base), drawn[0].left, max(glyph.right for glyph in drawn), base, size, spot
    )


def _make_logical_row(look: VisualRow, page: int, edges: tuple[float, float]) -> PageRow:
    """A row in the order in which it is read, letters in their plain forms; a call clings to the word before it.

    ``edges``: where it begins and ends; lines begin at the right edge in Arabic.
    """
    text, spans = "", []
    done = 0
    for start, end in look.raised:
        text = (text + logical_order.replace_presentation_forms(look.text[done:start])).rstrip()
        spans.append((len(text), len(text) + end - start))
        text, done = text + look.text[start:end], end
    return PageRow(
        page,
        text + logical_order.replace_presentation_forms(look.text[done:]),
        *edges,
        look.base,
        look.size,
        tuple(spans),
        look.spot,
    )


def _order_rtl_row(look: VisualRow, shown: bool) -> VisualRow:
    """A row of a page from right to left in the order in which it is read. ``shown``: brackets are as they look.

    A row of Latin words alone is read as it looks, unless a stop at its left or a call at its right edge ends it;
    a number in a cell unless a dash stands left of it, as in "1 -".
    """
    text, raised = look.text, look.raised
    called = raised and raised[-1][1] == len(text)
    numbered = look.spot and DASHED_NUMBER.fullmatch(text)
    if not (logical_order.RTL_LETTER.search(text) or text[:1] in STOPS or called or numbered):
        return look
    said, places = restore_logical_order(text)
    said = said if shown else logical_order.orient_brackets("".join(text[n] for n in places))
    return replace(look, text=said, raised=_move_raised_spans(places, raised))


def _move_raised_spans(places: list[int], raised: tuple[tuple[int, int], ...]) -> tuple[tuple[int, int], ...]:
    """Raised spans where their characters are read."""
    spans: list[tuple[int, int]] = []
    for at, place in enumerate(places):
        if not any(start <= place < end for start, end in raised):
            continue
        if spans and spans[-1][1] == at:
            spans[-1] = (spans[-1][0], at + 1)
        else:
            spans.append((at, at + 1))
    return tuple(spans)


def _spell_row(cell: list[SourceGlyph], size: float, base: float) -> tuple[str, tuple[tuple[int, int], ...]]:
    """The text of a row and the spans of it that are raised."""
    spans: list[tuple[int, int]] = []
    text, edge, spaced, guessed, told = "", 0.0, False, False, False
    signs = any(len(glyph.text) > 1 for glyph in cell)  # on letters, where PDFium sees gaps
    last = next((glyph for glyph in reversed(cell) if glyph.text.strip()), None)
    for glyph in cell:
        if not glyph.text.strip():
            seen = glyph.inferred or is_zero_width_gap(glyph)
            spaced, guessed = spaced or not (signs and seen), guessed or seen
            told = told or not glyph.inferred
            continue
        spaced, guessed = spaced or (guessed and glyph.left - edge > INFERRED_SPACE_EM * size), False
        high = glyph.size < RAISED_SIZE_RATIO * size and glyph.base - base >= SAME_BASELINE_PT
        wide = (
            glyph.left - edge > UNDRAWN_SPACE_EM * size
            and _is_spaced_script(text[-1:])
            and _is_spaced_script(glyph.text)
        )
        ends = glyph is last and glyph.text == HYPHEN and not told and glyph.left - edge < FLUSH_HYPHEN_EM * size
        if text and (spaced or wide) and not (ends and text[-1].isalpha()):
            text += " "
        if high and spans and spans[-1][1] == len(text):
            spans[-1] = (spans[-1][0], len(text) + len(glyph.text))
        elif high:
            spans.append((len(text), len(text) + len(glyph.text)))
        text, edge, spaced, told = text + glyph.text, glyph.right, False, False
    return text, tuple(spans)


def _is_spaced_script(character: str) -> bool:
    return bool(character) and ord(character[0]) < FIRST_HAN
