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

from engross.language import Language, language
from engross.marker import count, marker_at
from engross.structure.raw.labels import HEADINGS, label, section, titled
from engross.structure.raw.lines import Line

ENDS = tuple("，；。：！？,;:.!?”」』）)]؛،؟")
COMMAS = tuple("，,،、")  # what only paragraphs of a preamble end with
CLOSED = tuple("；。：！？;:.!?؛؟")
SENTENCES = tuple("；。！？;.!?؛؟")  # what no title ends with
NO_BEGINNING = tuple("，。；：、！？》」』）】〕”’")  # the marks that no Chinese line begins with (JLREQ, GB/T 15834)
WITHIN = (*NO_BEGINNING, *"،؛؟,;.:!?»")  # the marks that no paragraph begins with
POINTS = ("letter", "roman", "enclosed", "han", "arabic", "small", "bullet", "abjad", "quoted", "low")
WIDE = "\u2e7f"  # what comes after is as wide as two Latin characters
ROOM = 1.03  # of the measure: more than a line has room for
EARLY = 0.87  # of the measure: a line ended early if the next one's first word would have found room up to there
SKIPPED = 3  # how far numbers may jump where a paragraph ended
SPACED = re.compile(r"(?:[^\W\dA-Za-z]\s+){2}")
HEADING = 3  # lines that a heading may have
SHORT = 0.8  # of the measure: a heading's line


@dataclass(frozen=True, slots=True)
class Layout:
    """What the white space of this text means: whether an indent, or a wide gap, begins a paragraph."""

    indents: bool
    base: int  # the indent of lines that go on
    gap: int  # blank lines between lines of a paragraph
    gaps: bool
    torn: bool  # whether wide gaps stand within paragraphs too
    measure: int  # the width of a full line, Han characters counting two


def layout(lines: list[Line]) -> Layout:
    """The habits of the extractor, from the lines that leave no doubt."""
    inner = [line for before, line in pairwise(lines) if not before.text.endswith(ENDS) and not line.joint]
    starts = [line for before, line in pairwise(lines) if before.text.endswith(ENDS) and _numbered(line)]
    base = Counter(line.indent for line in inner).most_common(1)[0][0] if inner else 0
    gap = Counter(line.gap for line in inner).most_common(1)[0][0] if inner else 0
    deep = [line for line in starts if line.indent > base]
    stray = [line for line in inner if line.indent > base]
    wide = [line for line in starts if line.gap > gap and not line.joint]
    torn = [line for line in inner if line.gap > gap]
    measure = sorted(map(width, lines))[int(len(lines) * 0.9)] if lines else 0
    return Layout(
        indents=bool(starts) and len(deep) >= 0.9 * len(starts) and len(stray) <= 0.05 * len(inner),
        base=base,
        gap=gap,
        gaps=bool(starts) and len(wide) >= 0.8 * len(starts) and len(torn) <= 0.05 * len(inner),
        torn=len(torn) > 0.05 * len(inner),
        measure=measure,
    )


def _indented(lines: list[Line], habits: Layout, lang: Language) -> bool:
    """Whether paragraphs without a number are indented too: PDFium sets a space before numbers alone."""
    led = [line for before, line in pairwise(lines) if before.text.endswith(ENDS) and lead_words(line.text, lang)]
    return sum(line.indent > habits.base for line in led) * 2 >= len(led)


def _numbered(line: Line) -> bool:
    found = marker_at(line.text)
    return found is not None and found.lastgroup == "number"


def width(line: Line) -> int:
    """The width of a line in Latin characters."""
    return _width(line.text)


def _width(text: str) -> int:
    return len(text) + sum(map(WIDE.__lt__, text))


def paragraphs(lines: list[Line], lang: Language) -> list[list[int]]:
    """The indices of ``lines`` grouped into paragraphs."""
    habits = layout(lines)
    if habits.indents and not _indented(lines, habits, lang):
        habits = replace(habits, indents=False)
    groups: list[list[int]] = []
    last_number, filled, numbered = 0, 0, False
    for n, line in enumerate(lines):
        number = _number(line)
        open_to = number is not None and (line.begins is None or line.joint)
        follows = open_to and _in_turn(number or 0, last_number, lines[n - 1] if n else None, habits)
        if follows and groups:
            _part_heading(groups, lines)
        if n:
            filled = _filled(lines[n - 1], line, habits, filled)
        last_lines = groups[-1][: HEADING + 1] if groups else []
        ends = Ending(filled, numbered, bool(groups) and _bare([lines[m] for m in last_lines], lang))
        if not groups or follows or _begins((lines[n - 1], line), ends, habits, lang):
            groups.append([n])
            filled = 0
            last_number = number if number is not None and (follows or line.begins) else last_number
            numbered = bool(last_number) if number is not None else numbered and not label(line, lang)
        else:
            groups[-1].append(n)
    return groups


