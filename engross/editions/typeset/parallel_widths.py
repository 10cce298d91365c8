"""Choose how wide the columns of two languages are, and find the rows that are too high to be kept on a page."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from engross.editions.typeset.paper import measure_wide_line
from engross.editions.typeset.widths import width_in_em
from engross.grammars.language import Language
from engross.model.paper import PAPERS, POINTS_PER_MM, Format
from engross.model.parallel import PairedBlock, TextPiece
from engross.model.text import spell_inlines
from engross.model.tree import Heading, Paragraph

SHARES = range(38, 63, 2)  # per cent of the measure that the first column may have
GAP = 2.0  # ems of each column that the rule between them and its margins take
HIGHEST_WHOLE_ROW = 0.4  # of the height of a page: what is higher may be broken
MOST_NOTE_LINES = 6  # of a note beside its counterpart, in a column of half the measure
LEADING = {"Hani": 1.7, "Arab": 1.6}  # of a text by its script, relative to its size (styles/lang); others 1.42
USUAL_LEADING = 1.42
RowWidths = tuple[float, float]  # of the texts of a pair, each on one line, in em of its own size


@dataclass(frozen=True, slots=True)
class ColumnWidths:
    """The share of the first column in per cent, and the places of the rows that may be broken."""

    share: int
    high_rows: frozenset[int]


@dataclass(frozen=True, slots=True)
class _Tongue:
    """A language as set: the size of its type relative to the first's, its leading in em of its own."""

    size: float
    leading: float


def choose_widths(
    pairs: Sequence[PairedBlock], languages: tuple[Language, Language], page_format: Format
) -> ColumnWidths:
    """Return the widths of the columns of one document, and its high rows."""
    rows = measure_rows(pairs)
    share = choose_share([measure_shares(rows, languages, page_format)])
    return ColumnWidths(share, find_high_rows(rows, languages, page_format, share))


def choose_share(measured: Iterable[Sequence[float]]) -> int:
    """Return the share that makes the sum of the rows' heights least; of two, that nearer to the middle.

    ``measured``: of each document that is set in these columns, what ``measure_shares`` says.
    """
    totals = map(sum, zip(*measured, strict=True))
    return min(zip(totals, SHARES, strict=True), key=lambda one: (round(one[0], 3), abs(one[1] - 50)))[1]


def measure_shares(
    rows: Sequence[RowWidths], languages: tuple[Language, Language], page_format: Format
) -> tuple[float, ...]:
    """Return the sum of the rows' heights, in em of the first language's size, for each of SHARES."""
    return tuple(sum(_list_heights(rows, languages, page_format, share)) for share in SHARES)


def find_high_rows(
    rows: Sequence[RowWidths], languages: tuple[Language, Language], page_format: Format, share: int
) -> frozenset[int]:
    """Return the places of the rows that are too high to be kept on a page where the first column has ``share``."""
    size, _ = measure_wide_line(page_format, languages[0])
    paper = PAPERS[page_format.paper]
    room = (paper.height - paper.top - paper.foot) * POINTS_PER_MM / size
    heights = enumerate(_list_heights(rows, languages, page_format, share))
    return frozenset(n for n, height in heights if height > HIGHEST_WHOLE_ROW * room)


def measure_rows(pairs: Sequence[PairedBlock]) -> list[RowWidths]:
    """Return the widths of the texts of each pair."""
    return [(_measure_piece(pair.first), _measure_piece(pair.second)) for pair in pairs]


def _list_heights(
    rows: Sequence[RowWidths], languages: tuple[Language, Language], page_format: Format, share: int
) -> Iterator[float]:
    first, second = languages
    tongues = _describe(first, first), _describe(second, first)
    _, measure = measure_wide_line(page_format, first)
    rooms = measure * share / 100 - GAP, measure * (100 - share) / 100 - GAP
    for row in rows:
        yield max(_height(w, r, t) for w, r, t in zip(row, rooms, tongues, strict=True))


def _describe(language: Language, first: Language) -> _Tongue:
    size = language.words["page"]["sizes"]["handout"] / first.words["page"]["sizes"]["handout"]
    return _Tongue(size, LEADING.get(language.words["language"]["script"], USUAL_LEADING))


def _measure_piece(piece: TextPiece | None) -> float:
    """Return the width of a piece's text in em of its own size; of a table, which takes the full width, none."""
    if piece is None or not isinstance(piece.block, Paragraph | Heading):
        return 0.0
    return width_in_em(spell_inlines(piece.block.content))


def _height(width: float, room: float, tongue: _Tongue) -> float:
    """Return the height of a text in em of the first language's size."""
    lines = math.ceil(width * tongue.size / room)
    return lines * tongue.leading * tongue.size


def is_long_note(texts: Iterable[str], page_format: Format, language: Language) -> bool:
    """Return whether the texts of a note are too long to stand side by side, where they cannot go on over the page."""
    _, measure = measure_wide_line(page_format, language)
    return max(map(width_in_em, texts), default=0.0) > MOST_NOTE_LINES * measure / 2
