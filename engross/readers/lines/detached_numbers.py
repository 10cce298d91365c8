"""Move the numbers of notes and points that an extractor gave first back in front of their text.

Extractors that go by columns emit the numbers at the edge of a page first, and what they number behind them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import groupby

from engross.grammars.language import Language
from engross.grammars.numbering import match_marker
from engross.readers.lines.layout_habits import END_MARKS
from engross.readers.lines.lead_words import find_lead_words
from engross.readers.lines.lines import NOTE_RULE, TEXT_LINE, Line
from engross.readers.lines.note_blocks import read_bare_number, read_leading_number
from engross.readers.lines.paragraph_numbers import is_bare_marker

NOTE_NUMBER_INDENT = 4  # characters: a note's number is indented no deeper


def reattach_numbers(lines: list[Line], lang: Language) -> list[Line]:
    """Return lines with the numbers that stand before the text of their page where they belong; furniture stays."""
    ruled = any(line.kind == NOTE_RULE for line in lines)
    out = list(lines)
    for _, page in groupby(range(len(lines)), key=lambda n: lines[n].page):
        places = [n for n in page if lines[n].kind == TEXT_LINE and lines[n].calls is None]
        texts = _reattach_point_markers([lines[n] for n in places])
        for n, line in zip(places, texts if ruled else _reattach_note_numbers(texts, lang), strict=True):
            out[n] = line
    return out


def _reattach_note_numbers(texts: list[Line], lang: Language) -> list[Line]:
    """Move note numbers that stand before the last paragraphs of a page behind these, to the notes."""
    out = list(texts)
    for start, end in _find_number_runs(texts):
        after = texts[end] if end < len(texts) else None
        high = texts[start].indent > NOTE_NUMBER_INDENT  # a call over its line, in a layout
        if after is None or high or not (after.gap or after.after_furniture) or not _is_paragraph_start(after, lang):
            continue
        due = str(read_bare_number(texts[end - 1].text) + 1)
        stop = next((n for n in range(end, len(texts)) if read_leading_number(texts[n].text)[0] == due), len(texts))
        words_start = _find_note_words_start(texts, end, stop, lang)
        if words_start is not None and stop - words_start >= end - start:
            number_lines = [replace(texts[start], gap=texts[words_start].gap), *texts[start + 1 : end]]
            moved = [*texts[end:words_start], *number_lines, replace(texts[words_start], gap=0)]
            out[start : words_start + 1] = [replace(moved[0], gap=texts[start].gap, top=texts[start].top), *moved[1:]]
    return out


def _find_number_runs(texts: list[Line]) -> Iterator[tuple[int, int]]:
    """Yield the ranges (start, end) of lines that are only numbers, counting up by one."""
    n = 0
    while n < len(texts):
        end = n
        while (
            end < len(texts)
            and (number := read_bare_number(texts[end].text))
            and number == read_bare_number(texts[n].text) + end - n
        ):
            end += 1
        if end > n:
            yield n, end
        n = max(end, n + 1)


def _is_paragraph_start(line: Line, lang: Language) -> bool:
    marker = match_marker(line.text)
    return bool(find_lead_words(line.text, lang)) or (
        marker is not None and marker.lastgroup not in ("star", "section")
    )


def _find_note_words_start(texts: list[Line], start: int, stop: int, lang: Language) -> int | None:
    """Return the index of the last line up to ``stop`` that a gap sets off: the words of notes begin there.

    None if no gap stands behind ``start``, if a paragraph begins there, or if a bare marker stands on the line before.
    """
    first = next((n for n in range(stop - 1, start, -1) if texts[n].gap), None)
    if first is None or _is_paragraph_start(texts[first], lang) or is_bare_marker(texts[first - 1]):
        return None
    return first


def _reattach_point_markers(texts: list[Line]) -> list[Line]:
    """Put each of several markers of points that stand together before the words of its point, on one page."""
    out: list[Line] = []
    n = 0
    while n < len(texts):
        end = n
        while end < len(texts) and is_bare_marker(texts[end]):
            end += 1
        if end - n > 1:
            stop = next((m for m in range(end, len(texts)) if match_marker(texts[m].text)), len(texts))
            out += _deal_out_markers(texts[n:end], texts[end:stop], out[-1] if out else None)
            n = stop
        else:
            out.append(texts[n])
            n += 1
    return out


def _deal_out_markers(markers: list[Line], words: list[Line], before: Line | None) -> list[Line]:
    """Put a marker before each paragraph of ``words``; a first one that continues the line before goes ahead of them.

    Markers stay in front of all words if there are fewer paragraphs than markers.
    """
    groups: list[list[Line]] = []
    for line in words:
        if groups and (not line.gap or not groups[-1][-1].text.endswith(END_MARKS)):
            groups[-1].append(line)
        else:
            groups.append([line])
    continuation: list[Line] = []
    is_left_open = before is not None and not before.text.endswith(END_MARKS)
    is_outdented = bool(groups) and not groups[0][0].indent and all(group[0].indent for group in groups[1:])
    if len(groups) == len(markers) + 1 and (is_left_open or is_outdented):
        continuation = groups.pop(0)
    if len(groups) < len(markers):
        return [*markers, *words]
    dealt = [line for marker, group in zip(markers, groups, strict=False) for line in (marker, *group)]
    return [*continuation, *dealt, *(line for group in groups[len(markers) :] for line in group)]
