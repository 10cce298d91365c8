"""Group body lines into paragraphs.

The layout (an indent, a gap) outranks the measure (a line that ends early), and that outranks the words.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import pairwise

from engross.grammars.enacting import match_enacting_words
from engross.grammars.language import Language
from engross.grammars.numbering import FIGURE_LOOK_ALIKES, marker_number, match_marker
from engross.readers.common.end_marks import COMMAS
from engross.readers.lines.layout_habits import (
    CONJUNCTION_AT_END,
    END_MARKS,
    LAST_NARROW_CHARACTER,
    PARAGRAPH_END_MARKS,
    SENTENCE_END_MARKS,
    LayoutHabits,
    find_layout_habits,
    has_paragraph_number,
    measure_line,
    measure_text,
)
from engross.readers.lines.lead_words import find_lead_words, has_clause_words
from engross.readers.lines.lines import Line
from engross.readers.lines.section_numbers import HEADING_KINDS, is_heading_number, is_section_number, is_titled_heading

NO_LINE_START_MARKS = tuple("，。；：、！？》」』）】〕”’")  # no Chinese line begins with these (JLREQ, GB/T 15834)
NO_PARAGRAPH_START_MARKS = (*NO_LINE_START_MARKS, *"،؛؟,;.:!?»")  # no paragraph begins with these
POINT_KINDS = ("letter", "roman", "enclosed", "han", "arabic", "small", "bullet", "abjad", "quoted", "low")
LINE_ROOM_RATIO = 1.03  # of the measure: more than a line has room for
EARLY_END_SHARE = 0.87  # of the measure: a line ended early if the next line's first word would have fitted within it
SKIPPED_NUMBERS = 3  # how far numbers may jump after a paragraph that ended
HEADING_LINES = 3  # lines that a heading may have
SHORT_LINE_SHARE = 0.8  # of the measure: the lines of a heading are no longer


def _has_indented_leads(lines: list[Line], habits: LayoutHabits, lang: Language) -> bool:
    """Return whether paragraphs without a number are indented too: PDFium sets a space before numbers alone."""
    led = [
        line for before, line in pairwise(lines) if before.text.endswith(END_MARKS) and find_lead_words(line.text, lang)
    ]
    return sum(line.indent > habits.base for line in led) * 2 >= len(led)


def group_paragraphs(lines: list[Line], lang: Language) -> list[list[int]]:
    """Group the indices of ``lines`` into paragraphs."""
    habits = find_layout_habits(lines, lang)
    if habits.indents and not _has_indented_leads(lines, habits, lang):
        habits = replace(habits, indents=False)
    groups: list[list[int]] = []
    last_number, filled, numbered = 0, 0, False
    for n, line in enumerate(lines):
        number = read_paragraph_number(line)
        may_number = number is not None and (line.begins is None or line.after_furniture)
        follows = may_number and _is_next_number(number or 0, last_number, lines[n - 1] if n else None, habits)
        if follows and groups:
            _split_off_heading(groups, lines)
        if n:
            filled = _measure_filled_width(lines[n - 1], line, habits, filled)
        last_lines = groups[-1][: HEADING_LINES + 1] if groups else []
        ending = LineEnding(filled, numbered, bool(groups) and _can_be_heading([lines[m] for m in last_lines], lang))
        if not groups or follows or _is_paragraph_start((lines[n - 1], line), ending, habits, lang):
            groups.append([n])
            filled = 0
            last_number = number if number is not None and (follows or line.begins) else last_number
            numbered = bool(last_number) if number is not None else numbered and not is_heading_number(line, lang)
        else:
            groups[-1].append(n)
    return groups


@dataclass(frozen=True, slots=True)
class LineEnding:
    """How a line ends: the width filled, pieces of one printed line together; whether numbered paragraphs went before.

    ``bare``: its paragraph may be a heading so far, no line of it ending with a mark.
    """

    filled: int
    numbered: bool
    bare: bool


def _can_be_heading(group: list[Line], lang: Language) -> bool:
    """Return whether lines may be a heading: few, none ending with a mark, and not begun as paragraphs are.

    Small letters, lead words and a paragraph's number begin no heading.
    """
    has_end = any(line.text.endswith(END_MARKS) or line.called for line in group)
    first = group[0]
    begins_paragraph = first.text[0].islower() or has_paragraph_number(first) or has_clause_words(first.text, lang)
    return len(group) <= HEADING_LINES and not has_end and not begins_paragraph


def _measure_filled_width(before: Line, line: Line, habits: LayoutHabits, filled: int) -> int:
    """Return the width of the printed line that ``before`` ends: an extractor may give it in pieces."""
    total = filled + measure_line(before)
    begins_line = before.after_furniture or total > LINE_ROOM_RATIO * habits.measure or line.begins is not None
    return measure_line(before) if begins_line else total


def _is_next_number(number: int, last: int, before: Line | None, habits: LayoutHabits) -> bool:
    """Return whether a number at a line's beginning is a paragraph's.

    It is the next, or a few further on after a finished paragraph, or numbering restarts at 1 after an end.
    """
    if number == last + 1:
        return True
    if last < number <= last + SKIPPED_NUMBERS and before is not None and before.text.endswith(PARAGRAPH_END_MARKS):
        return True
    return number == 1 and (
        before is None or before.text.endswith(END_MARKS) or measure_line(before) < SHORT_LINE_SHARE * habits.measure
    )


def _split_off_heading(groups: list[list[int]], lines: list[Line]) -> None:
    """Take a heading that stands before a numbered paragraph out of the paragraph before it.

    A paragraph ends with a mark and a heading with none: the heading begins behind the last line that ends with a mark.
    """
    group = groups[-1]
    if lines[group[-1]].text.endswith(END_MARKS):
        return
    last = max((n for n in group if lines[n].text.endswith(END_MARKS)), default=None)
    if last is None or (lines[last + 1].begins is not None and not lines[last + 1].after_furniture):
        return
    if group[-1] - last <= 3 and not lines[last + 1].text[0].islower():
        groups[-1] = [n for n in group if n <= last]
        groups.append([n for n in group if n > last])


def read_paragraph_number(line: Line) -> int | None:
    """Return the number of a paragraph that a line begins with; None for none."""
    if line.long_number:
        return marker_number(line.text[: line.long_number].translate(FIGURE_LOOK_ALIKES))
    marker = match_marker(line.text)
    return marker_number(marker[0]) if marker and marker.lastgroup == "number" else None


def _is_paragraph_start(pair: tuple[Line, Line], ends: LineEnding, habits: LayoutHabits, lang: Language) -> bool:
    """Return whether a paragraph begins with the second line of a pair; the layout outranks the words."""
    before, line = pair
    if line.begins is not None or _is_indented_point(before, line, habits):
        return line.begins is not False
    if line.text.startswith(NO_PARAGRAPH_START_MARKS):
        return False
    if is_bare_marker(before) or _is_bare_enacting_line(before, lang):
        return not is_bare_marker(before)
    if habits.indents and line.calls is None:
        within = not before.text.endswith(END_MARKS) and (line.text[0].islower() or line.gap <= habits.gap)
        apart = line.gap > habits.gap and not habits.torn and not line.after_furniture and not within
        return apart or (line.indent > habits.base and not (within and match_marker(line.text) is None))
    if habits.gaps and line.calls is None and not line.after_furniture:
        return line.gap > habits.gap and not _is_continued_sentence(before, line, habits, lang)
    parted = ends.bare or before.text.endswith(PARAGRAPH_END_MARKS) or match_marker(line.text)
    if parted and (is_heading_number(line, lang) or is_titled_heading(line, lang)):
        return True
    if not before.text.endswith(END_MARKS):
        return _is_start_after_unmarked_line(pair, ends, habits, lang)
    marker = match_marker(line.text)
    if marker and marker.lastgroup in POINT_KINDS:
        return True
    if before.text.endswith(COMMAS) and ends.numbered:
        return False
    wide = line.gap > habits.gap and not habits.torn and before.text.endswith(PARAGRAPH_END_MARKS)
    # Where a call was set high, extractors begin a line; Chinese has no small letters to tell by.
    torn = before.called and before.text.endswith(COMMAS) and not lang.words["reading"]["tight"]
    return _has_starting_words(before, line, wide or (not torn and _is_ended_early(ends.filled, line, habits)), lang)


def _is_indented_point(before: Line, line: Line, habits: LayoutHabits) -> bool:
    """Return whether a line is a point by its marker and its indent, whatever gaps part other paragraphs."""
    marker = match_marker(line.text) if line.indent > habits.base and before.text.endswith(END_MARKS) else None
    return marker is not None and marker.lastgroup in POINT_KINDS


def _is_bare_enacting_line(line: Line, lang: Language) -> bool:
    """Return whether a line is nothing but an organ's enacting words, without their comma."""
    return any(end == len(line.text) for _, end in match_enacting_words(line.text, lang))


