"""Measure lines, and find what white space means in a text: the habits of its extractor."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise

from engross.grammars.language import Language
from engross.grammars.numbering import match_marker
from engross.readers.common.end_marks import COLONS, COMMAS, SEMICOLONS
from engross.readers.lines.lead_words import find_lead_words, has_clause_words
from engross.readers.lines.lines import Line

SENTENCE_END_MARKS = (*SEMICOLONS, *".。!！?？؟")  # no title ends with these
PARAGRAPH_END_MARKS = (*SENTENCE_END_MARKS, *COLONS)
CLAUSE_END_MARKS = (*PARAGRAPH_END_MARKS, *COMMAS)  # no title, label or cell ends with these
END_MARKS = (*PARAGRAPH_END_MARKS, *",，،”」』）)]")  # of lines; 、 is none
NO_LINE_START_MARKS = tuple("，。；：、！？》」』）】〕”’")  # no Chinese line begins with these (JLREQ, GB/T 15834)
NO_PARAGRAPH_START_MARKS = (*NO_LINE_START_MARKS, *"،؛؟,;.:!?»")  # no paragraph begins with these
LINE_ROOM_RATIO = 1.03  # of the measure: more than a line has room for
EARLY_END_SHARE = 0.87  # of the measure: a line ended early if the next line's first word would have fitted within it
SHORT_LINE_SHARE = 0.8  # of the measure: the lines of a heading are no longer
LAST_NARROW_CHARACTER = "\u2e7f"  # characters after it are as wide as two Latin ones
CONJUNCTION_AT_END = re.compile(r"(?<=[;,；，؛،])\s+\w{1,3}$")  # "…; and"


@dataclass(frozen=True, slots=True)
class LayoutHabits:
    """The meaning of white space in this text: whether an indent, or a wide gap, begins a paragraph."""

    indents: bool
    base: int  # the indent of lines that go on
    gap: int  # blank lines between lines of a paragraph
    gaps: bool
    torn: bool  # whether wide gaps stand within paragraphs too
    measure: int  # the width of a full line, Han characters counting two


def find_layout_habits(lines: list[Line], lang: Language) -> LayoutHabits:
    """Find the habits of the extractor from the lines that leave no doubt: numbers, or else lead words, begin some."""
    inner = [
        line for before, line in pairwise(lines) if not before.text.endswith(END_MARKS) and not line.after_furniture
    ]
    starts = [
        line for before, line in pairwise(lines) if before.text.endswith(END_MARKS) and has_paragraph_number(line)
    ]
    if not starts:
        starts = [
            line
            for before, line in pairwise(lines)
            if before.text.endswith(END_MARKS) and line.begins is None and has_clause_words(line.text, lang)
        ]
    base = Counter(line.indent for line in inner).most_common(1)[0][0] if inner else 0
    gap = Counter(line.gap for line in inner).most_common(1)[0][0] if inner else 0
    deep = [line for line in starts if line.indent > base]
    stray = [line for line in inner if line.indent > base]
    wide = [line for line in starts if line.gap > gap and not line.after_furniture]
    torn = [line for line in inner if line.gap > gap]
    measure = sorted(map(measure_line, lines))[int(len(lines) * 0.9)] if lines else 0
    indents = bool(starts) and len(deep) >= 0.9 * len(starts) and len(stray) <= 0.05 * len(inner)
    return LayoutHabits(
        indents=indents and _has_indented_leads(lines, base, lang),
        base=base,
        gap=gap,
        gaps=bool(starts) and len(wide) >= 0.8 * len(starts) and len(torn) <= 0.05 * len(inner),
        torn=len(torn) > 0.05 * len(inner),
        measure=measure,
    )


def _has_indented_leads(lines: list[Line], base: int, lang: Language) -> bool:
    """Return whether paragraphs without a number are indented too: PDFium sets a space before numbers alone."""
    led = [
        line for before, line in pairwise(lines) if before.text.endswith(END_MARKS) and find_lead_words(line.text, lang)
    ]
    return sum(line.indent > base for line in led) * 2 >= len(led)


def has_paragraph_number(line: Line) -> bool:
    """Return whether a line begins with a paragraph's number."""
    marker = match_marker(line.text)
    return marker is not None and marker.lastgroup == "number"


def measure_line(line: Line) -> int:
    """Return the width of a line in Latin characters; Han characters count two."""
    return measure_text(line.text)


def measure_text(text: str) -> int:
    """Return the width of a text in Latin characters; Han characters count two."""
    return len(text) + (0 if text.isascii() else sum(map(LAST_NARROW_CHARACTER.__lt__, text)))
