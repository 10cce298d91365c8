"""Body lines to paragraphs: which line begins one.

What the layout says (an indent, a gap) goes before what the measure says (a line that ends early), and that before
what the words say.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise

from engross.grammars.language import Language, load_language
from engross.grammars.numbering import marker_number, match_marker
from engross.readers.lines.lines import Line
from engross.readers.lines.section_numbers import HEADING_KINDS, is_heading_number, is_section_number, is_titled_heading

END_MARKS = tuple("，；。：！？,;:.!?”」』）)]؛،؟")
COMMAS = tuple("，,،、")  # what only paragraphs of a preamble end with
PARAGRAPH_END_MARKS = tuple("；。：！？;:.!?؛؟")
SENTENCE_END_MARKS = tuple("；。！？;.!?؛؟")  # what no title ends with
NO_LINE_START_MARKS = tuple(
    "，。；：、！？》」』）】〕”’"
)  # the marks that no Chinese line begins with (JLREQ, GB/T 15834)
NO_PARAGRAPH_START_MARKS = (*NO_LINE_START_MARKS, *"،؛؟,;.:!?»")  # the marks that no paragraph begins with
POINT_KINDS = ("letter", "roman", "enclosed", "han", "arabic", "small", "bullet", "abjad", "quoted", "low")
LAST_NARROW_CHARACTER = "\u2e7f"  # what comes after is as wide as two Latin characters
LINE_ROOM_RATIO = 1.03  # of the measure: more than a line has room for
EARLY_END_SHARE = (
    0.87  # of the measure: a line ended early if the next one's first word would have found room up to there
)
SKIPPED_NUMBERS = 3  # how far numbers may jump where a paragraph ended
SPACED_LETTERS = re.compile(r"(?:[^\W\dA-Za-z]\s+){2}")
HEADING_LINES = 3  # lines that a heading may have
SHORT_LINE_SHARE = 0.8  # of the measure: a heading's line


@dataclass(frozen=True, slots=True)
class LayoutHabits:
    """What the white space of this text means: whether an indent, or a wide gap, begins a paragraph."""

    indents: bool
    base: int  # the indent of lines that go on
    gap: int  # blank lines between lines of a paragraph
    gaps: bool
    torn: bool  # whether wide gaps stand within paragraphs too
    measure: int  # the width of a full line, Han characters counting two


def find_layout_habits(lines: list[Line]) -> LayoutHabits:
    """The habits of the extractor, from the lines that leave no doubt."""
    inner = [
        line for before, line in pairwise(lines) if not before.text.endswith(END_MARKS) and not line.after_furniture
    ]
    starts = [
        line for before, line in pairwise(lines) if before.text.endswith(END_MARKS) and _has_paragraph_number(line)
    ]
    base = Counter(line.indent for line in inner).most_common(1)[0][0] if inner else 0
    gap = Counter(line.gap for line in inner).most_common(1)[0][0] if inner else 0
    deep = [line for line in starts if line.indent > base]
    stray = [line for line in inner if line.indent > base]
    wide = [line for line in starts if line.gap > gap and not line.after_furniture]
    torn = [line for line in inner if line.gap > gap]
    measure = sorted(map(measure_line, lines))[int(len(lines) * 0.9)] if lines else 0
    return LayoutHabits(
        indents=bool(starts) and len(deep) >= 0.9 * len(starts) and len(stray) <= 0.05 * len(inner),
        base=base,
        gap=gap,
        gaps=bool(starts) and len(wide) >= 0.8 * len(starts) and len(torn) <= 0.05 * len(inner),
        torn=len(torn) > 0.05 * len(inner),
        measure=measure,
    )


def _has_indented_leads(lines: list[Line], habits: LayoutHabits, lang: Language) -> bool:
    """Whether paragraphs without a number are indented too: PDFium sets a space before numbers alone."""
    led = [
        line for before, line in pairwise(lines) if before.text.endswith(END_MARKS) and find_lead_words(line.text, lang)
    ]
    return sum(line.indent > habits.base for line in led) * 2 >= len(led)


def _has_paragraph_number(line: Line) -> bool:
    found = match_marker(line.text)
    return found is not None and found.lastgroup == "number"


def measure_line(line: Line) -> int:
    """The width of a line in Latin characters."""
    return _measure_text(line.text)


def _measure_text(text: str) -> int:
    return len(text) + sum(map(LAST_NARROW_CHARACTER.__lt__, text))


def group_paragraphs(lines: list[Line], lang: Language) -> list[list[int]]:
    """The indices of ``lines`` grouped into paragraphs."""
    habits = find_layout_habits(lines)
    if habits.indents and not _has_indented_leads(lines, habits, lang):
        habits = replace(habits, indents=False)
    groups: list[list[int]] = []
    last_number, filled, numbered = 0, 0, False
    for n, line in enumerate(lines):
        number = _read_paragraph_number(line)
        open_to = number is not None and (line.begins is None or line.after_furniture)
        follows = open_to and _is_next_number(number or 0, last_number, lines[n - 1] if n else None, habits)
        if follows and groups:
            _split_off_heading(groups, lines)
        if n:
            filled = _measure_filled_width(lines[n - 1], line, habits, filled)
        last_lines = groups[-1][: HEADING_LINES + 1] if groups else []
        ends = LineEnding(filled, numbered, bool(groups) and _can_be_heading([lines[m] for m in last_lines], lang))
        if not groups or follows or _is_paragraph_start((lines[n - 1], line), ends, habits, lang):
            groups.append([n])
            filled = 0
            last_number = number if number is not None and (follows or line.begins) else last_number
            numbered = bool(last_number) if number is not None else numbered and not is_heading_number(line, lang)
        else:
            groups[-1].append(n)
    return groups


@dataclass(frozen=True, slots=True)
class LineEnding:
    """How a line ends: how far its measure is filled, pieces of one line together; whether numbers went before.

    ``bare``: whether its paragraph may be a heading so far, without a mark at the end of any line.
    """

    filled: int
    numbered: bool
    bare: bool


def _can_be_heading(group: list[Line], lang: Language) -> bool:
    """Whether lines may be a heading: few, unmarked, and neither lead words nor a paragraph's number before them."""
    ended = any(line.text.endswith(END_MARKS) or line.called for line in group)
    first = group[0]
    begun = first.text[0].islower() or _has_paragraph_number(first) or find_lead_words(first.text, lang)
    return len(group) <= HEADING_LINES and not ended and not begun