def _has_starting_words(before: Line, line: Line, early: bool, lang: Language) -> bool:
    """Return whether a line behind one that ends with a mark begins a paragraph by its words.

    ``early``: the line before ended early.
    """
    if find_lead_words(line.text, lang):
        return True
    if line.gap and re.match(lang.words["lead"]["operative"], line.text):
        return True
    small = bool(lang.words["reading"]["small"])
    if before.text.endswith(COMMAS) and re.match(lang.words["lead"]["begins"], line.text):
        return True
    if line.text[0].isdigit() and not lang.words["reading"]["tight"]:
        return False
    whole = (
        before.text.endswith(PARAGRAPH_END_MARKS)
        or not line.text[0].islower()
        or (small and len(line.text.split()) > 1)
    )
    return early and whole


def _is_continued_sentence(before: Line, line: Line, habits: LayoutHabits, lang: Language) -> bool:
    """Return whether a line continues a sentence in spite of the gap before it."""
    if before.text.endswith(PARAGRAPH_END_MARKS) or match_marker(line.text) or find_lead_words(line.text, lang):
        return False
    if lang.words["reading"]["tight"]:
        return not before.text.endswith(END_MARKS) and measure_line(before) >= EARLY_END_SHARE * habits.measure
    if not before.text.endswith(END_MARKS):
        return line.text[0].islower() or measure_line(before) > SHORT_LINE_SHARE * habits.measure
    return line.text[0].islower() and not lang.words["reading"]["small"]


