"""Calls that an extractor put on lines of their own, to the ends of the lines they stand in.

A call is set high, so that it may come before the line that it ends, or after it where a gap follows. The pieces of a
printed line, which its calls tore apart, are one line again.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from engross.grammars.language import Language
from engross.grammars.numbering import match_marker
from engross.readers.lines.lines import TEXT_LINE, Line, LineKey
from engross.readers.lines.note_blocks import RawNote, read_bare_number
from engross.readers.lines.paragraphs import (
    END_MARKS,
    NO_LINE_START_MARKS,
    find_lead_words,
    is_bare_marker,
    measure_line,
)

NEAR_CHARACTERS = 3  # characters by which the end of one piece of a line and the beginning of the next may differ
SHORT_LINE_SHARE, FULL_LINE_SHARE, LINE_ROOM_RATIO = (
    0.9,
    0.94,
    1.04,
)  # of the measure: no full line, a full line, more than a line has room for
CLINGING_MARKS = tuple("،؛,;.:")


@dataclass(frozen=True, slots=True)
class ReattachedCalls:
    """Lines after the lift; the keys of those that went into others; each call with the line that it went to."""

    lines: list[Line]
    gone: frozenset[LineKey]
    moved: tuple[tuple[Line, Line], ...]

    def apply_to(self, lines: list[Line]) -> list[Line]:
        """All lines of a source, those lifted in their places."""
        after = {line.key: line for line in self.lines}
        return [after.get(line.key, line) for line in lines if line.key not in self.gone]


@dataclass
class _CallPlan:
    """The lines of a body: which are text, which of these are calls and no more; what becomes of them."""

    lines: list[Line]
    texts: list[int]
    calls: set[int]
    lang: Language
    measure: int
    due: set[str]  # the numbers of the notes
    calls_by_line: dict[int, list[int]] = field(default_factory=dict)  # the calls that go behind a line
    joined: set[int] = field(default_factory=set)  # the lines that go on with the line before

    def next_words_line(self, at: int, step: int) -> int | None:
        """The next line of text with words, up or down from a place among the lines of text."""
        at += step
        while 0 <= at < len(self.texts) and self.texts[at] in self.calls:
            at += step
        return self.texts[at] if 0 <= at < len(self.texts) else None


def reattach_calls(lines: list[Line], notes: list[RawNote], lang: Language) -> ReattachedCalls:
    """The text lines of a body with every bare number of a note put behind the line that calls the note.

    Pieces of one printed line, which a layout sets side by side on lines of their own, are one line.
    """
    page = _make_call_plan(lines, notes, lang)
    _assign_calls(page)
    gone = {n for group in page.calls_by_line.values() for n in group}
    out: list[Line] = []
    ends: dict[LineKey, int] = {}
    for n, line in enumerate(lines):
        if n in gone:
            continue
        whole = _append_calls(line, [lines[m] for m in page.calls_by_line.get(n, ())])
        last = out[-1] if out else None
        if last and (n in page.joined or _is_side_by_side(ends.get(last.key, -9), line)):
            out[-1] = replace(last, text=last.text + _choose_separator(last.text, whole.text, lang) + whole.text)
            gone.add(n)
            ends[last.key] = line.indent + len(line.text)
        else:
            out.append(whole)
            ends[line.key] = line.indent + len(line.text) if line.kind == TEXT_LINE else -9
    moved = ((lines[m], lines[home]) for home, group in page.calls_by_line.items() for m in group)
    return ReattachedCalls(out, frozenset(lines[n].key for n in gone), tuple(moved))


def _choose_separator(before: str, after: str, lang: Language) -> str:
    """What stands between two pieces of a line: a space, unless the script has none, or a mark follows that clings."""
    clings = not after[0].isalnum() and after[0] not in lang.words["setting"]["before_marks"]
    return "" if lang.words["reading"]["tight"] or (before[-1].isdigit() and clings) else " "


def _make_call_plan(lines: list[Line], notes: list[RawNote], lang: Language) -> _CallPlan:
    due = {note.number for note in notes}
    texts = [n for n, line in enumerate(lines) if line.kind == TEXT_LINE and line.calls is None]
    calls = {n for n in texts if str(read_bare_number(lines[n].text)) in due}
    widths = sorted(measure_line(lines[n]) for n in texts if n not in calls)
    return _CallPlan(lines, texts, calls, lang, widths[int(len(widths) * 0.9)] if widths else 0, due)


def _assign_calls(page: _CallPlan) -> None:
    """Find the line that each call goes to, and which lines go on with the one before."""
    after = _has_calls_after_pieces(page)
    at = 0
    while at < len(page.texts):
        n = page.texts[at]
        run = 1
        while n in page.calls and at + run < len(page.texts) and page.texts[at + run] in page.calls:
            run += 1
        if n in page.calls:
            _place_calls(page, at, run, after)
        elif at and _has_clinging_marks(page.lines[n].text, page.lang):
            _join_to_previous(page, n)
        at += run


def _has_clinging_marks(text: str, lang: Language) -> bool:
    """Whether a line goes on with the one before: marks that begin none, which a call parted from it."""
    tight = lang.words["reading"]["tight"]
    return text.startswith(NO_LINE_START_MARKS) if tight else text in CLINGING_MARKS


def _has_calls_after_pieces(page: _CallPlan) -> bool:
    """Whether calls come after their pieces: each by itself, behind a line that is not full rather than before one."""
    first = [
        at for at, n in enumerate(page.texts) if n in page.calls and (not at or page.texts[at - 1] not in page.calls)
    ]
    several = sum(page.texts[at + 1] in page.calls for at in first if at + 1 < len(page.texts))
    pairs = [(page.next_words_line(at, -1), page.next_words_line(at, 1)) for at in first]
    short = [
        [n is not None and measure_line(page.lines[n]) < SHORT_LINE_SHARE * page.measure for n in pair]
        for pair in pairs
    ]
    over, under = sum(before for before, _ in short), sum(after for _, after in short)
    over += sum(_is_cut_off_by_call(page.lines[n], page) for n in page.texts if n not in page.calls)
    marks = any(n is not None and page.lines[n].text in NO_LINE_START_MARKS for n, _ in pairs)  # a mark ends its piece
    return over > under + 2 * several or (over == under and marks and not several)


def _is_cut_off_by_call(line: Line, page: _CallPlan) -> bool:
    """Whether a line is a piece of a sentence that a call ended: short, the call clings to a word."""
    found = re.search(r"[^\W\d_](\d{1,3})$", line.text)
    return found is not None and found[1] in page.due and measure_line(line) < SHORT_LINE_SHARE * page.measure


def _place_calls(page: _CallPlan, at: int, run: int, after: bool) -> None:
    """Give a run of calls that stand together their lines.

    That is the one whose end stands over it, in a layout; else the next, if it follows at once and is on the page;
    else the one before. Several calls go behind the pieces of the next printed line, in order.
    """
    number, calls = page.lines[page.texts[at]], page.texts[at : at + run]
    before, n = page.next_words_line(at, -1), page.next_words_line(at + run - 1, 1)
    last = page.lines[before] if before is not None and page.lines[before].page == number.page else None
    over = last is not None and _is_side_by_side(last.indent + len(last.text), number)
    follows = n is not None and _is_directly_below(page.lines[n], number)
    if before is not None and last is not None and (over or after or not follows):
        page.calls_by_line.setdefault(before, []).extend(calls)
        if after and n is not None and follows and _can_continue_line(page, _collect_pieces_up_to(page, before), n):
            _join_to_previous(page, n)
    elif n is not None and follows:
        row = _collect_pieces_from(page, at + run, run)
        for count, call in enumerate(calls):
            page.calls_by_line.setdefault(row[min(count, len(row) - 1)][-1], []).append(call)
        for piece in [n for group in row for n in group][1:]:
            _join_to_previous(page, piece)


def _is_directly_below(line: Line, number: Line) -> bool:
    return line.gap == 0 and line.page == number.page and not line.text.rstrip(".．").isdigit()


def _join_to_previous(page: _CallPlan, n: int) -> None:
    if page.lines[n].gap == 0 and not page.lines[n].after_furniture:
        page.joined.add(n)


def _collect_pieces_from(page: _CallPlan, first: int, calls: int) -> list[list[int]]:
    """The pieces of a printed line from the one at ``first`` on: one behind each call, as far as the line has room.

    A mark that begins no line belongs to the piece before it.
    """
    row = [[page.texts[first]]]
    for n in page.texts[first + 1 :]:
        line = page.lines[n]
        if n in page.calls or line.gap or line.after_furniture:
            break
        if page.lang.words["reading"]["tight"] and line.text in NO_LINE_START_MARKS:
            row[-1].append(n)
        elif len(row) <= calls and _can_continue_line(page, [m for group in row for m in group], n):
            row.append([n])
        else:
            break
    return row


def _can_continue_line(page: _CallPlan, row: list[int], n: int) -> bool:
    """Whether a line goes on with the printed line that ``row`` begins: there is room, and no paragraph begins."""
    total = sum(measure_line(page.lines[m]) for m in (*row, n))
    before, line = page.lines[row[-1]], page.lines[n]
    begun = (
        before.text.endswith(END_MARKS)
        and _is_paragraph_start(line, page.lang)
        and total < FULL_LINE_SHARE * page.measure
    )
    return not begun and not is_bare_marker(before) and total <= LINE_ROOM_RATIO * page.measure


def _collect_pieces_up_to(page: _CallPlan, last: int) -> list[int]:
    """The pieces of the printed line that ``last`` is the last of so far."""
    row = [last]
    at = page.texts.index(last)
    while row[0] in page.joined and (before := page.next_words_line(at, -1)) is not None:
        row.insert(0, before)
        at = page.texts.index(before)
    return row


def _is_paragraph_start(line: Line, lang: Language) -> bool:
    """Whether the words of a line are a paragraph's beginning."""
    return bool(find_lead_words(line.text, lang)) or match_marker(line.text) is not None


def _is_side_by_side(end: int, line: Line) -> bool:
    """Whether a line begins, deep in the measure, where the one before ends."""
    deep = (
        line.kind == TEXT_LINE
        and line.calls is None
        and line.indent > 2 * NEAR_CHARACTERS
        and not line.after_furniture
        and line.gap == 0
    )
    return deep and abs(line.indent - end) <= NEAR_CHARACTERS


def _append_calls(line: Line, calls: list[Line]) -> Line:
    return replace(line, text=line.text + " ".join(call.text for call in calls)) if calls else line
