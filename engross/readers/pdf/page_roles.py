"""Turn rows into lines: decide by place and size which are running heads, page feet, notes, or lines of paragraphs."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import pairwise

from engross.model.text import fold
from engross.readers.lines.lines import (
    NOTE_LINE,
    NOTE_RULE,
    PAGE_FOOT,
    REPEATED_TABLE_HEAD,
    RUNNING_HEAD,
    TEXT_LINE,
    Line,
    classify_by_words,
    mark_soft_hyphens,
)
from engross.readers.lines.note_blocks import RawNote, read_leading_number
from engross.readers.lines.paragraphs import END_MARKS
from engross.readers.pdf.glyphs import SMALL_TYPE_RATIO
from engross.readers.pdf.rows import PageRow

NOTE_SIZE_TOLERANCE_PT = 0.35  # pt: sizes of notes that differ less are one
BODY_SIZE_TOLERANCE_PT = 0.6  # pt: sizes of the body that differ less are one
SHORT_ROW_CHARACTERS = 6  # a row with no more characters does not show its size
TITLE_SIZE_RATIO = 1.15  # of the body's size: a title is larger
SHORT_LINE_EM = 5.0  # em: a line that ends further from the edge is a paragraph's last
MAX_LEADING_RATIO = 1.8  # of the size: lines of one paragraph are closer
PARAGRAPH_GAP_LEADINGS = 1.22  # of the usual leading: a wider gap begins a paragraph
INDENT_PT = 8.0  # pt: a first line further in is indented


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

    Small rows are notes if they stand under a rule, if one begins with a number, or if the page before has notes. They
    have one size: that of the last row that begins with a number, or else ``size_before``, that of the notes on the
    page before in pt (0 if it has none). A table or an index may be set small too.
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
    has_number = any(_read_note_number(row) for row in rows[start:])
    return start if start < len(rows) and (is_ruled or has_number or size_before) else len(rows)


def _read_note_number(row: PageRow) -> str:
    """Return the raised number or stars that a row begins with; "" for none."""
    if not row.raised or row.raised[0][0] != 0:
        return ""
    number = row.text[: row.raised[0][1]].strip("()（） ")
    return number if re.fullmatch(r"\d{1,3}|\*{1,3}", number) else ""


def build_lines(pages: list[ClassifiedPage], size: float) -> list[Line]:
    """Build the lines of all pages, body and furniture; notes are lines of the kind NOTE_LINE.

    Small rows above the first note of all are text: there is no note that they could be part of.
    """
    leading = _measure_body_leading(pages, size)
    lines: list[Line] = []
    short_lines: set[int] = set()
    for page_number, page in enumerate(pages):
        margin, edge = _measure_left_margin(page, size), _measure_right_edge(page, size)
        above: PageRow | None = None
        for n, (row, kind) in enumerate(zip(page.rows, page.kinds, strict=True)):
            line_kind = NOTE_LINE if kind == TEXT_LINE and n >= page.notes else kind
            spans = tuple(row.raised)
            line = Line(
                len(lines) + 1, row.text, round(max(0.0, row.left - margin)), 0, line_kind, page_number, calls=spans
            )
            if row.spot:
                line = replace(line, indent=0, begins=row.spot.begins, spot=row.spot)
            elif line_kind == TEXT_LINE:
                line = _mark_paragraph_start(line, (row, above), leading * max(1.0, row.size / size))
            above = row if line_kind == TEXT_LINE else above
            lines.append(line)
            short_lines |= {line.number} if row.right < edge - SHORT_LINE_EM * size else set()
    first_note = next(
        (n for n, line in enumerate(lines) if line.kind == NOTE_LINE and _find_own_number(line, 1)[0]), len(lines)
    )
    resolved = [
        replace(line, kind=TEXT_LINE) if line.kind == NOTE_LINE and n < first_note else line
        for n, line in enumerate(lines)
    ]
    return _resolve_page_start_paragraphs(mark_soft_hyphens(resolved), short_lines)


def _mark_paragraph_start(line: Line, pair: tuple[PageRow, PageRow | None], leading: float) -> Line:
    """Mark a line as the beginning of a paragraph if it stands below a gap or a table; a page's first is left open."""
    row, above = pair
    if above is None:
        return replace(line, after_furniture=True)
    if above.spot:
        return replace(line, begins=True)
    return replace(line, begins=above.base - row.base > PARAGRAPH_GAP_LEADINGS * leading)


