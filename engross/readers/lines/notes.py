"""Split the lines of a text into its body and its notes: the blocks under a rule, or where a number begins one."""

from __future__ import annotations

import re
from dataclasses import replace

from engross.grammars.language import Language
from engross.readers.lines.layout_habits import has_paragraph_number
from engross.readers.lines.lead_words import find_lead_words
from engross.readers.lines.lines import NOTE_RULE, TEXT_LINE, Line
from engross.readers.lines.note_blocks import (
    LIKELY_NOTE_START,
    SENTENCE_ENDS,
    RawNote,
    continue_last_note,
    count_following_notes,
    find_next_number,
    read_leading_number,
    split_note_block,
)


def split_notes_from_body(lines: list[Line], starts: set[int], lang: Language) -> tuple[list[Line], list[RawNote]]:
    """Split lines into those that are not in notes, in order, and the notes.

    A block of notes begins at a rule that notes follow, or at one of ``starts``; the latter reaches to the page's foot.
    """
    body: list[Line] = []
    notes: list[RawNote] = []
    n, follows_notes = 0, False
    while n < len(lines):
        if lines[n].kind == NOTE_RULE or n in starts:
            first = n + (lines[n].kind == NOTE_RULE)
            start_number = read_leading_number(lines[n].text)[0] if n in starts else ""
            expected = int(start_number) if start_number else _find_first_number(lines, first, notes, lang)
            end = _find_page_end(lines, first) if n in starts else _find_block_end(lines, first, expected, lang)
            block = split_note_block([line for line in lines[first:end] if line.kind == TEXT_LINE], expected)
            notes = [*continue_last_note(notes, block.before), *block.notes]
            body += [line for line in lines[n:end] if line.kind != TEXT_LINE]
            n, follows_notes = max(end, n + 1), True
        else:
            is_text_behind = follows_notes and lines[n].kind == TEXT_LINE
            body.append(replace(lines[n], after_furniture=True) if is_text_behind else lines[n])
            follows_notes = follows_notes and lines[n].kind != TEXT_LINE
            n += 1
    return body, notes


def _find_first_number(lines: list[Line], start: int, notes: list[RawNote], lang: Language) -> int:
    """Return the number that the notes from line ``start`` on count from: the next in turn, or else that of the line.

    Notes of a volume, and those whose calls the text has lost, begin with any number.
    """
    due = find_next_number(notes)
    texts = [line.text for line in lines[start : _find_page_end(lines, start)] if line.kind == TEXT_LINE]
    numbers = [read_leading_number(text)[0] for text in texts]
    if not texts or not numbers[0].isdigit() or str(due) in numbers:
        return due
    words = texts[0][read_leading_number(texts[0])[1] :]
    is_note = LIKELY_NOTE_START.match(words) and not re.match(lang.words["calls"]["not_before"], words)
    return int(numbers[0]) if is_note and int(numbers[0]) > due else due


def _find_page_end(lines: list[Line], start: int) -> int:
    """Return the index of the first line from ``start`` on that stands on another page, or the number of lines."""
    page = lines[start].page if start < len(lines) else 0
    return next((n for n in range(start, len(lines)) if lines[n].page != page), len(lines))


def _find_block_end(lines: list[Line], start: int, expected: int, lang: Language) -> int:
    """Return where the notes under a rule end: at the page's foot, or before body text that begins again.

    ``start`` if no notes follow the rule.
    """
    limit = _find_page_end(lines, start)
    texts = [n for n in range(start, limit) if lines[n].kind == TEXT_LINE]
    due = {str(expected + n) for n in range(count_following_notes([lines[n] for n in texts], expected))}
    note_starts = [
        n
        for n in texts
        if read_leading_number(lines[n].text)[0] in due or read_leading_number(lines[n].text)[0].startswith("*")
    ]
    if not note_starts and not (expected > 1 and texts):
        return start
    last = max(note_starts, default=start - 1)
    for before, n in zip([start, *texts], texts, strict=False):
        if n > last and _is_body_text(lines[n], lang) and lines[before].text.endswith(SENTENCE_ENDS):
            return n
    return limit


def _is_body_text(line: Line, lang: Language) -> bool:
    """Return whether a line under a page's notes is body text again: a paragraph's number, or lead words, begin it."""
    return has_paragraph_number(line) or bool(find_lead_words(line.text, lang))
