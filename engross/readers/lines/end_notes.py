"""Split off the notes gathered behind the text: under the adoption line, numbered through a volume (48, 49, 51).

Typewriters set them "1/", at the text's end.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from engross.grammars.language import Language
from engross.readers.lines.lines import NOTE_RULE, TEXT_LINE, Line
from engross.readers.lines.note_blocks import LIKELY_NOTE_START, RawNote
from engross.readers.lines.tail import find_adoption_line

NOTE_START = re.compile(r"(?P<number>\d{1,3}/?)\s+(?=\S)")
TYPED_NOTE_START = re.compile(r"(?P<number>\d{1,3}/)\s+(?=\S)")
SKIPPED_NOTES = 20  # notes of a volume that other resolutions call between two of one
ANY_PAGE = -1  # of a note that may be called on any page


@dataclass(frozen=True, slots=True)
class _NoteStart:
    """A line that begins a note: its index, the note's number as printed and as a number, where its words begin."""

    at: int
    number: str
    count: int
    words: int


def split_end_notes(lines: Sequence[Line], lang: Language) -> tuple[list[Line], list[RawNote]]:
    """Return the lines without the notes gathered behind the text, and those notes; no notes if there are none."""
    first = _find_block_start(lines, lang)
    if first is None:
        return list(lines), []
    annex = re.compile(lang.words["reading"]["annex"])
    end = next((n for n in range(first, len(lines)) if annex.fullmatch(lines[n].text)), len(lines))
    texts = [n for n in range(first, end) if lines[n].kind == TEXT_LINE]
    starts = _find_starts(lines, texts)
    notes = [
        _build_note(lines, start, [n for n in texts if start.at <= n < following])
        for start, following in zip(starts, [*(start.at for start in starts[1:]), end], strict=True)
    ]
    taken = set(texts) if starts else set()
    return [line for n, line in enumerate(lines) if n not in taken], notes


def _find_block_start(lines: Sequence[Line], lang: Language) -> int | None:
    """Return the index of the line at which notes begin: behind the adoption line, or at one typed so that is called.

    None where a rule shows them, or the lines of a layout.
    """
    texts = [n for n, line in enumerate(lines) if line.kind == TEXT_LINE]
    adoption = find_adoption_line([lines[n] for n in texts], lang)
    if any(line.calls is not None for line in lines):
        return None
    if adoption:
        behind = texts[adoption.stop :]
        return next((n for n in behind if _read_start(lines[n], n, NOTE_START)), None)
    if any(line.kind == NOTE_RULE for line in lines):
        return None
    for at, n in enumerate(texts):
        start = _read_start(lines[n], n, TYPED_NOTE_START)
        call = re.compile(rf"(?<!\d){re.escape(start.number)}(?!\S)") if start else None
        if call and any(call.search(lines[m].text, 1) for m in texts[:at]):
            return n
    return None


def _find_starts(lines: Sequence[Line], texts: Sequence[int]) -> list[_NoteStart]:
    """Return the lines at which notes begin; their numbers count up, and may skip some."""
    starts: list[_NoteStart] = []
    for n in texts:
        start = _read_start(lines[n], n, NOTE_START)
        if start and (not starts or 0 < start.count - starts[-1].count <= SKIPPED_NOTES):
            starts.append(start)
    return starts


def _read_start(line: Line, at: int, pattern: re.Pattern[str]) -> _NoteStart | None:
    match = pattern.match(line.text)
    if not match or not LIKELY_NOTE_START.match(line.text[match.end() :]):
        return None
    return _NoteStart(at, match["number"], int(match["number"].rstrip("/")), match.end())


def _build_note(lines: Sequence[Line], start: _NoteStart, own: Sequence[int]) -> RawNote:
    first = lines[start.at]
    words = replace(first, text=first.text[start.words :])
    return RawNote(start.number, (words, *(lines[n] for n in own[1:])), ANY_PAGE)
