"""Build the lines of classified pages: where paragraphs begin, by gaps and indents, and the notes at their feet."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

from engross.readers.lines.layout_edits import cut_line
from engross.readers.lines.layout_habits import CONJUNCTION_AT_END, END_MARKS
from engross.readers.lines.line_layout import is_set_apart
from engross.readers.lines.lines import NOTE_LINE, TEXT_LINE, Line, mark_soft_hyphens
from engross.readers.lines.note_blocks import RawNote, read_leading_number
from engross.readers.pdf.heading_lines import mark_headings
from engross.readers.pdf.page_metrics import PageMetrics, measure_pages
from engross.readers.pdf.page_roles import ClassifiedPage
from engross.readers.pdf.rows import PageRow

SHORT_LINE_EM = 5.0  # em: a line that ends further from the edge is a paragraph's last
PARAGRAPH_GAP_LEADINGS = 0.22  # of the usual leading: a wider gap begins a paragraph
INDENT_PT = 8.0  # pt: a first line further in is indented


def build_lines(pages: list[ClassifiedPage], size: float) -> list[Line]:
    """Build the lines of all pages, body and furniture; notes are lines of the kind NOTE_LINE.

    Small rows above the first note of all are text: there is no note that they could be part of.
    """
    lines: list[Line] = []
    for page_number, (page, metrics) in enumerate(zip(pages, measure_pages(pages, size), strict=True)):
        above: PageRow | None = None
        for n, (row, kind) in enumerate(zip(page.rows, page.kinds, strict=True)):
            line_kind = NOTE_LINE if kind == TEXT_LINE and n >= page.notes else kind
            line = replace(_build_line(row, above, metrics), number=len(lines) + 1, kind=line_kind, page=page_number)
            if line_kind == TEXT_LINE and not row.spot:
                line = _mark_paragraph_start(line, (row, above), metrics)
            above = row if line_kind == TEXT_LINE else above
            lines.append(line)
    return mark_headings(_resolve_page_start_paragraphs(mark_soft_hyphens(_read_early_notes_as_text(lines))))


def _build_line(row: PageRow, above: PageRow | None, metrics: PageMetrics) -> Line:
    """Build the line of a row, not numbered yet; ``above``: the row of text over it on its page."""
    line = Line(
        0,
        row.text,
        calls=tuple(row.raised),
        styles=row.styles,
        narrow=row.narrow,
        layout=metrics.measure_layout(row, above),
    )
    if row.spot:
        return replace(line, begins=row.spot.begins, spot=row.spot)
    return replace(line, indent=round(metrics.measure_indent(row)))


def _read_early_notes_as_text(lines: list[Line]) -> list[Line]:
    """Return the lines with note lines above the first that bears a number as text."""
    first_note = next(
        (n for n, line in enumerate(lines) if line.kind == NOTE_LINE and _find_own_number(line, 1)[0]), len(lines)
    )
    return [
        replace(line, kind=TEXT_LINE) if line.kind == NOTE_LINE and n < first_note else line
        for n, line in enumerate(lines)
    ]


def _mark_paragraph_start(line: Line, pair: tuple[PageRow, PageRow | None], metrics: PageMetrics) -> Line:
    """Mark a line as the beginning of a paragraph if it stands below a gap or a table; a page's first is left open."""
    row, above = pair
    if above is None:
        return replace(line, after_furniture=True)
    return replace(line, begins=above.spot is not None or metrics.measure_gap(row, above) > PARAGRAPH_GAP_LEADINGS)


def _resolve_page_start_paragraphs(lines: list[Line]) -> list[Line]:
    """Decide whether the first line of each page begins a paragraph.

    It does behind a short line that ends a paragraph, beside a heading, or by its indent. What stays open is decided
    later by the words.
    """
    start_indents = Counter(line.indent for line in lines if line.begins and line.indent > INDENT_PT)
    usual_indent = start_indents.most_common(1)[0][0] if start_indents else 0
    start_count = sum(line.begins is True and not line.spot for line in lines)
    resolved: list[Line] = []
    line_before = Line(0, "")
    for line in lines:
        if line.kind == TEXT_LINE and line.after_furniture:
            is_paragraph_over = _is_short(line_before) and line_before.text.endswith(END_MARKS)
            begins = (
                is_paragraph_over
                or _is_heading_edge(line_before, line)
                or _is_paragraph_start(line, line_before.text, usual_indent, start_indents.total() > 0.9 * start_count)
            )
            resolved.append(replace(line, begins=begins))
        else:
            resolved.append(line)
        line_before = line if line.kind == TEXT_LINE else line_before
    return resolved


def _is_short(line: Line) -> bool:
    return line.layout is not None and line.layout.short > SHORT_LINE_EM


def _is_heading_edge(before: Line, line: Line) -> bool:
    """Return whether one of two lines looks like a heading, short and set apart as a whole, and the other does not.

    Where the second does, the first must end as paragraphs do: a title of a work may stand in a paragraph.
    """
    first, second = (_is_short(one) and is_set_apart(one.layout) for one in (before, line))
    if first:
        return not is_set_apart(line.layout)
    return second and not is_set_apart(before.layout) and before.text.endswith(END_MARKS)


def _is_paragraph_start(line: Line, text_before: str, usual_indent: int, indented: bool) -> bool | None:
    """Return whether a page's first line begins a paragraph, by its indent and the words before it; None if unclear."""
    text_before = CONJUNCTION_AT_END.sub("", text_before)
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
