"""Ask of each line, once, everything that speaks for its label: white space, marks, markers, words and look.

The answers are named ("space=apart", "above=comma"); ``label_weights.csv`` says what each counts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from engross.grammars.language import Language
from engross.grammars.numbering import match_marker
from engross.readers.common.end_marks import COLONS, COMMAS, SEMICOLONS
from engross.readers.common.labels import UNMARKED_LABELS, Label, LineEvidence
from engross.readers.lines.layout_habits import (
    CONJUNCTION_AT_END,
    EARLY_END_SHARE,
    LAST_NARROW_CHARACTER,
    LINE_ROOM_RATIO,
    NO_PARAGRAPH_START_MARKS,
    SHORT_LINE_SHARE,
    LayoutHabits,
    find_layout_habits,
    measure_line,
    measure_text,
)
from engross.readers.lines.lead_words import find_lead_words
from engross.readers.lines.lines import Line
from engross.readers.lines.paragraph_numbers import POINT_KINDS, is_bare_marker, is_next_number, read_paragraph_number
from engross.readers.lines.section_numbers import is_heading_number, is_section_number, is_titled_heading
from engross.readers.lines.typed_numbers import strip_openers

END_KINDS = (
    (COMMAS[:2] + COMMAS[3:], "comma"),  # a Chinese enumeration comma ends no clause
    (COLONS, "colon"),
    (SEMICOLONS, "semicolon"),
    (tuple(".。!！?？؟"), "stop"),
    (tuple("”」』）)]"), "bracket"),
    (tuple("0123456789"), "figure"),
)
SECTION_KINDS = ("section", "capital")
BARE_MARKER, SECTION_NUMBER, HEADING_NUMBER = "bare marker", "section number", "heading number"
OPENING_MARKS = "“„«‘「『《(（["


def list_line_evidence(lines: Sequence[Line], enacting: int | None, lang: Language) -> list[LineEvidence]:
    """Return the evidence of each line of a text, furniture, notes and tables apart.

    ``enacting``: the index of the line that begins its enacting words, if it has any.
    """
    lines = list(map(strip_openers, lines))
    habits = find_layout_habits(lines, lang)
    witness = _Witness(lines, habits, [_ask_line(line, habits, lang) for line in lines])
    evidence = [witness.collect_evidence(n) for n in range(len(lines))]
    if enacting is not None:
        evidence[enacting] = replace(evidence[enacting], possible=frozenset({Label.ENACTING}), is_start=True)
    return evidence


@dataclass(frozen=True, slots=True)
class _LineAnswers:
    """What a line says by itself: the kinds of its marker, first character, last mark and first words.

    ``alone``: what it is nothing but, "bare marker", "section number", "heading number", or "". ``is_titled``: it is
    the number of a heading with its title. ``is_short``: no longer than the lines of headings.
    """

    marker: str
    initial: str
    end: str
    words: str
    alone: str
    is_titled: bool
    is_short: bool


def _ask_line(line: Line, habits: LayoutHabits, lang: Language) -> _LineAnswers:
    alone = _name_bare_line(line, lang)
    return _LineAnswers(
        _name_marker_kind(line),
        _name_initial(line),
        name_end(line.text),
        name_words(line.text, lang),
        alone,
        not alone and is_titled_heading(line, lang),
        measure_line(line) <= SHORT_LINE_SHARE * habits.measure,
    )


@dataclass
class _Witness:
    """Answers for each line of a text in turn."""

    lines: Sequence[Line]
    habits: LayoutHabits
    answers: Sequence[_LineAnswers]
    last_number: int = 0
    filled: int = 0  # the width of the printed line so far: an extractor may give it in pieces

    def collect_evidence(self, n: int) -> LineEvidence:
        """Return the evidence of line ``n``; the lines before it have been asked."""
        line, own = self.lines[n], self.answers[n]
        marker, initial, words = self._name_marker(n), f"initial={own.initial}", f"words={own.words}"
        end = f"ends={'no mark' if own.alone == SECTION_NUMBER else own.end}"  # "III." ends with none
        below = self.answers[n + 1].marker if n + 1 < len(self.lines) else "nothing"
        above = self._list_evidence_above(n) if n else ()
        return LineEvidence(
            (f"marker={marker}", initial, words, *_list_looks(own), *above),
            (end, initial, words),
            (end, f"below={below}", f"width={'short' if own.is_short else 'full'}"),
            _list_possible_labels(line, marker),
            marker.startswith("section"),
            line.encloses or self._is_edge_of_heading(n),
        )

    def _name_marker(self, n: int) -> str:
        """Return the kind of the marker of a line; of a paragraph's number whether it follows the last."""
        line = self.lines[n]
        number = read_paragraph_number(line)
        if number is None:
            return self.answers[n].marker
        before = self.lines[n - 1] if n else None
        may_follow = line.begins is None or line.after_furniture
        follows = may_follow and is_next_number(number, self.last_number, before, self.habits.measure)
        if follows or line.begins:
            self.last_number = number
        return "next number" if follows else "number"

    def _is_edge_of_heading(self, n: int) -> bool:
        """Return whether a heading that the source marks begins with a line, or ends above it."""
        before = self.lines[n - 1].rank if n else 0
        return self.lines[n].rank != before or bool(before and self.lines[n].begins)

    def _list_evidence_above(self, n: int) -> Iterator[str]:
        """Yield what the line above and the space between say of whether a paragraph begins with line ``n``."""
        line, above = self.lines[n], self.answers[n - 1]
        fill = self._name_fill(n)
        yield f"space={self._name_space(line)}"
        yield from (f"above={above.end}", f"above={fill}", f"above={above.end} {fill}")
        yield f"above={above.end} initial={self.answers[n].initial}"
        if self.lines[n - 1].ends_in_call and self._has_room(n):
            yield "above=call, room"
        if line.gap and line.begins is None:
            yield "space=blank line"
        if above.alone in (BARE_MARKER, SECTION_NUMBER):
            yield f"above={above.alone}"

    def _name_space(self, line: Line) -> str:
        """Return how a line stands to the one above, by the layout or by the habits of the extractor."""
        habits, is_wide = self.habits, line.gap > self.habits.gap
        if line.begins is not None:
            return "apart" if line.begins else "within"
        if line.calls is not None:
            return "page top"
        if habits.indents and line.indent > habits.base:
            return "indented"
        if line.after_furniture:
            return "behind furniture"
        if habits.indents:
            return "gap, not indented" if is_wide and not habits.torn else "not indented"
        if habits.gaps:
            return "gap" if is_wide else "no gap"
        return "wide" if is_wide and not habits.torn else "unknown"

    def _name_fill(self, n: int) -> str:
        """Return whether the line above ends early: the first word of line ``n`` would have fitted on it."""
        before, line, width = self.lines[n - 1], self.lines[n], measure_line(self.lines[n - 1])
        total = self.filled + width
        is_whole = before.after_furniture or line.begins is not None or total > LINE_ROOM_RATIO * self.habits.measure
        self.filled = width if is_whole else total
        first = line.text[:1] if line.text[0] > LAST_NARROW_CHARACTER else line.text.split(maxsplit=1)[0]
        if self.filled + 1 + measure_text(first) >= EARLY_END_SHARE * self.habits.measure:
            return "full"
        return "short" if self.answers[n - 1].is_short else "early"

    def _has_room(self, n: int) -> bool:
        """Return whether the whole of line ``n`` would have fitted on the printed line above."""
        return self.filled + 1 + measure_line(self.lines[n]) <= LINE_ROOM_RATIO * self.habits.measure