@dataclass(frozen=True, slots=True)
class Ending:
    """How a line ends: how far its measure is filled, pieces of one line together; whether numbers went before.

    ``bare``: whether its paragraph may be a heading so far, without a mark at the end of any line.
    """

    filled: int
    numbered: bool
    bare: bool


def _bare(group: list[Line], lang: Language) -> bool:
    """Whether lines may be a heading: few, unmarked, and neither lead words nor a paragraph's number before them."""
    ended = any(line.text.endswith(ENDS) or line.called for line in group)
    first = group[0]
    begun = first.text[0].islower() or _numbered(first) or lead_words(first.text, lang)
    return len(group) <= HEADING and not ended and not begun


def _filled(before: Line, line: Line, habits: Layout, filled: int) -> int:
    """How wide the printed line is that ``before`` ends: an extractor may give it in pieces."""
    total = filled + width(before)
    whole = before.joint or total > ROOM * habits.measure or line.begins is not None
    return width(before) if whole else total


def _in_turn(number: int, last: int, before: Line | None, habits: Layout) -> bool:
    """Whether a number at a line's beginning is a paragraph's: the next, or one that begins again after an end."""
    if number == last + 1:
        return True
    if last < number <= last + SKIPPED and before is not None and before.text.endswith(CLOSED):
        return True
    return number == 1 and (before is None or before.text.endswith(ENDS) or width(before) < SHORT * habits.measure)


def _part_heading(groups: list[list[int]], lines: list[Line]) -> None:
    """Take a heading that stands before a numbered paragraph out of the paragraph before it.

    A paragraph ends with a mark and a heading with none: it goes from the last mark at a line's end on.
    """
    group = groups[-1]
    if lines[group[-1]].text.endswith(ENDS):
        return
    last = max((n for n in group if lines[n].text.endswith(ENDS)), default=None)
    if last is None or (lines[last + 1].begins is not None and not lines[last + 1].joint):
        return
    if group[-1] - last <= 3 and not lines[last + 1].text[0].islower():
        groups[-1] = [n for n in group if n <= last]
        groups.append([n for n in group if n > last])


def _number(line: Line) -> int | None:
    if line.long_number:
        return count(line.text[: line.long_number])
    found = marker_at(line.text)
    return count(found[0]) if found and found.lastgroup == "number" else None


def _begins(pair: tuple[Line, Line], ends: Ending, habits: Layout, lang: Language) -> bool:
    """Whether a paragraph begins with the second line. What the layout says goes before what the words say."""
    before, line = pair
    if line.begins is not None:
        return line.begins
    if line.text.startswith(WITHIN):
        return False
    if alone(before) or before.text in lang.words["enacting"].values():
        return not alone(before)
    if habits.indents and line.calls is None:
        within = not before.text.endswith(ENDS) and (line.text[0].islower() or line.gap <= habits.gap)
        apart = line.gap > habits.gap and not habits.torn and not line.joint and not within
        return apart or (line.indent > habits.base and not (within and marker_at(line.text) is None))
    if habits.gaps and line.calls is None and not line.joint:
        return line.gap > habits.gap and not _goes_on(before, line, habits, lang)
    parted = ends.bare or before.text.endswith(CLOSED) or marker_at(line.text)
    if parted and (label(line, lang) or titled(line, lang)):
        return True
    if not before.text.endswith(ENDS):
        return _after_title(pair, ends, habits, lang)
    marker = marker_at(line.text)
    if marker and marker.lastgroup in POINTS:
        return True
    if before.text.endswith(COMMAS) and ends.numbered:
        return False
    wide = line.gap > habits.gap and not habits.torn and before.text.endswith(CLOSED)
    # Where a call was set high, extractors begin a line; Chinese has no small letters to tell by.
    torn = before.called and before.text.endswith(COMMAS) and not lang.words["reading"]["tight"]
    return _worded(before, line, wide or (not torn and _early(ends.filled, line, habits)), lang)


