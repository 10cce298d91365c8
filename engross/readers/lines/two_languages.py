"""Part a text that stands in two languages: side by side in columns, as a scan's layout has it, or in turn.

Old resolutions were printed in English and French beside each other. Extractors that keep the layout give both on one
line, others a line of each in turn, or one text behind the other. The enacting words show it. One language is read; the
lines of the others are moved behind the text, where the ledger accounts for them.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from engross.grammars.enacting import are_enacting_words
from engross.grammars.language import language_codes, load_language
from engross.readers.lines.lines import OTHER_LANGUAGE, TEXT_LINE, Line
from engross.readers.lines.seeming_language import SCRIPT_LETTERS
from engross.readers.lines.wordlist import count_occurrences

COLUMN_GAP = re.compile(r" {2,}")  # between two columns
# What may be an organ's name: up to a comma, a gap, or the line's end.
ORGAN_NAME = re.compile(r"[^\W\d_a-z][^,，،;:.]{1,80}?(?=\s*[,，،]|  |\s*$)")
WORD = re.compile(r"[^\W\d_]{2,}")
NEAR_COLUMN = 15  # characters by which a line of the right column may begin before or behind its enacting words
LEAST_SHARE = 0.25  # of the lines that each of two languages has where they stand in turn
LEAST_COLUMN_LINES = 5  # lines that two columns have, at least


@dataclass(frozen=True, slots=True)
class SeparatedLanguages:
    """The lines of one language, then those left out; the codes of both, and the first line left out."""

    lines: list[Line]
    kept: str
    left_out: str
    count: int
    first: Line


@dataclass(frozen=True, slots=True)
class _EnactingWords:
    """Enacting words among lines: the language, the index of the line, where they begin on it."""

    code: str
    line: int
    start: int


def separate_languages(lines: list[Line], asked: str) -> SeparatedLanguages | None:
    """Return the lines of one of two languages, apart from the other's; None for a text in one, or with a layout.

    ``asked``: the code of the language to be read; "": the first is. A text that does not stand in it is left as it is.
    """
    if any(line.calls is not None for line in lines):
        return None
    enacting = list(_find_enacting_words(lines))
    codes = list(dict.fromkeys(words.code for words in enacting))[:2]
    kept = asked or codes[0] if codes else ""
    if len(codes) < 2 or kept not in codes:
        return None
    column = _find_right_column(lines, enacting)
    parted = _part_columns(lines, codes, column, kept) if column else _part_lines(lines, codes)
    own, others = ([line for code, line in parted if (code == kept) is is_own] for is_own in (True, False))
    if not own or not others:
        return None
    other = next(code for code in codes if code != kept)
    moved = [replace(line, kind=OTHER_LANGUAGE) if line.kind == TEXT_LINE else line for line in others]
    return SeparatedLanguages([*own, *moved], kept, other, len(moved), moved[0])


def _find_enacting_words(lines: list[Line]) -> Iterator[_EnactingWords]:
    """Yield the enacting words that lines begin with, or the columns on them."""
    languages = [load_language(code) for code in language_codes()]
    for n, line in enumerate(lines):
        starts = [0, *(gap.end() for gap in COLUMN_GAP.finditer(line.text))] if line.kind == TEXT_LINE else []
        for start in starts:
            match = ORGAN_NAME.match(line.text, start)
            code = next((lang.code for lang in languages if are_enacting_words(match[0], lang)), "") if match else ""
            if code:
                yield _EnactingWords(code, n, start)


def _find_right_column(lines: list[Line], enacting: list[_EnactingWords]) -> int:
    """Return the character at which the right column begins; 0 where no line has two languages side by side."""
    left = {words.line: words.code for words in enacting if words.start == 0}
    starts = (
        lines[words.line].indent + words.start for words in enacting if left.get(words.line, words.code) != words.code
    )
    column = next(starts, 0)
    count = sum(_find_gap(line, column) is not None for line in lines) if column else 0
    return column if count >= min(LEAST_COLUMN_LINES, len(lines) // 2) else 0


def _find_gap(line: Line, column: int) -> re.Match[str] | None:
    """Return the gap before the right column on a line, the nearest to where it begins; None for none near."""
    gaps = [(abs(line.indent + gap.end() - column), gap) for gap in COLUMN_GAP.finditer(line.text)]
    distance, nearest = min(gaps, key=lambda pair: pair[0], default=(NEAR_COLUMN + 1, None))
    return nearest if distance <= NEAR_COLUMN else None


def _part_columns(lines: list[Line], codes: list[str], column: int, kept: str) -> list[tuple[str, Line]]:
    """Return each half of the lines with its language.

    What stands above both columns, a symbol or a number, heads the text that is ``kept``; below, a line over both
    columns is of the language of its words.
    """
    first = next((n for n, line in enumerate(lines) if _find_gap(line, column)), 0)
    halves = [half for line in lines[first:] for half in _part_line(line, codes, column)]
    edge = min((line.indent for code, line in halves if code == codes[1]), default=0)
    levelled = [(code, replace(line, indent=line.indent - edge * (code == codes[1]))) for code, line in halves]
    return [*((kept, line) for line in lines[:first]), *_count_gaps_of_rows(levelled)]


def _part_line(line: Line, codes: list[str], column: int) -> Iterator[tuple[str, Line]]:
    """Yield the halves of a line with their languages, or the whole of one that stands in one column or over both."""
    left, right = codes
    if gap := _find_gap(line, column):
        at = gap.end()
        yield left, replace(line, text=line.text[: gap.start()])
        yield right, replace(line, text=line.text[at:], indent=line.indent + at, column=line.column + at + 1)
    elif line.indent > column - NEAR_COLUMN:
        yield right, line
    else:
        is_left = line.indent + len(line.text) <= column
        yield left if is_left else _guess_language(line.text, codes) or left, line


def _count_gaps_of_rows(halves: list[tuple[str, Line]]) -> Iterator[tuple[str, Line]]:
    """Yield halves of lines with the blank lines before them in their own column."""
    last: dict[str, int] = {}
    for code, line in halves:
        gap = line.number - last[code] - 1 if code in last else line.gap
        last[code] = line.number
        yield code, replace(line, gap=max(0, gap))


def _part_lines(lines: list[Line], codes: list[str]) -> list[tuple[str, Line]]:
    """Return lines that stand in turn with their languages; none if one language has hardly any.

    A line whose words show no language, a symbol or a number, is of the language of the line before.
    """
    guessed = [_guess_language(line.text, codes) for line in lines]
    counts = Counter(guessed)
    if min(counts[code] for code in codes) < LEAST_SHARE * sum(counts[code] for code in codes):
        return []
    parted: list[tuple[str, Line]] = []
    gaps = dict.fromkeys(codes, 0)  # blank lines since the last line of a language
    last = codes[0]
    for code, line in zip(guessed, lines, strict=True):
        last = code or last
        gaps = {name: gap + line.gap for name, gap in gaps.items()}
        parted.append((last, replace(line, gap=gaps[last])))
        gaps[last] = 0
    return parted


def _guess_language(text: str, codes: Iterable[str]) -> str:
    """Return the one of some languages whose words a line has: by its script, or by how usual they are; "" for none."""
    scores = {code: _rate_language(text, code) for code in codes}
    best = max(scores, key=lambda code: scores[code])
    return best if list(scores.values()).count(scores[best]) == 1 else ""


def _rate_language(text: str, code: str) -> float:
    if code in SCRIPT_LETTERS:
        return 100.0 * len(re.findall(SCRIPT_LETTERS[code], text))
    lang = load_language(code)
    return sum(math.log1p(count_occurrences(word, lang)) for word in WORD.findall(text))