def _list_looks(own: _LineAnswers) -> Iterator[str]:
    """Yield what sets a line apart as a heading."""
    if own.alone in (SECTION_NUMBER, HEADING_NUMBER):
        yield "heading=number"
    elif own.is_titled:
        yield "heading=titled"
    if own.is_short and own.end == "no mark":
        yield "look=short, no mark"


def _name_bare_line(line: Line, lang: Language) -> str:
    """Return what a line is nothing but; "" if it is more."""
    if is_bare_marker(line):
        return BARE_MARKER
    if is_section_number(line):
        return SECTION_NUMBER
    return HEADING_NUMBER if is_heading_number(line, lang) else ""


def name_end(text: str) -> str:
    """Return the kind of the mark that a text ends with."""
    if CONJUNCTION_AT_END.search(text):
        return "conjunction"
    return next((kind for marks, kind in END_KINDS if text.rstrip().endswith(marks)), "no mark")


def _name_initial(line: Line) -> str:
    """Return the kind of the character that a line begins with."""
    if match_marker(line.text) or line.long_number:
        return "marker"
    if line.text.startswith(NO_PARAGRAPH_START_MARKS):
        return "closing mark"
    first = (line.text.lstrip(OPENING_MARKS) or line.text)[0]
    if first.isdigit():
        return "figure"
    if first.islower() or first.isupper():
        return "small" if first.islower() else "capital"
    return "letter" if first.isalpha() else "other"


def _name_marker_kind(line: Line) -> str:
    """Return the kind of the marker that a line begins with."""
    marker = match_marker(line.text)
    if line.long_number:
        return "number"
    if marker is None or marker.lastgroup is None:
        return "none"
    alone = " alone" if marker.end() == len(line.text) else ""
    if marker.lastgroup in POINT_KINDS and marker.lastgroup != "bullet":
        return f"point{alone}"
    return marker.lastgroup + (alone if marker.lastgroup in SECTION_KINDS else "")


def name_words(text: str, lang: Language) -> str:
    """Return whether a text begins as a recital does, as a decision does, as either, or with other lead words."""
    words = " ".join(text.split())
    is_recital, is_decision = (re.match(lang.words["lead"][key], words) is not None for key in ("begins", "operative"))
    if is_recital or is_decision:
        return "either" if is_recital and is_decision else "recital" if is_recital else "decision"
    return "lead" if find_lead_words(words, lang) else "none"


def _list_possible_labels(line: Line, marker: str) -> frozenset[Label]:
    """Return the labels that a paragraph may have that begins with a line."""
    if line.encloses:
        return frozenset({Label.ENACTING})
    if marker in ("number", "next number"):
        return frozenset({Label.OPERATIVE})
    if line.rank:
        return frozenset({Label.HEADING})
    if _is_lettered_with_stop(line):
        return UNMARKED_LABELS | {Label.POINT}
    return frozenset({Label.POINT}) if marker.startswith("point") or marker == "bullet" else UNMARKED_LABELS


def _is_lettered_with_stop(line: Line) -> bool:
    """Return whether a line begins with "a.", which may be a point's marker or a heading's."""
    marker = match_marker(line.text)
    return marker is not None and marker.lastgroup == "small"