def _worded(before: Line, line: Line, early: bool, lang: Language) -> bool:
    """Whether the words of a line are a paragraph's first, behind a line that ends one, ``early`` perhaps."""
    if lead_words(line.text, lang):
        return True
    small = bool(lang.words["reading"]["small"])
    if before.text.endswith(COMMAS) and re.match(lang.words["lead"]["begins"], line.text):
        return True
    if line.text[0].isdigit() and not lang.words["reading"]["tight"]:
        return False
    whole = before.text.endswith(CLOSED) or not line.text[0].islower() or (small and len(line.text.split()) > 1)
    return early and whole


def _goes_on(before: Line, line: Line, habits: Layout, lang: Language) -> bool:
    """Whether a line goes on with a sentence in spite of the gap before it."""
    if before.text.endswith(CLOSED) or marker_at(line.text) or lead_words(line.text, lang):
        return False
    if lang.words["reading"]["tight"]:
        return not before.text.endswith(ENDS) and width(before) >= EARLY * habits.measure
    if not before.text.endswith(ENDS):
        return line.text[0].islower() or width(before) > SHORT * habits.measure
    return line.text[0].islower() and not lang.words["reading"]["small"]


def _after_title(pair: tuple[Line, Line], ends: Ending, habits: Layout, lang: Language) -> bool:
    """Whether a paragraph begins behind a line without a mark at its end: the number of a section, or a heading."""
    before, line = pair
    if section(before):  # its title is on the next line
        return line.text.endswith((*COMMAS, *SENTENCES)) or bool(lead_words(line.text, lang))
    return label(before, lang) or _after_heading(pair, ends, habits, lang)


def _after_heading(pair: tuple[Line, Line], ends: Ending, habits: Layout, lang: Language) -> bool:
    """Whether a line that ends without a mark is a heading's, and another paragraph follows."""
    before, line = pair
    marker, led = marker_at(line.text), bool(lead_words(line.text, lang))
    if line.text[0].islower() and not marker and not led:
        return False
    wide = line.gap > habits.gap and not habits.torn and not line.joint
    if not _early(width(before), line, habits) or (width(before) > SHORT * habits.measure and not wide):
        return False
    number = line.text[0].isdigit() and not marker and re.search(r"[^\W\d_]", line.text)
    bare = ends.bare and not number and _early(ends.filled, line, habits)
    return wide or led or bare or bool(marker and marker.lastgroup in (*HEADINGS, "letter", "roman"))


def _early(filled: int, line: Line, habits: Layout) -> bool:
    """Whether a line so far filled ended though the first word of the next would have found room on it."""
    first = line.text[:1] if ord(line.text[0]) > 0x2E7F else line.text.split(maxsplit=1)[0]
    return filled + 1 + _width(first) < EARLY * habits.measure


def alone(line: Line) -> bool:
    """Whether a line is a paragraph's number or a point's marker and no more: its words are on the next."""
    found = marker_at(line.text)
    return found is not None and found.lastgroup in ("number", *POINTS) and found.end() == len(line.text)


@cache
def _leads(code: str) -> dict[str, list[str]]:
    """The lead words of a language by what they begin with."""
    by_first: dict[str, list[str]] = {}
    for word in language(code).words["lead"]["words"]:
        by_first.setdefault(word[:1], []).append(word)
    return by_first


def lead_words(text: str, lang: Language) -> str:
    """The lead words that ``text`` begins with, the longest that the language knows; "" for none."""
    spoken = text
    if lang.words["reading"]["tight"] and SPACED.match(text):
        spoken = "".join(text.split())  # 确 认 只 要: set wide
    known = [word for word in _leads(lang.code).get(spoken[:1], ()) if spoken.startswith(word)]
    if not lang.words["reading"]["tight"]:
        known = [word for word in known if not spoken[len(word) : len(word) + 1].isalpha()]
    best = max(known, key=len, default="")
    return best if spoken is text else _as_in(text, best)


def _as_in(text: str, words: str) -> str:
    """The beginning of ``text`` that is ``words`` with spaces between."""
    length = 0
    for character in words:
        length = text.index(character, length) + 1
    return text[:length]
