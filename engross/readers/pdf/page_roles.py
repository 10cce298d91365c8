"""Rows to lines: what each row is by its place and size: running head, page foot, note, or a paragraph's line."""

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

NOTE_SIZE_TOLERANCE_PT = 0.35  # pt: two sizes of notes that are one
BODY_SIZE_TOLERANCE_PT = 0.6  # pt: two sizes of the body that are one
SHORT_ROW_CHARACTERS = 6  # characters of a row whose size is hard to tell
TITLE_SIZE_RATIO = 1.15  # of the body's size: a title
SHORT_LINE_EM = 5.0  # em: a line that ends so far from the edge is a paragraph's last
MAX_LEADING_RATIO = 1.8  # of the size: what is further apart are no lines of one paragraph
PARAGRAPH_GAP_LEADINGS = 1.22  # of the usual leading: what is further begins a paragraph
INDENT_PT = 8.0  # pt


@dataclass(frozen=True, slots=True)
class ClassifiedPage:
    """A page's rows with what each is, from the top down."""

    rows: tuple[PageRow, ...]
    kinds: tuple[str, ...]
    notes: int  # the index of the first row of the notes; the number of rows where there are none


def classify_pages(pages: list[list[PageRow]], size: float) -> list[ClassifiedPage]:
    """The pages with furniture and notes known. ``size``: the body's, in pt."""
    repeated = _find_repeated_rows(pages)
    out: list[ClassifiedPage] = []
    for n, rows in enumerate(pages):
        kinds = _classify_furniture(rows, size, repeated, first=n == 0)
        out.append(
            ClassifiedPage(
                tuple(rows),
                tuple(kinds),
                _find_notes_start(rows, kinds, size, _measure_note_size(out[-1]) if out else 0.0),
            )
        )
    return out


def _measure_note_size(leaf: ClassifiedPage) -> float:
    """The size that most of a page's notes have, in pt; 0 where it has none."""
    sizes = Counter(row.size for row in leaf.rows[leaf.notes :] if len(row.text) > SHORT_ROW_CHARACTERS)
    return sizes.most_common(1)[0][0] if sizes else 0.0


def _make_repetition_key(row: PageRow) -> tuple[str, int]:
    """What is the same on two pages: words and height; numbers may count up where they stand alone."""
    said = fold(row.text)
    return said if any(map(str.isalpha, said)) else re.sub(r"\d+", "#", said), round(row.base / 3)


def _find_repeated_rows(pages: list[list[PageRow]]) -> set[tuple[str, int]]:
    """What stands on two pages at the same height."""
    counts = Counter(key for rows in pages for key in {_make_repetition_key(row) for row in rows if not row.spot})
    return {key for key, times in counts.items() if times > 1}


def _classify_furniture(rows: list[PageRow], size: float, repeated: set[tuple[str, int]], first: bool) -> list[str]:
    """What each row is as furniture; the page's edges reach to the first and from the last row of text."""
    kinds = [
        TEXT_LINE if _is_resolution_number(row, size) else classify_by_words(Line(0, row.text, spot=row.spot)).kind
        for row in rows
    ]
    own = [
        row.spot is not None or (row.size >= SMALL_TYPE_RATIO * size and _make_repetition_key(row) not in repeated)
        for row in rows
    ]
    top = own.index(True) if True in own else 0
    for n, row in enumerate(rows[:top]):
        if (
            not first
            and kinds[n] == TEXT_LINE
            and (row.size < SMALL_TYPE_RATIO * size or _make_repetition_key(row) in repeated)
        ):
            kinds[n] = RUNNING_HEAD
    for n in range(len(rows) - 1, top, -1):
        if rows[n].spot or (
            kinds[n] == TEXT_LINE
            and (_make_repetition_key(rows[n]) not in repeated or _is_last_row_of_note(rows[: n + 1], repeated))
        ):
            break
        kinds[n] = PAGE_FOOT if kinds[n] == TEXT_LINE else kinds[n]
    return [REPEATED_TABLE_HEAD if row.spot and row.spot.again else kind for row, kind in zip(rows, kinds, strict=True)]


