"""Decide by place and size which rows of a page are running heads, page feet, notes, or text."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise

from engross.model.text import fold
from engross.readers.lines.lines import (
    NOTE_RULE,
    PAGE_FOOT,
    REPEATED_TABLE_HEAD,
    RUNNING_HEAD,
    TEXT_LINE,
    Line,
    classify_by_words,
)
from engross.readers.pdf.glyphs import SMALL_TYPE_RATIO
from engross.readers.pdf.rows import PageRow

NOTE_SIZE_TOLERANCE_PT = 0.35  # pt: sizes of notes that differ less are one
SHORT_ROW_CHARACTERS = 6  # a row with no more characters does not show its size
LEADING_NUMBER = re.compile(r"\d{1,3}(?!\d)|\*{1,3}")
TITLE_SIZE_RATIO = 1.15  # of the body's size: a title is larger


@dataclass(frozen=True, slots=True)
class ClassifiedPage:
    """The rows of a page from the top down, each with its kind."""

    rows: tuple[PageRow, ...]
    kinds: tuple[str, ...]
    notes: int  # the index of the first row of the notes; the number of rows if there are none


def classify_pages(pages: list[list[PageRow]], size: float) -> list[ClassifiedPage]:
    """Find furniture and notes on all pages. ``size``: the body's, in pt."""
    repeated = _find_repeated_rows(pages)
    classified: list[ClassifiedPage] = []
    for n, rows in enumerate(pages):
        kinds = _classify_furniture(rows, size, repeated, first=n == 0)
        classified.append(
            ClassifiedPage(
                tuple(rows),
                tuple(kinds),
                _find_notes_start(rows, kinds, size, _measure_note_size(classified[-1]) if classified else 0.0),
            )
        )
    return classified


def _measure_note_size(page: ClassifiedPage) -> float:
    """Return the size of most notes on a page, in pt; 0 if it has none."""
    sizes = Counter(row.size for row in page.rows[page.notes :] if len(row.text) > SHORT_ROW_CHARACTERS)
    return sizes.most_common(1)[0][0] if sizes else 0.0


def _make_repetition_key(row: PageRow) -> tuple[str, int]:
    """Return what a row shares with its repetitions: its words, # for a number without letters, and its height."""
    words = fold(row.text)
    return words if any(map(str.isalpha, words)) else re.sub(r"\d+", "#", words), round(row.base / 3)


def _find_repeated_rows(pages: list[list[PageRow]]) -> set[tuple[str, int]]:
    """Return the keys of the rows that two pages have at the same height."""
    counts = Counter(key for rows in pages for key in {_make_repetition_key(row) for row in rows if not row.spot})
    return {key for key, times in counts.items() if times > 1}


def _classify_furniture(rows: list[PageRow], size: float, repeated: set[tuple[str, int]], first: bool) -> list[str]:
    """Return the kind of each row: text, or the kind of furniture.

    The head of a page reaches down to the first row of text, its foot up to the last. On the ``first`` page nothing is
    a running head by its place.
    """
    kinds = [
        TEXT_LINE if _is_resolution_number(row, size) else classify_by_words(Line(0, row.text, spot=row.spot)).kind
        for row in rows
    ]
    is_text = [
        row.spot is not None or (row.size >= SMALL_TYPE_RATIO * size and _make_repetition_key(row) not in repeated)
        for row in rows
    ]
    first_text = is_text.index(True) if True in is_text else 0
    for n, row in enumerate(rows[:first_text]):
        if (
            not first
            and kinds[n] == TEXT_LINE
            and (row.size < SMALL_TYPE_RATIO * size or _make_repetition_key(row) in repeated)
        ):
            kinds[n] = RUNNING_HEAD
    for n in range(len(rows) - 1, first_text, -1):
        if rows[n].spot or (
            kinds[n] == TEXT_LINE
            and (_make_repetition_key(rows[n]) not in repeated or _is_last_row_of_note(rows[: n + 1], repeated))
        ):
            break
        kinds[n] = PAGE_FOOT if kinds[n] == TEXT_LINE else kinds[n]
    return [REPEATED_TABLE_HEAD if row.spot and row.spot.again else kind for row, kind in zip(rows, kinds, strict=True)]


def _is_resolution_number(row: PageRow, size: float) -> bool:
    """Return whether a row is the number of a resolution (77/158), though it looks like a page number."""
    return row.size > TITLE_SIZE_RATIO * size and re.fullmatch(r"\d{1,3}/\d{1,4}", row.text) is not None


def _is_last_row_of_note(rows: list[PageRow], repeated: set[tuple[str, int]]) -> bool:
    """Return whether the last row belongs to a note, though another page ends with the same words.

    It begins with a number, or stands close below a row that does or that no other page has.
    """
    for row, above in pairwise(reversed(rows)):
        if _read_note_number(row):
            return True
        if not 0 < above.base - row.base < 1.6 * row.size:
            return False
        if _make_repetition_key(above) not in repeated:
            return True
    return False


def _find_notes_start(rows: list[PageRow], kinds: list[str], size: float, size_before: float) -> int:
    """Return the index of the first row of notes at the foot of a page; the number of rows if there are none.

    Small rows are notes if they stand under a rule, if one begins with a number, raised or called above, or if the page
    before has notes. They have one size: that of the last row that begins with a raised number, or else
    ``size_before``, that of the notes on the page before in pt (0 if it has none). A table or an index may be set small
    too.
    """
    start = len(rows)
    note_size = next((row.size for row in reversed(rows) if _read_note_number(row)), size_before)
    for n in range(len(rows) - 1, -1, -1):
        is_other_size = (
            note_size
            and len(rows[n].text) > SHORT_ROW_CHARACTERS
            and abs(rows[n].size - note_size) > NOTE_SIZE_TOLERANCE_PT
        )
        if rows[n].spot or (kinds[n] == TEXT_LINE and (rows[n].size >= SMALL_TYPE_RATIO * size or is_other_size)):
            break
        start = n if kinds[n] == TEXT_LINE else start
    while (
        note_size
        and start < len(rows)
        and abs(rows[start].size - note_size) > NOTE_SIZE_TOLERANCE_PT
        and not _read_note_number(rows[start])
    ):
        start += 1  # a short row over the notes, of another size
    is_ruled = start and kinds[start - 1] == NOTE_RULE
    has_number = any(_read_note_number(row) for row in rows[start:]) or _has_called_number(rows, start)
    return start if start < len(rows) and (is_ruled or has_number or size_before) else len(rows)


def _has_called_number(rows: list[PageRow], n: int) -> bool:
    """Return whether a row begins with a number that is not raised, but that a raised one above it calls."""
    number = LEADING_NUMBER.match(rows[n].text) if n < len(rows) else None
    return number is not None and any(
        row.text[start:end].strip("()（） ") == number[0] for row in rows[:n] for start, end in row.raised
    )


def _read_note_number(row: PageRow) -> str:
    """Return the raised number or stars that a row begins with; "" for none."""
    if not row.raised or row.raised[0][0] != 0:
        return ""
    number = row.text[: row.raised[0][1]].strip("()（） ")
    return number if re.fullmatch(r"\d{1,3}|\*{1,3}", number) else ""
