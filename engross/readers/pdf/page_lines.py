"""Build the lines of classified pages: where paragraphs begin, by gaps and indents, and the notes at their feet."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from itertools import pairwise

from engross.readers.lines.layout_edits import cut_line
from engross.readers.lines.layout_habits import END_MARKS
from engross.readers.lines.lines import NOTE_LINE, TEXT_LINE, Line, mark_soft_hyphens
from engross.readers.lines.note_blocks import RawNote, read_leading_number
from engross.readers.pdf.page_roles import ClassifiedPage
from engross.readers.pdf.rows import PageRow

BODY_SIZE_TOLERANCE_PT = 0.6  # pt: sizes of the body that differ less are one
SHORT_LINE_EM = 5.0  # em: a line that ends further from the edge is a paragraph's last
MAX_LEADING_RATIO = 1.8  # of the size: lines of one paragraph are closer
PARAGRAPH_GAP_LEADINGS = 1.22  # of the usual leading: a wider gap begins a paragraph
INDENT_PT = 8.0  # pt: a first line further in is indented


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
            indent = round(max(0.0, row.left - margin))
            line = Line(
                len(lines) + 1,
                row.text,
                indent,
                0,
                line_kind,
                page_number,
                calls=spans,
                styles=row.styles,
                narrow=row.narrow,
            )
            if row.spot:
                line = replace(line, indent=0, begins=row.spot.begins, spot=row.spot)
            elif line_kind == TEXT_LINE:
                line = _mark_paragraph_start(line, (row, above), leading * max(1.0, row.size / size))
            above = row if line_kind == TEXT_LINE else above
            lines.append(line)
            short_lines |= {line.number} if row.right < edge - SHORT_LINE_EM * size else set()
    return _resolve_page_start_paragraphs(mark_soft_hyphens(_read_early_notes_as_text(lines)), short_lines)


def _read_early_notes_as_text(lines: list[Line]) -> list[Line]:
    """Return the lines with note lines above the first that bears a number as text."""
    first_note = next(
        (n for n, line in enumerate(lines) if line.kind == NOTE_LINE and _find_own_number(line, 1)[0]), len(lines)
    )
    return [
        replace(line, kind=TEXT_LINE) if line.kind == NOTE_LINE and n < first_note else line
        for n, line in enumerate(lines)
    ]


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
            first_line = cut_line(line, end)
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
