"""Split off the notes whose numbers no text has otherwise: "[1]", as texts of web pages and word processors, and "¹".

A note begins with the number that is due and that the text calls before. It goes on to white space, or the next note.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from engross.readers.lines.lines import TEXT_LINE, Line
from engross.readers.lines.note_blocks import RawNote
from engross.readers.lines.note_calls import BodyCall

RAISED_DIGITS = "⁰¹²³⁴⁵⁶⁷⁸⁹"
RAISED_FIGURES = str.maketrans(RAISED_DIGITS, "0123456789")
MARKED_PAGE = -2  # of a note whose mark calls it on any page
UNIT = re.compile(r"(?<!\w)[a-zA-Z]{1,2}$")  # a raised figure behind it is a power: km²
MARK = re.compile(rf"\[\d{{1,3}}\]|[{RAISED_DIGITS}]{{1,3}}")


def split_marked_notes(lines: Sequence[Line]) -> tuple[list[Line], list[RawNote]]:
    """Return the lines without their notes, and the notes; none if no line begins with a mark that the text calls."""
    others: list[Line] = []
    notes: list[RawNote] = []
    called: set[str] = set()
    is_open = False
    for line in lines:
        mark = MARK.match(line.text) if _is_plain(line) else None
        if mark and _is_due(mark[0], notes, called):
            words = replace(line, text=line.text[mark.end() :].lstrip())
            notes.append(RawNote(_spell_number(mark[0]), (words,), MARKED_PAGE))
            is_open = True
        elif is_open and _is_plain(line) and not line.gap:
            notes[-1] = replace(notes[-1], lines=(*notes[-1].lines, line))
        else:
            others.append(line)
            called.update(call[0] for call in MARK.finditer(line.text, 1) if _is_plain(line))
            is_open = is_open and line.kind != TEXT_LINE
    return (others, notes) if notes else (list(lines), [])


def are_marked(notes: Sequence[RawNote]) -> bool:
    """Return whether notes are those that marks tell from other numbers."""
    return any(note.page == MARKED_PAGE for note in notes)


def find_marked_calls(
    body: Sequence[Line], notes: Sequence[RawNote]
) -> tuple[list[BodyCall], list[RawNote], list[BodyCall]]:
    """Return the first call of each note with a mark, the notes without one, and the calls without a note."""
    calls: dict[str, BodyCall] = {}
    for n, line in enumerate(body):
        for mark in MARK.finditer(line.text, 1) if _is_plain(line) else ():
            if not UNIT.search(line.text[: mark.start()]):
                number = _spell_number(mark[0])
                calls.setdefault(number, BodyCall(number, n, *mark.span()))
    numbers = {note.number for note in notes}
    noteless = [call for number, call in calls.items() if number not in numbers]
    uncalled = [note for note in notes if note.number not in calls]
    return [call for number, call in calls.items() if number in numbers], uncalled, noteless


def _is_due(mark: str, notes: Sequence[RawNote], called: set[str]) -> bool:
    """Return whether a note of a mark may begin: the next in turn, or the first, which the text calls."""
    count = _read_count(mark)
    return mark in called and count == (_read_count(notes[-1].number) + 1 if notes else count)


def _read_count(mark: str) -> int:
    return int(mark.translate(RAISED_FIGURES).strip("[]"))


def _spell_number(mark: str) -> str:
    """Return the number of a note as printed, in ordinary figures: editions raise it."""
    return mark.translate(RAISED_FIGURES)


def _is_plain(line: Line) -> bool:
    return line.kind == TEXT_LINE and line.calls is None and not line.spot