def _measure_filled_width(before: Line, line: Line, habits: LayoutHabits, filled: int) -> int:
    """How wide the printed line is that ``before`` ends: an extractor may give it in pieces."""
    total = filled + measure_line(before)
    whole = before.after_furniture or total > LINE_ROOM_RATIO * habits.measure or line.begins is not None
    return measure_line(before) if whole else total


def _is_next_number(number: int, last: int, before: Line | None, habits: LayoutHabits) -> bool:
    """Whether a number at a line's beginning is a paragraph's: the next, or one that begins again after an end."""
    if number == last + 1:
        return True
    if last < number <= last + SKIPPED_NUMBERS and before is not None and before.text.endswith(PARAGRAPH_END_MARKS):
        return True
    return number == 1 and (
        before is None or before.text.endswith(END_MARKS) or measure_line(before) < SHORT_LINE_SHARE * habits.measure
    )


def _split_off_heading(groups: list[list[int]], lines: list[Line]) -> None:
    """Take a heading that stands before a numbered paragraph out of the paragraph before it.

    A paragraph ends with a mark and a heading with none: it goes from the last mark at a line's end on.
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


def _read_paragraph_number(line: Line) -> int | None:
    if line.long_number:
        return marker_number(line.text[: line.long_number])
    found = match_marker(line.text)
    return marker_number(found[0]) if found and found.lastgroup == "number" else None


def _is_paragraph_start(pair: tuple[Line, Line], ends: LineEnding, habits: LayoutHabits, lang: Language) -> bool:
    """Whether a paragraph begins with the second line. What the layout says goes before what the words say."""
    before, line = pair
    if line.begins is not None:
        return line.begins
    if line.text.startswith(NO_PARAGRAPH_START_MARKS):
        return False
    if is_bare_marker(before) or before.text in lang.words["enacting"].values():
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


def _has_starting_words(before: Line, line: Line, early: bool, lang: Language) -> bool:
    """Whether the words of a line are a paragraph's first, behind a line that ends one, ``early`` perhaps."""
    if find_lead_words(line.text, lang):
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
    """Whether a line goes on with a sentence in spite of the gap before it."""
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
    """Whether a paragraph begins behind a line without a mark at its end: the number of a section, or a heading."""
    before, line = pair
    if is_section_number(before):  # its title is on the next line
        return line.text.endswith((*COMMAS, *SENTENCE_END_MARKS)) or bool(find_lead_words(line.text, lang))
    return is_heading_number(before, lang) or _is_start_after_heading(pair, ends, habits, lang)


def _is_start_after_heading(pair: tuple[Line, Line], ends: LineEnding, habits: LayoutHabits, lang: Language) -> bool:
    """Whether a line that ends without a mark is a heading's, and another paragraph follows."""
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
    """Whether a line so far filled ended though the first word of the next would have found room on it."""
    first = line.text[:1] if ord(line.text[0]) > 0x2E7F else line.text.split(maxsplit=1)[0]
    return filled + 1 + _measure_text(first) < EARLY_END_SHARE * habits.measure


def is_bare_marker(line: Line) -> bool:
    """Whether a line is a paragraph's number or a point's marker and no more: its words are on the next."""
    found = match_marker(line.text)
    return found is not None and found.lastgroup in ("number", *POINT_KINDS) and found.end() == len(line.text)


@cache
def _index_lead_words(code: str) -> dict[str, list[str]]:
    """The lead words of a language by what they begin with."""
    by_first: dict[str, list[str]] = {}
    for word in load_language(code).words["lead"]["words"]:
        by_first.setdefault(word[:1], []).append(word)
    return by_first


def find_lead_words(text: str, lang: Language) -> str:
    """The lead words that ``text`` begins with, the longest that the language knows; "" for none."""
    spoken = text
    if lang.words["reading"]["tight"] and SPACED_LETTERS.match(text):
        spoken = "".join(text.split())  # 确 认 只 要: set wide
    known = [word for word in _index_lead_words(lang.code).get(spoken[:1], ()) if spoken.startswith(word)]
    if not lang.words["reading"]["tight"]:
        known = [word for word in known if not spoken[len(word) : len(word) + 1].isalpha()]
    best = max(known, key=len, default="")
    return best if spoken is text else _cut_spaced_words(text, best)


def _cut_spaced_words(text: str, words: str) -> str:
    """The beginning of ``text`` that is ``words`` with spaces between."""
    length = 0
    for character in words:
        length = text.index(character, length) + 1
    return text[:length]
