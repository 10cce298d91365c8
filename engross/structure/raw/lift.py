"""Calls that an extractor put on lines of their own, to the ends of the lines they stand in.

A call is set high, so that it may come before the line that it ends, or after it where a gap follows.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from engross.structure.raw.lines import TEXT, Line
from engross.structure.raw.seats import RawNote, bare_number

NEAR = 3  # characters by which the end of one piece of a line and the beginning of the next may differ


@dataclass(frozen=True, slots=True)
class Lift:
    """Lines after the lift; the keys of those that went into others; each call with the line that it went to."""

    lines: list[Line]
    gone: frozenset[tuple[int, int]]
    moved: tuple[tuple[Line, Line], ...]

    def applied(self, lines: list[Line]) -> list[Line]:
        """All lines of a source, those lifted in their places."""
        after = {line.key: line for line in self.lines}
        return [after.get(line.key, line) for line in lines if line.key not in self.gone]


def lift(lines: list[Line], notes: list[RawNote]) -> Lift:
    """The text lines of a body with every bare number of a note put behind the line that calls the note.

    Pieces of one printed line, which a layout sets side by side on lines of their own, are one line.
    """
    due = {note.number for note in notes}
    texts = [n for n, line in enumerate(lines) if line.kind == TEXT and line.calls is None]
    behind: dict[int, list[int]] = {}
    for at, n in enumerate(texts):
        if str(bare_number(lines[n].text)) in due and (home := _home(lines, texts, at)) is not None:
            behind.setdefault(home, []).append(n)
    gone = {n for group in behind.values() for n in group}
    out: list[Line] = []
    ends: dict[tuple[int, int], int] = {}
    for n, line in enumerate(lines):
        if n in gone:
            continue
        whole = _with(line, [lines[m] for m in behind.get(n, ())])
        last = out[-1] if out else None
        if last and _side_by_side(ends.get(last.key, -9), line):
            out[-1] = replace(last, text=last.text + ("" if last.text[-1].isdigit() else " ") + whole.text)
            gone.add(n)
            ends[last.key] = line.indent + len(line.text)
        else:
            out.append(whole)
            ends[line.key] = line.indent + len(line.text) if line.kind == TEXT else -9
    moved = ((lines[m], lines[home]) for home, group in behind.items() for m in group)
    return Lift(out, frozenset(lines[n].key for n in gone), tuple(moved))


def _home(lines: list[Line], texts: list[int], at: int) -> int | None:
    """The line that a call belongs to.

    That is the one whose end stands over it, in a layout; else the next, if it follows at once and is on the page;
    else the one before.
    """
    number = lines[texts[at]]
    before = [n for n in texts[:at] if not bare_number(lines[n].text) and lines[n].page == number.page]
    last = lines[before[-1]] if before else None
    if last and _side_by_side(last.indent + len(last.text), number):
        return before[-1]
    for n in texts[at + 1 :]:
        if bare_number(lines[n].text):
            continue
        if lines[n].gap == 0 and lines[n].page == number.page and not lines[n].text.rstrip(".．").isdigit():
            return n
        break
    return before[-1] if before else None


def _side_by_side(end: int, line: Line) -> bool:
    """Whether a line begins, deep in the measure, where the one before ends."""
    deep = line.kind == TEXT and line.calls is None and line.indent > 2 * NEAR and not line.joint and line.gap == 0
    return deep and abs(line.indent - end) <= NEAR


def _with(line: Line, calls: list[Line]) -> Line:
    return replace(line, text=line.text + " ".join(call.text for call in calls)) if calls else line