def _measure_body_leading(pages: list[ClassifiedPage], size: float) -> float:
    """Return the usual distance between lines of the body, in pt."""
    distances = [
        round((a.base - b.base) * 2) / 2
        for page in pages
        for a, b in pairwise(page.rows[: page.notes])
        if not a.spot
        and not b.spot
        and abs(a.size - size) < BODY_SIZE_TOLERANCE_PT
        and abs(b.size - size) < BODY_SIZE_TOLERANCE_PT
        and 0.8 * size < a.base - b.base < MAX_LEADING_RATIO * size
        and not a.text.endswith(END_MARKS)
    ]
    return Counter(distances).most_common(1)[0][0] if distances else 1.2 * size


def _measure_left_margin(page: ClassifiedPage, size: float) -> float:
    """Return where most lines of a page begin, in pt."""
    edges = Counter(round(row.left) for row in _select_body_rows(page, size))
    return edges.most_common(1)[0][0] if edges else 0.0


def _measure_right_edge(page: ClassifiedPage, size: float) -> float:
    """Return where the longest line of a page ends, in pt."""
    return max((row.right for row in _select_body_rows(page, size)), default=0.0)


def _select_body_rows(page: ClassifiedPage, size: float) -> list[PageRow]:
    """Return the rows of a page that have the body's size, without tables and notes."""
    return [row for row in page.rows[: page.notes] if not row.spot and abs(row.size - size) < BODY_SIZE_TOLERANCE_PT]


def _resolve_page_start_paragraphs(lines: list[Line], short_lines: set[int]) -> list[Line]:
    """Decide whether the first line of each page begins a paragraph.

    It does behind one of the ``short_lines`` that ends a paragraph, or by its indent. What stays open is decided later
    by the words.
    """
    start_indents = Counter(line.indent for line in lines if line.begins and line.indent > INDENT_PT)
    usual_indent = start_indents.most_common(1)[0][0] if start_indents else 0
    start_count = sum(line.begins is True and not line.spot for line in lines)
    resolved: list[Line] = []
    line_before = Line(0, "")
    for line in lines:
        if line.kind == TEXT_LINE and line.after_furniture:
            is_paragraph_over = line_before.number in short_lines and line_before.text.endswith(END_MARKS)
            begins = is_paragraph_over or _is_paragraph_start(
                line, line_before.text, usual_indent, start_indents.total() > 0.9 * start_count
            )
            resolved.append(replace(line, begins=begins))
        else:
            resolved.append(line)
        line_before = line if line.kind == TEXT_LINE else line_before
    return resolved


def _is_paragraph_start(line: Line, text_before: str, usual_indent: int, indented: bool) -> bool | None:
    """Return whether a page's first line begins a paragraph, by its indent and the words before it; None if unclear."""
    if not text_before.endswith(END_MARKS) and not text_before[-1:].isdigit():
        return False
    if (usual_indent and abs(line.indent - usual_indent) <= 1) or (
        text_before.endswith(";") and line.text[0].isupper()
    ):
        return True
    return False if indented and line.indent <= INDENT_PT else None


def collect_notes(lines: Iterable[Line]) -> list[RawNote]:
    """Split lines of notes into notes: each begins at a raised number or at stars.

    If no number is raised, each begins at the next number in turn.
    """
    notes: list[RawNote] = []
    raised = False
    for line in lines:
        is_raised = bool(line.calls) and line.calls is not None and line.calls[0][0] == 0
        number, end = _find_own_number(line, sum(note.number.isdigit() for note in notes) + 1)
        if number and (is_raised or not raised or not number.isdigit()):
            first_line = replace(line, text=line.text[end:].lstrip(), calls=())
            notes.append(RawNote(number, (first_line,), line.page))
            raised = raised or is_raised
        elif notes:
            notes[-1] = replace(notes[-1], lines=(*notes[-1].lines, line))
    return notes


def _find_own_number(line: Line, expected: int) -> tuple[str, int]:
    """Return the number that a line of notes begins with, and where it ends; "" and 0 if it has none."""
    if line.calls and line.calls[0][0] == 0:
        end = line.calls[0][1]
        return line.text[:end].strip("()（） "), end
    number, end = read_leading_number(line.text)
    return (number, end) if number == str(expected) or number[:1] == "*" else ("", 0)