def _is_resolution_number(row: PageRow, size: float) -> bool:
    """Whether a row is the number of a resolution, though it looks like a page's: 77/158."""
    return row.size > TITLE_SIZE_RATIO * size and re.fullmatch(r"\d{1,3}/\d{1,4}", row.text) is not None


def _is_last_row_of_note(rows: list[PageRow], repeated: set[tuple[str, int]]) -> bool:
    """Whether the last row is a note's, though another page ends with the same words.

    It begins with a number, or stands close below one that does, or that no other page has.
    """
    for row, above in pairwise(reversed(rows)):
        if _read_note_number(row):
            return True
        if not 0 < above.base - row.base < 1.6 * row.size:
            return False
        if _make_repetition_key(above) not in repeated:
            return True
    return False


def _find_notes_start(rows: list[PageRow], kinds: list[str], size: float, before: float) -> int:
    """Where the small rows at the page's foot begin, if notes they are: under a rule, begun, or gone on with.

    They have one size, that of the notes on the page ``before``: a table or an index may be set small too.
    """
    start = len(rows)
    own = next((row.size for row in reversed(rows) if _read_note_number(row)), before)
    for n in range(len(rows) - 1, -1, -1):
        other = own and len(rows[n].text) > SHORT_ROW_CHARACTERS and abs(rows[n].size - own) > NOTE_SIZE_TOLERANCE_PT
        if rows[n].spot or (kinds[n] == TEXT_LINE and (rows[n].size >= SMALL_TYPE_RATIO * size or other)):
            break
        start = n if kinds[n] == TEXT_LINE else start
    while (
        own
        and start < len(rows)
        and abs(rows[start].size - own) > NOTE_SIZE_TOLERANCE_PT
        and not _read_note_number(rows[start])
    ):
        start += 1  # a short row over the notes, of another size
    ruled = start and kinds[start - 1] == NOTE_RULE
    begun = any(_read_note_number(row) for row in rows[start:])
    return start if start < len(rows) and (ruled or begun or before) else len(rows)


def _read_note_number(row: PageRow) -> str:
    """The raised number or stars that a row begins with; "" for none."""
    if not row.raised or row.raised[0][0] != 0:
        return ""
    said = row.text[: row.raised[0][1]].strip("()（） ")
    return said if re.fullmatch(r"\d{1,3}|\*{1,3}", said) else ""


def build_lines(pages: list[ClassifiedPage], size: float) -> list[Line]:
    """The lines of all pages, body and furniture, the notes among them of the kind NOTE.

    Small rows over the first note of all are text: there is no note that they could be part of.
    """
    leading = _measure_body_leading(pages, size)
    out: list[Line] = []
    short: set[int] = set()
    for number, leaf in enumerate(pages):
        margin, edge = _measure_left_margin(leaf, size), _measure_right_edge(leaf, size)
        above: PageRow | None = None
        for n, (row, kind) in enumerate(zip(leaf.rows, leaf.kinds, strict=True)):
            named = NOTE_LINE if kind == TEXT_LINE and n >= leaf.notes else kind
            spans = tuple(row.raised)
            line = Line(len(out) + 1, row.text, round(max(0.0, row.left - margin)), 0, named, number, calls=spans)
            if row.spot:
                line = replace(line, indent=0, begins=row.spot.begins, spot=row.spot)
            elif named == TEXT_LINE:
                line = _mark_paragraph_start(line, (row, above), leading * max(1.0, row.size / size))
            above = row if named == TEXT_LINE else above
            out.append(line)
            short |= {line.number} if row.right < edge - SHORT_LINE_EM * size else set()
    first = next((n for n, line in enumerate(out) if line.kind == NOTE_LINE and _find_own_number(line, 1)[0]), len(out))
    owned = [
        replace(line, kind=TEXT_LINE) if line.kind == NOTE_LINE and n < first else line for n, line in enumerate(out)
    ]
    return _resolve_page_start_paragraphs(mark_soft_hyphens(owned), short)


def _mark_paragraph_start(line: Line, pair: tuple[PageRow, PageRow | None], leading: float) -> Line:
    row, above = pair
    if above is None:
        return replace(line, after_furniture=True)
    if above.spot:
        return replace(line, begins=True)
    return replace(line, begins=above.base - row.base > PARAGRAPH_GAP_LEADINGS * leading)


