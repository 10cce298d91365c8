"""What extractors make of text that runs from right to left, each in its manner, undone: lines as they are read.

Text comes word by word as it stands on the page (``_reorder_words``), letter by letter (``read_out``), with all that
runs from left to right turned (``_reorder_latin_and_numbers``), or with the pieces that numbers and gaps part in the
order in which they
stand from left to right (``_reorder_pieces``). Which it is shows in the whole text, not in one line.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

from engross.grammars.language import language_codes, load_language
from engross.readers.lines.logical_order import (
    DIRECTION_MARK,
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
_LATIN_OR_NUMBER_RUN = re.compile(rf"[A-Za-zÀ-ɏ]+|{_JOINING_MARK}*\d+(?:{_JOINING_MARK}+\d+)*{_JOINING_MARK}*|.")
_LATIN_REGION = re.compile(
    rf"(?!\d+\s[(])[(\[]?(?:[A-Za-zÀ-ɏ\d]|{_JOINING_MARK}(?=[A-Za-zÀ-ɏ\d]))"
    rf"(?:[A-Za-zÀ-ɏ\d \u00a0()&'’”“]|{_JOINING_MARK})*"
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
    """A text with each of its lines as it is read; one that does not run from right to left as it is."""
    if not is_rtl(text):
        return text
    undo = _choose_line_reordering(text)
    if not undo:
        return text
    lines = re.split(r"(\r\n|\r|\n|\f|\v)", text)
    return "".join(undo(line) if n % 2 == 0 and line else line for n, line in enumerate(lines))


def _choose_line_reordering(text: str) -> Callable[[str], str] | None:
    """How lines of this text are put right; None where they need nothing, or say themselves how they run."""
    if DIRECTION_MARK.search(text):
        chunks = MARKED_CHUNK.findall(text)
        return _reorder_words if 10 * sum(" " in chunk for chunk in chunks) < len(chunks) else None
    bare = replace_presentation_forms(text)
    if len(REVERSED_ARTICLE.findall(bare)) > len(ARABIC_ARTICLE.findall(bare)):
        return _reorder_letters
    if len(REVERSED_SYMBOL.findall(text)) > len(DOCUMENT_SYMBOL.findall(text)):
        return _reorder_latin_and_numbers
    turned = len(REVERSED_OPENING_BRACKET.findall(text)) > len(OPENING_BRACKET.findall(text))
    return _reorder_pieces if turned or len(CLINGING_NUMBER.findall(text)) > text.count("\n") / 20 else None


def _reorder_letters(line: str) -> str:
    """A line of letters as they stand from left to right."""
    return restore_logical_line(line) if RTL_LETTER.search(line) else REVERSED_DASHED_NUMBER.sub(r"\1 -", line)


def _reorder_words(line: str) -> str:
    """A line of words as they stand from left to right, each marked as running from right to left."""
    if not RTL_LETTER.search(line):
        return REVERSED_DASHED_NUMBER.sub(r"\1 -", re.sub("[\u202a-\u202c]", "", line))
    pieces = [[piece] if n % 2 else _split_signs(piece) for n, piece in enumerate(MARKED_CHUNK.split(line))]
    return orient_brackets(
        replace_presentation_forms("".join(sign for piece in reversed(pieces) for sign in reversed(piece)))
    )


def _split_signs(text: str) -> list[str]:
    """What stands between words: numbers and Latin words whole, all else sign by sign."""
    return [found[0] for found in re.finditer(rf"{LTR_RUN.pattern}|.", text)]


def _reorder_latin_and_numbers(line: str) -> str:
    """A line whose Latin words and numbers stand in the order of letters that run from right to left."""
    if RTL_LETTER.search(line):
        if numbered := NOTE_NUMBER_AT_RIGHT.fullmatch(line.strip()):
            return f"({numbered[2]}) {_reorder_latin_and_numbers(numbered[1])}"
        line = line.translate(SWAPPED_QUOTES)
    said = _LATIN_REGION.sub(lambda region: _reverse_latin_region(region[0]), line)
    if not RTL_LETTER.search(said):
        return said
    said = STOP_BEFORE_NUMBER.sub(lambda m: f"{m[3]}{m[2]}{m[1]}", said)
    said = re.sub(r"([\u0621-\u064a])([،؛.:]?)(\d+)([-+])(?!\d)", r"\1\4\3\2", said)
    said = re.sub(r"(?<![\w/])/(\d+)(?=[\u0621-\u064a])", r"\1/", said)
    said = NUMBER_RANGE.sub(r"\2-\1", said)
    return orient_brackets(_reorder_around_calls(said))


def _reverse_latin_region(region: str) -> str:
    """Latin words with all that stands among them, in their own order; numbers alone stand so already."""
    if not re.search("[A-Za-zÀ-ɏ]", region):
        return region
    bare = region.rstrip()
    end = re.search(r"[.,]?$", bare) if re.search(r"[A-Za-zÀ-ɏ][.,]$", bare) else None
    stop = bare[end.start() :] if end else ""
    words = bare[: end.start()] if end else bare
    return _pair_brackets("".join(reversed(_LATIN_OR_NUMBER_RUN.findall(words)))) + stop + region[len(bare) :]


def _pair_brackets(words: str) -> str:
    """Latin words with their brackets in pairs, however these were turned; an odd one belongs to what is around."""
    if sum(words.count(sign) for sign in "()") % 2:
        return words
    pieces = re.split(r"\s*[()]\s*", words)
    said = "".join(f"{' (' if n % 2 else ') '}{piece}" if n else piece for n, piece in enumerate(pieces))
    return said.replace(") /", ")/").strip()


def _reorder_around_calls(line: str) -> str:
    """A line whose pieces, which raised calls part, stand from left to right: the last of them is read first."""
    calls = [int(call.strip("()")) for call in re.findall(BRACKETED_CALL, line)]
    if calls != sorted(calls):  # they count from right to left
        pieces = re.split(rf"({BRACKETED_CALL})", line)
        return "".join(piece.strip() if n % 2 else piece for n, piece in enumerate(reversed(pieces)))
    found = PARTS_AROUND_CALLS.fullmatch(line)
    if not found:
        return line
    return f"{found['before'].strip()}{found['calls'].strip()}{found['after']}"


def _reorder_pieces(line: str) -> str:
    """A line whose pieces stand from left to right within each run of text, that calls and symbols part."""
    if not RTL_LETTER.search(line):
        return line
    if head := CUT_RUNNING_HEAD.fullmatch(line):
        return f"{head[1] or ''} {_reorder_pieces(head[2])} … {head[3] or ''}".strip()
    line = REVERSED_MARKER.sub(r"\1 - ", line)
    start = re.match(r"\s*", line)
    begun = start.end() if start else 0
    if marker := DASHED_MARKER.match(line, begun):
        begun = marker.end()
    preamble = any(re.match(pattern, line[begun:]) for pattern in _rtl_preamble_patterns())
    begun += len(_find_lead_words(line[begun:])) if marker or preamble else 0
    rest = CALL_OR_SYMBOL.split(line[begun:])
    return orient_brackets(line[:begun] + "".join(p if n % 2 else _reorder_run(p) for n, p in enumerate(rest)))


def _reorder_run(text: str) -> str:
    """A run of text with its pieces in the order in which they are read."""
    edge = text.strip()
    if ended := LEADING_STOP.fullmatch(edge):
        text = edge = f"{ended[2]}{ended[1]}"
    pieces = [piece for piece in PIECE_SEAM.split(edge) if piece]
    if len(pieces) < 2 or not RTL_LETTER.search(text):
        return text
    said = (
        _reverse_number_piece(piece) if PIECE_SEAM.fullmatch(piece) else piece.strip() for piece in reversed(pieces)
    )
    return f" {' '.join(said)} "


def _reverse_number_piece(piece: str) -> str:
    """A number with the marks about it, a range of two, each read from right to left."""
    return "".join(reversed(re.findall(r"\d+(?:[./:,]\d+)*|.", piece)))


def _find_lead_words(text: str) -> str:
    """The lead words that a line begins with, however what follows clings to them."""
    return max((words for words in _rtl_lead_words() if text.startswith(words)), key=len, default="")


@cache
def _rtl_lead_words() -> tuple[str, ...]:
    """The lead words of the languages that run from right to left."""
    return tuple(word for words in _iter_rtl_lead_rules() for word in words["words"])


@cache
def _rtl_preamble_patterns() -> tuple[str, ...]:
    """What a preambular paragraph begins with in these languages."""
    return tuple(words["begins"] for words in _iter_rtl_lead_rules())


def _iter_rtl_lead_rules() -> Iterator[dict[str, Any]]:
    for code in language_codes():
        words = load_language(code).words
        if words["language"]["direction"] == "rtl":
            yield words["lead"]


LINE_REORDERINGS = (_reorder_letters, _reorder_words, _reorder_latin_and_numbers, _reorder_pieces)
