"""Move calls that an extractor put on lines of their own to the ends of the lines that they stand in.

A call is set high, so it may come before the line that it ends, or after it if a gap follows. Pieces of a printed line
that its calls tore apart are joined again.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from engross.grammars.language import Language
from engross.grammars.numbering import match_marker
from engross.readers.lines.layout_habits import END_MARKS, NO_LINE_START_MARKS, measure_line
from engross.readers.lines.lead_words import find_lead_words
from engross.readers.lines.lines import TEXT_LINE, Line, LineKey
from engross.readers.lines.note_blocks import RawNote, read_bare_number
from engross.readers.lines.paragraph_numbers import is_bare_marker

NEAR_CHARACTERS = 3  # characters by which the end of one piece of a line and the beginning of the next may differ
SHORT_LINE_SHARE, FULL_LINE_SHARE, LINE_ROOM_RATIO = (
    0.9,
    0.94,
    1.04,
)  # of the measure: no full line, a full line, more than a line has room for
CLINGING_MARKS = tuple("،؛,;.:")


@dataclass(frozen=True, slots=True)
class ReattachedCalls:
    """Lines after their calls were moved, the keys of lines merged into others, each call with the line it went to."""

    lines: list[Line]
    gone: frozenset[LineKey]
    moved: tuple[tuple[Line, Line], ...]

    def apply_to(self, lines: list[Line]) -> list[Line]:
        """Return all lines of a source, those changed in place of the old ones, without those merged away."""
        changed = {line.key: line for line in self.lines}
        return [changed.get(line.key, line) for line in lines if line.key not in self.gone]


@dataclass
class _CallPlan:
    """The lines of a body, which are text, which of these are only a call, and what becomes of them."""

    lines: list[Line]
    texts: list[int]
    calls: set[int]
    lang: Language
    measure: int
    due: set[str]  # the numbers of the notes
    calls_by_line: dict[int, list[int]] = field(default_factory=dict)  # the calls that go behind a line
    joined: set[int] = field(default_factory=set)  # the lines that go on with the line before

    def next_words_line(self, at: int, step: int) -> int | None:
        """Return the next text line with words, going up or down by ``step`` from place ``at``; None at either end."""
        at += step
        while 0 <= at < len(self.texts) and self.texts[at] in self.calls:
            at += step
        return self.texts[at] if 0 <= at < len(self.texts) else None


def reattach_calls(lines: list[Line], notes: list[RawNote], lang: Language) -> ReattachedCalls:
    """Put every bare number of a note behind the line that calls the note.

    Pieces of one printed line, which a layout sets side by side on lines of their own, are joined.
    """
    plan = _make_call_plan(lines, notes, lang)
    _assign_calls(plan)
    gone = {n for group in plan.calls_by_line.values() for n in group}
    out: list[Line] = []
    end_by_line: dict[LineKey, int] = {}
    for n, line in enumerate(lines):
        if n in gone:
            continue
        with_calls = _append_calls(line, [lines[m] for m in plan.calls_by_line.get(n, ())])
        last = out[-1] if out else None
        if last and (n in plan.joined or _is_side_by_side(end_by_line.get(last.key, -9), line)):
            out[-1] = replace(
                last, text=last.text + _choose_separator(last.text, with_calls.text, lang) + with_calls.text
            )
            gone.add(n)
            end_by_line[last.key] = line.indent + len(line.text)
        else:
            out.append(with_calls)
            end_by_line[line.key] = line.indent + len(line.text) if line.kind == TEXT_LINE else -9
    moved = ((lines[m], lines[target]) for target, group in plan.calls_by_line.items() for m in group)
    return ReattachedCalls(out, frozenset(lines[n].key for n in gone), tuple(moved))


def _choose_separator(before: str, after: str, lang: Language) -> str:
    """Return what joins two pieces of a line: a space.

    It is "" in scripts without spaces, and between a figure and a closing mark.
    """
    clings = not after[0].isalnum() and after[0] not in lang.words["setting"]["before_marks"]
    return "" if lang.words["reading"]["tight"] or (before[-1].isdigit() and clings) else " "


def _make_call_plan(lines: list[Line], notes: list[RawNote], lang: Language) -> _CallPlan:
    due = {note.number for note in notes}
    texts = [n for n, line in enumerate(lines) if line.kind == TEXT_LINE and line.calls is None]
    calls = {n for n in texts if str(read_bare_number(lines[n].text)) in due}
    widths = sorted(measure_line(lines[n]) for n in texts if n not in calls)
    return _CallPlan(lines, texts, calls, lang, widths[int(len(widths) * 0.9)] if widths else 0, due)


def _assign_calls(plan: _CallPlan) -> None:
    """Find the line that each call goes to, and the lines that continue the one before."""
    after = _has_calls_after_pieces(plan)
    at = 0
    while at < len(plan.texts):
        n = plan.texts[at]
        run = 1
        while n in plan.calls and at + run < len(plan.texts) and plan.texts[at + run] in plan.calls:
            run += 1
        if n in plan.calls:
            _place_calls(plan, at, run, after)
        elif at and _has_clinging_marks(plan.lines[n].text, plan.lang):
            _join_to_previous(plan, n)
        at += run


def _has_clinging_marks(text: str, lang: Language) -> bool:
    """Return whether a line begins with marks that begin no line: a call parted them from the line before."""
    tight = lang.words["reading"]["tight"]
    return text.startswith(NO_LINE_START_MARKS) if tight else text in CLINGING_MARKS


def _has_calls_after_pieces(plan: _CallPlan) -> bool:
    """Return whether calls come after their pieces: each by itself, behind a short line rather than before one."""
    run_starts = [
        at for at, n in enumerate(plan.texts) if n in plan.calls and (not at or plan.texts[at - 1] not in plan.calls)
    ]
    longer_runs = sum(plan.texts[at + 1] in plan.calls for at in run_starts if at + 1 < len(plan.texts))
    pairs = [(plan.next_words_line(at, -1), plan.next_words_line(at, 1)) for at in run_starts]
    short = [
        [n is not None and measure_line(plan.lines[n]) < SHORT_LINE_SHARE * plan.measure for n in pair]
        for pair in pairs
    ]
    short_before, short_after = sum(before for before, _ in short), sum(after for _, after in short)
    short_before += sum(_is_cut_off_by_call(plan.lines[n], plan) for n in plan.texts if n not in plan.calls)
    marks = any(n is not None and plan.lines[n].text in NO_LINE_START_MARKS for n, _ in pairs)  # a mark ends its piece
    return short_before > short_after + 2 * longer_runs or (short_before == short_after and marks and not longer_runs)


def _is_cut_off_by_call(line: Line, plan: _CallPlan) -> bool:
    """Return whether a line is a piece of a sentence that a call ended: short, the call clinging to a word."""
    call = re.search(r"[^\W\d_](\d{1,3})$", line.text)
    return call is not None and call[1] in plan.due and measure_line(line) < SHORT_LINE_SHARE * plan.measure


def _place_calls(plan: _CallPlan, at: int, run: int, after: bool) -> None:
    """Assign the calls of a run, which stand together, to lines.

    They go to the line before if its end stands over them in a layout, if calls come ``after`` their pieces, or if no
    line follows at once on the page; else to the next line. Several calls go behind the pieces of the next printed
    line, in order.
    """
    first_call, calls = plan.lines[plan.texts[at]], plan.texts[at : at + run]
    before, n = plan.next_words_line(at, -1), plan.next_words_line(at + run - 1, 1)
    last = plan.lines[before] if before is not None and plan.lines[before].page == first_call.page else None
    is_beside_last = last is not None and _is_side_by_side(last.indent + len(last.text), first_call)
    follows = n is not None and _is_directly_below(plan.lines[n], first_call)
    if before is not None and last is not None and (is_beside_last or after or not follows):
        plan.calls_by_line.setdefault(before, []).extend(calls)
        if after and n is not None and follows and _can_continue_line(plan, _collect_pieces_up_to(plan, before), n):
            _join_to_previous(plan, n)
    elif n is not None and follows:
        row = _collect_pieces_from(plan, at + run, run)
        for count, call in enumerate(calls):
            plan.calls_by_line.setdefault(row[min(count, len(row) - 1)][-1], []).append(call)
        for piece in [n for group in row for n in group][1:]:
            _join_to_previous(plan, piece)


def _is_directly_below(line: Line, number: Line) -> bool:
    return line.gap == 0 and line.page == number.page and not line.text.rstrip(".．").isdigit()


def _join_to_previous(plan: _CallPlan, n: int) -> None:
    if plan.lines[n].gap == 0 and not plan.lines[n].after_furniture:
        plan.joined.add(n)


def _collect_pieces_from(plan: _CallPlan, first: int, calls: int) -> list[list[int]]:
    """Return the pieces of the printed line from place ``first`` on: one more than ``calls``, as far as there is room.

    A mark that begins no line belongs to the piece before it.
    """
    row = [[plan.texts[first]]]
    for n in plan.texts[first + 1 :]:
        line = plan.lines[n]
        if n in plan.calls or line.gap or line.after_furniture:
            break
        if plan.lang.words["reading"]["tight"] and line.text in NO_LINE_START_MARKS:
            row[-1].append(n)
        elif len(row) <= calls and _can_continue_line(plan, [m for group in row for m in group], n):
            row.append([n])
        else:
            break
    return row


def _can_continue_line(plan: _CallPlan, row: list[int], n: int) -> bool:
    """Return whether a line continues the printed line of ``row``: there is room, and no paragraph begins."""
    total = sum(measure_line(plan.lines[m]) for m in (*row, n))
    before, line = plan.lines[row[-1]], plan.lines[n]
    begins_paragraph = (
        before.text.endswith(END_MARKS)
        and _is_paragraph_start(line, plan.lang)
        and total < FULL_LINE_SHARE * plan.measure
    )
    return not begins_paragraph and not is_bare_marker(before) and total <= LINE_ROOM_RATIO * plan.measure


def _collect_pieces_up_to(plan: _CallPlan, last: int) -> list[int]:
    """Return the pieces so far of the printed line that ends with ``last``."""
    row = [last]
    at = plan.texts.index(last)
    while row[0] in plan.joined and (before := plan.next_words_line(at, -1)) is not None:
        row.insert(0, before)
        at = plan.texts.index(before)
    return row


def _is_paragraph_start(line: Line, lang: Language) -> bool:
    """Return whether a line begins with lead words or a marker."""
    return bool(find_lead_words(line.text, lang)) or match_marker(line.text) is not None


def _is_side_by_side(end: int, line: Line) -> bool:
    """Return whether a line begins, deep in the measure, at ``end``, where the line before ends (in characters)."""
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