def _measure_body_leading(pages: list[ClassifiedPage], size: float) -> float:
    """The distance of two lines of the body that most have, in pt."""
    inner = [
        round((a.base - b.base) * 2) / 2
        for leaf in pages
        for a, b in pairwise(leaf.rows[: leaf.notes])
        if not a.spot
        and not b.spot
        and abs(a.size - size) < BODY_SIZE_TOLERANCE_PT
        and abs(b.size - size) < BODY_SIZE_TOLERANCE_PT
        and 0.8 * size < a.base - b.base < MAX_LEADING_RATIO * size
        and not a.text.endswith(END_MARKS)
    ]
    return Counter(inner).most_common(1)[0][0] if inner else 1.2 * size


def _measure_left_margin(leaf: ClassifiedPage, size: float) -> float:
    """Where most of a page's lines begin, in pt."""
    edges = Counter(round(row.left) for row in _select_body_rows(leaf, size))
    return edges.most_common(1)[0][0] if edges else 0.0


def _measure_right_edge(leaf: ClassifiedPage, size: float) -> float:
    """Where the longest of a page's lines end, in pt."""
    return max((row.right for row in _select_body_rows(leaf, size)), default=0.0)


def _select_body_rows(leaf: ClassifiedPage, size: float) -> list[PageRow]:
    """A page's rows of the body's size, tables and notes left out."""
    return [row for row in leaf.rows[: leaf.notes] if not row.spot and abs(row.size - size) < BODY_SIZE_TOLERANCE_PT]


def _resolve_page_start_paragraphs(found: list[Line], short: set[int]) -> list[Line]:
    """The first line of each page: a paragraph begins there behind a ``short`` line that ends one, or by its indent.

    What is left, words decide.
    """
    begun = Counter(line.indent for line in found if line.begins and line.indent > INDENT_PT)
    usual = begun.most_common(1)[0][0] if begun else 0
    total = sum(line.begins is True and not line.spot for line in found)
    out: list[Line] = []
    last = Line(0, "")
    for line in found:
        if line.kind == TEXT_LINE and line.after_furniture:
            ended = last.number in short and last.text.endswith(END_MARKS)
            begins = ended or _is_paragraph_start(line, last.text, usual, begun.total() > 0.9 * total)
            out.append(replace(line, begins=begins))
        else:
            out.append(line)
        last = line if line.kind == TEXT_LINE else last
    return out


def _is_paragraph_start(line: Line, last: str, usual: int, indented: bool) -> bool | None:
    """Whether a page's first line begins a paragraph: by its indent against the usual one; None where that is mute."""
    if not last.endswith(END_MARKS) and not last[-1:].isdigit():
        return False
    if (usual and abs(line.indent - usual) <= 1) or (last.endswith(";") and line.text[0].isupper()):
        return True
    return False if indented and line.indent <= INDENT_PT else None


def collect_notes(found: Iterable[Line]) -> list[RawNote]:
    """The notes of lines of the kind NOTE: each begins at a raised number, or at stars.

    Where no number is raised it begins at the next in turn.
    """
    out: list[RawNote] = []
    raised = False
    for line in found:
        high = bool(line.calls) and line.calls is not None and line.calls[0][0] == 0
        number, end = _find_own_number(line, sum(note.number.isdigit() for note in out) + 1)
        if number and (high or not raised or not number.isdigit()):
            rest = replace(line, text=line.text[end:].lstrip(), calls=())
            out.append(RawNote(number, (rest,), line.page))
            raised = raised or high
        elif out:
            out[-1] = replace(out[-1], lines=(*out[-1].lines, line))
    return out


def _find_own_number(line: Line, expected: int) -> tuple[str, int]:
    """The number that a line of notes begins with and where it ends; "" for none."""
    if line.calls and line.calls[0][0] == 0:
        end = line.calls[0][1]
        return line.text[:end].strip("()（） "), end
    number, end = read_leading_number(line.text)
    return (number, end) if number == str(expected) or number[:1] == "*" else ("", 0)
