"""Calls that an extractor put on lines of their own, to the ends of the lines they stand in.

A call is set high, so that it may come before the line that it ends, or after it where a gap follows.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from engross.structure.raw.lines import TEXT, Line
from engross.structure.raw.seats import RawNote, bare_number


@dataclass(frozen=True, slots=True)
class Lift:
    """Lines after the lift, and each line that was a call: with the line that it went to."""

    lines: list[Line]
    moved: tuple[tuple[Line, Line], ...]


def lift(lines: list[Line], notes: list[RawNote]) -> Lift:
    """The text lines of a body with every bare number of a note put behind the line that calls the note."""
    due = {note.number for note in notes}
    texts = [n for n, line in enumerate(lines) if line.kind == TEXT and line.calls is None]
    behind: dict[int, list[int]] = {}
    for at, n in enumerate(texts):
        if str(bare_number(lines[n].text)) in due and (home := _home(lines, texts, at)) is not None:
            behind.setdefault(home, []).append(n)
    gone = {n for group in behind.values() for n in group}
    out = [_with(line, [lines[m] for m in behind.get(n, ())]) for n, line in enumerate(lines) if n not in gone]
    return Lift(out, tuple((lines[m], lines[home]) for home, group in behind.items() for m in group))


def _home(lines: list[Line], texts: list[int], at: int) -> int | None:
    """The line that a call belongs to: the next, if it follows at once and is on the page; else the one before."""
    number = lines[texts[at]]
    for n in texts[at + 1 :]:
        if bare_number(lines[n].text):
            continue
        if lines[n].gap == 0 and lines[n].page == number.page and not lines[n].text.rstrip(".．").isdigit():
            return n
        break
    before = [n for n in texts[:at] if not bare_number(lines[n].text)]
    return before[-1] if before and lines[before[-1]].page == number.page else None


def _with(line: Line, calls: list[Line]) -> Line:
    return replace(line, text=line.text + " ".join(call.text for call in calls)) if calls else line
