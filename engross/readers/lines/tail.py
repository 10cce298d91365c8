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
from engross.readers.lines.lead_words import find_lead_words
from engross.readers.lines.lines import Line


@dataclass(frozen=True, slots=True)
class PartBounds:
    """The text lines of the main text, of the closing, and of each annex, as ranges of indices."""

    main: range
    closing: range
    annexes: tuple[range, ...]
    adoption: range = range(0)  # the lines of the closing that are one: the line that says how the text was adopted


def find_part_bounds(texts: list[Line], part: range, lang: Language) -> PartBounds:
    """Return where main text, closing and annexes of a part stand; without closing lines all is main text.

    ``part``: its lines among ``texts``.
    """
    part_lines = [texts[n] for n in part]
    adoption = find_adoption_line(part_lines, lang)
    start = adoption.start if adoption else _find_closing_start(part_lines, lang)
    end = adoption.stop if adoption else start
    while end < len(part_lines) and is_closing_line(part_lines[end], lang, after=end > start):
        end += 1
    pattern = re.compile(lang.words["reading"]["annex"])
    heads = [n for n in range(end, len(part_lines)) if not part_lines[n].spot and pattern.fullmatch(part_lines[n].text)]
    if end < len(part_lines) and (not heads or heads[0] > end):
        heads.insert(0, end)
    annexes = tuple(part[a:b] for a, b in pairwise([*heads, len(part_lines)]))
    return PartBounds(part[:start], part[start:end], annexes, part[start : adoption.stop] if adoption else part[:0])


def find_adoption_line(lines: Sequence[Line], lang: Language) -> range | None:
    """Return the lines under a text that say how it was adopted, the first such; None for none.

    They stand behind a sentence that has ended, or behind white space; no operative paragraph follows but in annexes.
    """
    annex = re.compile(lang.words["reading"]["annex"])
    end = next((n for n, line in enumerate(lines) if annex.fullmatch(line.text)), len(lines))
    first = max((n for n in range(end) if _is_operative(lines[n], lang)), default=0) + 1
    texts, gaps = [line.text for line in lines], [line.gap for line in lines]
    for n in range(first, len(lines)):
        is_parted = lines[n].gap > 0 or lines[n].begins or SENTENCE_STOP.search(lines[n - 1].text)
        if not is_parted or lines[n].spot:
            continue
        if count := count_adoption_lines(texts[n : n + MOST_LINES], gaps[n : n + MOST_LINES], lang):
            return range(n, n + count)
    return None


def _is_operative(line: Line, lang: Language) -> bool:
    """Return whether a line begins with a number and lead words."""
    marker = match_marker(line.text) if has_paragraph_number(line) else None
    return marker is not None and bool(find_lead_words(line.text[marker.end() :].lstrip(), lang))


def _find_closing_start(texts: list[Line], lang: Language) -> int:
    """Return the index of the first of two closing lines that stand together, or of a single one at the very end.

    The number of lines if there is neither.
    """
    for n, line in enumerate(texts):
        if is_closing_line(line, lang, after=False):
            last = n + 1 == len(texts)
            if (
                last
                or is_closing_line(texts[n + 1], lang, after=True)
                or is_closing_line(texts[n - 1], lang, after=False)
            ):
                return n
    return len(texts)


def is_closing_line(line: Line, lang: Language, after: bool) -> bool:
    """Return whether a line is only a date or a meeting; ``after`` another closing line also a vote in brackets."""
    if line.spot:
        return False
    if after and line.text.startswith("[") and line.text.endswith("]"):
        return True
    return read_closing_line(line.text, lang) != NO_FACTS