def _is_start_after_unmarked_line(
    pair: tuple[Line, Line], ends: LineEnding, habits: LayoutHabits, lang: Language
) -> bool:
    """Return whether a paragraph begins behind a line that ends with no mark: a section's number, or a heading."""
    before, line = pair
    if is_section_number(before):  # its title is on the next line
        return line.text.endswith((*COMMAS, *SENTENCE_END_MARKS)) or bool(find_lead_words(line.text, lang))
    if line.gap and CONJUNCTION_AT_END.search(before.text) and has_clause_words(line.text, lang):
        return True
    return is_heading_number(before, lang) or _is_start_after_heading(pair, ends, habits, lang)


def _is_start_after_heading(pair: tuple[Line, Line], ends: LineEnding, habits: LayoutHabits, lang: Language) -> bool:
    """Return whether a line that ends with no mark is a heading's, and another paragraph follows."""
    before, line = pair
    marker, led = match_marker(line.text), bool(find_lead_words(line.text, lang))
    if line.text[0].islower() and not marker and not led:
        return False
    wide = line.gap > habits.gap and not habits.torn and not line.after_furniture
    if not _is_ended_early(measure_line(before), line, habits) or (
        measure_line(before) > SHORT_LINE_SHARE * habits.measure and not wide
    ):
        return False
    number = line.text[0].isdigit() and not marker and re.search(r"[^\W\d_]", line.text)
    bare = ends.bare and not number and _is_ended_early(ends.filled, line, habits)
    return wide or led or bare or bool(marker and marker.lastgroup in (*HEADING_KINDS, "letter", "roman"))


def _is_ended_early(filled: int, line: Line, habits: LayoutHabits) -> bool:
    """Return whether a line so far filled ended though the first word of the next would have fitted on it."""
    first = line.text[:1] if line.text[0] > LAST_NARROW_CHARACTER else line.text.split(maxsplit=1)[0]
    return filled + 1 + measure_text(first) < EARLY_END_SHARE * habits.measure


def is_bare_marker(line: Line) -> bool:
    """Return whether a line is only a paragraph's number or a point's marker, with its words on the next."""
    marker = match_marker(line.text)
    return marker is not None and marker.lastgroup in ("number", *POINT_KINDS) and marker.end() == len(line.text)
