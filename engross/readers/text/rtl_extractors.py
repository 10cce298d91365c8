"""Undo what each extractor does to right-to-left text; return lines in logical order.

Text comes in visual order word by word (``_reorder_words``) or letter by letter (``_reorder_letters``), with all that
runs from left to right reversed (``_reorder_latin_and_numbers``), or with the pieces that numbers and gaps part in
visual order (``_reorder_pieces``). The whole text shows which it is, not one line.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

from engross.grammars.language import language_codes, load_language
from engross.readers.lines.logical_order import (
    DIRECTION_MARK,
    LATIN_LETTERS,
    LTR_RUN,
    RTL_LETTER,
    is_rtl,
    orient_brackets,
    replace_presentation_forms,
    restore_logical_line,
)

MARKED_CHUNK = re.compile("\u202b([^\u202a-\u202c]*)\u202c")
ARABIC_ARTICLE, REVERSED_ARTICLE = re.compile(r"\bال\w"), re.compile(r"\wلا\b")
DOCUMENT_SYMBOL = re.compile(r"(?<![\w/])[A-Z]{1,5}/(?:[A-Z]{1,5}[./])*\d")
REVERSED_SYMBOL = re.compile(r"(?<![\w/.])[./]?\d[\d./]*[A-Z]{1,5}(?![\w.])")
OPENING_BRACKET, REVERSED_OPENING_BRACKET = (
    re.compile(rf"(?:^|\s)[{sign}](?=[\u0621-\u064a])", re.MULTILINE) for sign in "()"
)
CLINGING_NUMBER = re.compile(r"[\u0621-\u064a]\d+(?:  |$)", re.MULTILINE)

_JOINING_MARK = r"[./:,\-‐‑–]"
_LATIN_OR_NUMBER_RUN = re.compile(rf"[{LATIN_LETTERS}]+|{_JOINING_MARK}*\d+(?:{_JOINING_MARK}+\d+)*{_JOINING_MARK}*|.")
_LATIN_REGION = re.compile(
    rf"(?!\d+\s[(])[(\[]?(?:[{LATIN_LETTERS}\d]|{_JOINING_MARK}(?=[{LATIN_LETTERS}\d]))"
    rf"(?:[{LATIN_LETTERS}\d \u00a0()&'’”“]|{_JOINING_MARK})*"
)
STOP_BEFORE_NUMBER = re.compile(r"(?:(?<!\S)|(?<=\sو))([،؛.:]+)([-–]?\d[\d/–-]*\d|\d)(?![\d/])(-?)(?=\s|$)")
SWAPPED_QUOTES = str.maketrans("“”", "”“")
BRACKETED_CALL = r"[(]\d{1,3}[)]"
PARTS_AROUND_CALLS = re.compile(
    rf"(?P<after>(?:(?!{BRACKETED_CALL}).)*?)(?P<calls>\s?{BRACKETED_CALL}(?:.*{BRACKETED_CALL})?)(?P<before>(?:(?!{BRACKETED_CALL}).)*)"
)
NOTE_NUMBER_AT_RIGHT = re.compile(r"(.*\S)\s?[()]\s?(\d{1,3})[()]")  # a note whose number stands at its right
NUMBER_RANGE = re.compile(r"(?<![\w/-])(\d+)-(\d+)(?![\w/-])")
_SYMBOL_OR_NUMBER = r"[A-Z]+/(?:[\w/()-]|(?<=[A-Za-z])[.](?=\d))+|(?<![\d/])\d+/\d+(?![\d/])"
CALL_OR_SYMBOL = re.compile(rf"(\s?{BRACKETED_CALL}\s?|\s?(?<![A-Za-z0-9/])(?:{_SYMBOL_OR_NUMBER})\s*)")
LEADING_STOP = re.compile(r"([.؛])(?=[،\u0621-\u064a])(.*\S)")
PIECE_SEAM = re.compile(r"((?:^[.,;:]+)?\d[ -@]*|\u00a0)| {2,}")
REVERSED_DASHED_NUMBER = re.compile(r"^\s*[-–]\s?(\d{1,3})\s*$")
CUT_RUNNING_HEAD = re.compile(
    r"\s*([A-Z]+/[^\s…]*)?\s*…\s*(.*?\S)\s*(?<!\S)([A-Z]+/\S*)?\s*"
)  # a running head, its end cut off
REVERSED_MARKER = re.compile(r"^\s*[-–]\s?(\d{1,3})\s*(?=[\u0621-\u064a])")
DASHED_MARKER = re.compile(r"\d{1,3} - ")


def restore_logical_text(text: str) -> str:
    """Return a text with each of its lines in logical order; one that does not run from right to left as it is."""
    if not is_rtl(text):
        return text
    reorder = _choose_line_reordering(text)
    if not reorder:
        return text
    lines = re.split(r"(\r\n|\r|\n|\f|\v)", text)
    return "".join(reorder(line) if n % 2 == 0 and line else line for n, line in enumerate(lines))


def _choose_line_reordering(text: str) -> Callable[[str], str] | None:
    """Return what puts the lines of this text in logical order; None if they need nothing, or mark their direction."""
    if DIRECTION_MARK.search(text):
        chunks = MARKED_CHUNK.findall(text)
        return _reorder_words if 10 * sum(" " in chunk for chunk in chunks) < len(chunks) else None
    bare = replace_presentation_forms(text)
    if len(REVERSED_ARTICLE.findall(bare)) > len(ARABIC_ARTICLE.findall(bare)):
        return _reorder_letters
    if len(REVERSED_SYMBOL.findall(text)) > len(DOCUMENT_SYMBOL.findall(text)):
        return _reorder_latin_and_numbers
    mirrored = len(REVERSED_OPENING_BRACKET.findall(text)) > len(OPENING_BRACKET.findall(text))
    return _reorder_pieces if mirrored or len(CLINGING_NUMBER.findall(text)) > text.count("\n") / 20 else None


def _reorder_letters(line: str) -> str:
    """Reorder a line whose letters are in visual order."""
    return restore_logical_line(line) if RTL_LETTER.search(line) else REVERSED_DASHED_NUMBER.sub(r"\1 -", line)


def _reorder_words(line: str) -> str:
    """Reorder a line whose words are in visual order, each marked as running from right to left."""
    if not RTL_LETTER.search(line):
        return REVERSED_DASHED_NUMBER.sub(r"\1 -", re.sub("[\u202a-\u202c]", "", line))
    pieces = [[piece] if n % 2 else _split_signs(piece) for n, piece in enumerate(MARKED_CHUNK.split(line))]
    return orient_brackets(
        replace_presentation_forms("".join(sign for piece in reversed(pieces) for sign in reversed(piece)))
    )


def _split_signs(text: str) -> list[str]:
    """Split what stands between words: numbers and Latin words whole, all else sign by sign."""
    return [match[0] for match in re.finditer(rf"{LTR_RUN.pattern}|.", text)]


def _reorder_latin_and_numbers(line: str) -> str:
    """Reorder a line whose Latin words and numbers stand in the order of right-to-left letters."""
    if RTL_LETTER.search(line):
        if note := NOTE_NUMBER_AT_RIGHT.fullmatch(line.strip()):
            return f"({note[2]}) {_reorder_latin_and_numbers(note[1])}"
        line = line.translate(SWAPPED_QUOTES)
    reordered = _LATIN_REGION.sub(lambda region: _reverse_latin_region(region[0]), line)
    if not RTL_LETTER.search(reordered):
        return reordered
    reordered = STOP_BEFORE_NUMBER.sub(lambda m: f"{m[3]}{m[2]}{m[1]}", reordered)
    reordered = re.sub(r"([\u0621-\u064a])([،؛.:]?)(\d+)([-+])(?!\d)", r"\1\4\3\2", reordered)
    reordered = re.sub(r"(?<![\w/])/(\d+)(?=[\u0621-\u064a])", r"\1/", reordered)
    reordered = NUMBER_RANGE.sub(r"\2-\1", reordered)
    return orient_brackets(_reorder_around_calls(reordered))


def _reverse_latin_region(region: str) -> str:
    """Reverse Latin words with all that stands among them; numbers alone stand in their order already."""
    if not re.search(f"[{LATIN_LETTERS}]", region):
        return region
    bare = region.rstrip()
    end = re.search(r"[.,]?$", bare) if re.search(rf"[{LATIN_LETTERS}][.,]$", bare) else None
    stop = bare[end.start() :] if end else ""
    words = bare[: end.start()] if end else bare
    return _pair_brackets("".join(reversed(_LATIN_OR_NUMBER_RUN.findall(words)))) + stop + region[len(bare) :]


def _pair_brackets(words: str) -> str:
    """Pair the brackets of Latin words, however these were turned; an odd one belongs to the words around."""
    if sum(words.count(sign) for sign in "()") % 2:
        return words
    pieces = re.split(r"\s*[()]\s*", words)
    paired = "".join(f"{' (' if n % 2 else ') '}{piece}" if n else piece for n, piece in enumerate(pieces))
    return paired.replace(") /", ")/").strip()


def _reorder_around_calls(line: str) -> str:
    """Reorder a line whose pieces, which raised calls part, stand from left to right: the last is read first."""
    calls = [int(call.strip("()")) for call in re.findall(BRACKETED_CALL, line)]
    if calls != sorted(calls):  # they count from right to left
        pieces = re.split(rf"({BRACKETED_CALL})", line)
        return "".join(piece.strip() if n % 2 else piece for n, piece in enumerate(reversed(pieces)))
    match = PARTS_AROUND_CALLS.fullmatch(line)
    if not match:
        return line
    return f"{match['before'].strip()}{match['calls'].strip()}{match['after']}"


def _reorder_pieces(line: str) -> str:
    """Reorder a line whose pieces stand from left to right within each run of text between calls and symbols."""
    if not RTL_LETTER.search(line):
        return line
    if head := CUT_RUNNING_HEAD.fullmatch(line):
        return f"{head[1] or ''} {_reorder_pieces(head[2])} … {head[3] or ''}".strip()
    line = REVERSED_MARKER.sub(r"\1 - ", line)
    start = re.match(r"\s*", line)
    begin = start.end() if start else 0
    if marker := DASHED_MARKER.match(line, begin):
        begin = marker.end()
    preamble = any(re.match(pattern, line[begin:]) for pattern in _rtl_preamble_patterns())
    begin += len(_find_lead_words(line[begin:])) if marker or preamble else 0
    runs = CALL_OR_SYMBOL.split(line[begin:])
    return orient_brackets(line[:begin] + "".join(p if n % 2 else _reorder_run(p) for n, p in enumerate(runs)))


def _reorder_run(text: str) -> str:
    """Reorder the pieces of a run of text as they are read."""
    edge = text.strip()
    if stop_first := LEADING_STOP.fullmatch(edge):
        text = edge = f"{stop_first[2]}{stop_first[1]}"
    pieces = [piece for piece in PIECE_SEAM.split(edge) if piece]
    if len(pieces) < 2 or not RTL_LETTER.search(text):
        return text
    reordered = (
        _reverse_number_piece(piece) if PIECE_SEAM.fullmatch(piece) else piece.strip() for piece in reversed(pieces)
    )
    return f" {' '.join(reordered)} "


def _reverse_number_piece(piece: str) -> str:
    """Reverse a number with the marks about it, or a range of two, whose parts were set from right to left."""
    return "".join(reversed(re.findall(r"\d+(?:[./:,]\d+)*|.", piece)))


def _find_lead_words(text: str) -> str:
    """Return the longest lead words that a line begins with, even if what follows clings to them; "" for none."""
    return max((words for words in _rtl_lead_words() if text.startswith(words)), key=len, default="")


@cache
def _rtl_lead_words() -> tuple[str, ...]:
    """Return the lead words of the languages that run from right to left."""
    return tuple(word for words in _iter_rtl_lead_rules() for word in words["words"])


@cache
def _rtl_preamble_patterns() -> tuple[str, ...]:
    """Return the patterns of what preambular paragraphs begin with in these languages."""
    return tuple(words["begins"] for words in _iter_rtl_lead_rules())


def _iter_rtl_lead_rules() -> Iterator[dict[str, Any]]:
    for code in language_codes():
        words = load_language(code).words
        if words["language"]["direction"] == "rtl":
            yield words["lead"]


LINE_REORDERINGS = (_reorder_letters, _reorder_words, _reorder_latin_and_numbers, _reorder_pieces)
