"""Find where a text ends: its closing lines, and the annexes that follow them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from engross.grammars.language import Language
from engross.grammars.numbering import match_marker
from engross.readers.common.adoption_line import MOST_LINES, SENTENCE_STOP, count_adoption_lines
from engross.readers.common.closing_line import NO_FACTS, read_closing_line
from engross.readers.lines.layout_habits import has_paragraph_number
from engross.readers.lines.lead_words import has_clause_words
from engross.readers.lines.lines import Line
from engross.readers.lines.votes import find_vote


@dataclass(frozen=True, slots=True)
class PartBounds:
    """The text lines of the main text, of the closing, and of each annex, as ranges of indices.

    ``adoption``: the lines of the closing that are one, the line that says how the text was adopted. ``vote``: those
    that say by which votes.
    """

    main: range
    closing: range
    annexes: tuple[range, ...]
    adoption: range = range(0)
    vote: range = range(0)


def find_part_bounds(texts: list[Line], part: range, lang: Language) -> PartBounds:
    """Return where main text, closing and annexes of a part stand; without closing lines all is main text.

    ``part``: its lines among ``texts``. An annex may follow a text without closing lines too.
    """
    part_lines = [texts[n] for n in part]
    adoption = find_adoption_line(part_lines, lang) or range(0)
    start = adoption.start if adoption else _find_closing_start(part_lines, lang)
    vote, end = range(0), adoption.stop if adoption else start
    while end < len(part_lines):
        if not vote and (vote := find_vote(part_lines, end, lang)):
            end = vote.stop
        elif is_closing_line(part_lines[end], lang, after=end > start):
            end += 1
        else:
            break
    heads = _list_annex_heads(part_lines, end, lang)
    if end == len(part_lines) and not adoption and not vote and end - start <= 1:  # a lone day may be the annex's
        heads = [n for n in _list_annex_heads(part_lines, 1, lang) if _is_parted(part_lines, n)]
        start, end = (heads[0], heads[0]) if heads else (start, end)
    if end < len(part_lines) and (not heads or heads[0] > end):
        heads.insert(0, end)
    annexes = tuple(part[a:b] for a, b in pairwise([*heads, len(part_lines)]))
    return PartBounds(
        part[:start], part[start:end], annexes, part[adoption.start : adoption.stop], part[vote.start : vote.stop]
    )


def is_annex_head(text: str, lang: Language) -> bool:
    """Return whether a line is the head of an annex and no more; it may be in capitals."""
    return re.fullmatch(lang.words["reading"]["annex"], text, re.IGNORECASE if text.isupper() else 0) is not None


def _list_annex_heads(lines: Sequence[Line], start: int, lang: Language) -> list[int]:
    """Return the indices, from ``start`` on, of the lines that are heads of annexes."""
    return [n for n in range(start, len(lines)) if not lines[n].spot and is_annex_head(lines[n].text, lang)]


def _is_parted(lines: Sequence[Line], n: int) -> bool:
    """Return whether a sentence has ended above a line, or white space is."""
    return bool(lines[n].gap > 0 or lines[n].begins or SENTENCE_STOP.search(lines[n - 1].text))


def find_adoption_line(lines: Sequence[Line], lang: Language) -> range | None:
    """Return the lines under a text that say how it was adopted, the first such; None for none.

    They stand behind a sentence that has ended, or behind white space; no operative paragraph follows but in annexes.
    """
    end = next((n for n, line in enumerate(lines) if is_annex_head(line.text, lang)), len(lines))
    texts, gaps = [line.text for line in lines], [line.gap for line in lines]
    for n in range(_find_last_operative(lines[:end], lang) + 1, len(lines)):
        if not _is_parted(lines, n) or lines[n].spot:
            continue
        if count := count_adoption_lines(texts[n : n + MOST_LINES], gaps[n : n + MOST_LINES], lang):
            return range(n, n + count)
    return None


def _find_last_operative(lines: Sequence[Line], lang: Language) -> int:
    """Return the index of the line that begins the last operative paragraph with a number; 0 for none."""
    return max((n for n, line in enumerate(lines) if _is_operative(line, lang)), default=0)


def _is_operative(line: Line, lang: Language) -> bool:
    """Return whether a line begins with a number and lead words."""
    marker = match_marker(line.text) if has_paragraph_number(line) else None
    return marker is not None and has_clause_words(line.text[marker.end() :].lstrip(), lang)


def _find_closing_start(texts: list[Line], lang: Language) -> int:
    """Return the index of the first of two closing lines that stand together, or of a single one at the very end.

    A vote is one too, at the end. The number of lines if there is none.
    """
    last_operative = _find_last_operative(texts, lang)
    for n, line in enumerate(texts):
        if is_closing_line(line, lang, after=False):
            last = n + 1 == len(texts)
            if (
                last
                or is_closing_line(texts[n + 1], lang, after=True)
                or is_closing_line(texts[n - 1], lang, after=False)
                or find_vote(texts, n + 1, lang)
            ):
                return n
        elif n > last_operative and _is_parted(texts, n) and _is_last(find_vote(texts, n, lang), texts, lang):
            return n
    return len(texts)


def _is_last(vote: range, lines: Sequence[Line], lang: Language) -> bool:
    """Return whether a vote stands at the end, or above closing lines or an annex."""
    if not vote or vote.stop == len(lines):
        return bool(vote)
    return is_closing_line(lines[vote.stop], lang, after=True) or is_annex_head(lines[vote.stop].text, lang)


def is_closing_line(line: Line, lang: Language, after: bool) -> bool:
    """Return whether a line is only a date or a meeting; ``after`` another closing line also a vote in brackets."""
    if line.spot:
        return False
    if after and line.text.startswith("[") and line.text.endswith("]"):
        return True
    return read_closing_line(line.text, lang) != NO_FACTS
