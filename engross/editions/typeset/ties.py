"""Tie words that no line end parts: number and noun, day and month, 第 54 次, EE. UU., 2021–2022, a double month.

What is not parted is the language's data (``words/*.toml``, ``setting.unparted``): regular expressions. Within what
they match a space becomes a no-break space (clreq 3.1.5; Ortografía de la lengua española, 2010, III.3). Where a line
could end without one, behind a stroke, a dash or Han, stands a joiner: in e-books only behind a stroke, as joiners keep
words from being found.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from itertools import accumulate

from engross.editions.typeset.han_gaps import HAN_CLASS
from engross.editions.typeset.widths import width_in_em
from engross.grammars.language import Language, load_language
from engross.model.replace_items import replace_items
from engross.model.replace_texts import replace_texts, rewrite_masthead
from engross.model.text import INVISIBLE_CHARACTERS, remove_invisible
from engross.model.tree import Inline, Note, Resolution, Text, Where
from engross.model.walk import leaves_of, rewrite_blocks, rewrite_resolution

NO_BREAK_SPACE, JOINER = "\u00a0", "\u2060"
APART_MARK = "\uffff"  # stands for a call or a line break; no text has this character
RANGE = r"\d–\d"
MOST_IN_CELL = 14  # characters of a symbol that stands whole in a table: A/C.1/77/L.36
LONG_SYMBOL = 11.0  # em from which on a symbol may be longer than a column of the index
# Where the symbols of one document are joined; where a symbol may be parted otherwise, never before a number; and where
# a line could end in it.
SYMBOL_JOINT = re.compile(r"(?<=-)(?=[A-Z]+/)")
SYMBOL_STROKE = re.compile(r"(?<=/)(?=[A-Za-z])|(?<= )(?=\()")
SYMBOL_BREAK = re.compile(r"(?<=[./-])(?=\w)")
# What else large print keeps whole: symbols, and words with hyphens between them, that have room in a line.
WHOLE_SYMBOL = re.compile(r"(?<![\w/])[A-Z]+(?:/[\w.()-]{1,12}){1,4}(?!/)")
COMPOUND = re.compile(r"(?<![\w/-])(?=[\w-]{3,26}(?![\w-]))[^\W_]+(?:[-‑][^\W_]+)+")
MASTHEAD_FIELDS = ("issued", "session", "period", "agenda_item", "agenda_title", "adoption", "other")
# Between which two characters a joiner stands, in print and in e-books.
PRINT_JOINTS = re.compile(rf"[/–]\S|{HAN_CLASS}\S|\S{HAN_CLASS}")
LARGE_PRINT_JOINTS = re.compile(rf"{PRINT_JOINTS.pattern}|[-‑.]\S|\S[(]")
EBOOK_JOINTS = re.compile(r"/\S")


def tie_resolution(resolution: Resolution, language: Language, joints: re.Pattern[str] = PRINT_JOINTS) -> Resolution:
    """Return the resolution with the words of its runs and of its masthead tied; the folded text stays the same."""
    return _tie_matches(resolution, compile_unparted(language.code), joints)


def keep_whole(resolution: Resolution, language: Language) -> Resolution:
    """Return the resolution with whole dates, symbols and compounds of words tied too, for large print (UKAAF G003)."""
    dates = re.compile(language.words["reading"]["date"])
    return _tie_matches(resolution, (dates, WHOLE_SYMBOL, COMPOUND), LARGE_PRINT_JOINTS)


def _tie_matches(resolution: Resolution, patterns: tuple[re.Pattern[str], ...], joints: re.Pattern[str]) -> Resolution:
    """Return the resolution with all that the patterns match tied; ``joints``: where joiners may stand in it."""

    def tie_run(content: tuple[Inline, ...], _: Where) -> tuple[Inline, ...]:
        leaves = list(leaves_of(content))
        texts = [leaf.text if isinstance(leaf, Text) else APART_MARK for leaf in leaves]
        pieces = zip(leaves, put_ties(texts, _find_ties("".join(texts), patterns, joints)), strict=True)
        return replace_texts(content, (piece for leaf, piece in pieces if isinstance(leaf, Text)), tie_note)

    def tie_note(note: Note) -> tuple[Inline, ...]:
        return (replace_items(note, blocks=rewrite_blocks(note.blocks, tie_run)),)

    tied = rewrite_resolution(resolution, tie_run)

    def tie_line(line: str) -> str:
        return put_ties([line], _find_ties(line, patterns, joints))[0]

    return replace(tied, masthead=rewrite_masthead(tied.masthead, MASTHEAD_FIELDS, tie_line))


def tie_text(text: str, language: Language, joints: re.Pattern[str] = EBOOK_JOINTS) -> str:
    """Return a text with its words tied."""
    return tie_pieces([text], language, joints)[0]


def tie_pieces(pieces: list[str], language: Language, joints: re.Pattern[str] = PRINT_JOINTS) -> list[str]:
    """Return the pieces of a run with words tied; what is tied may stand in several."""
    return put_ties(pieces, _find_ties("".join(pieces), compile_unparted(language.code), joints))


def is_lengthy(symbol: str) -> bool:
    """Return whether a document symbol has more room than most in a table: it is parted there."""
    return len(symbol) > MOST_IN_CELL


def tie_symbols(text: str) -> str:
    """Return a line whose document symbols are not parted: that of a proponent, which has half a measure in columns."""
    return put_ties([text], _find_ties(text, (WHOLE_SYMBOL,), LARGE_PRINT_JOINTS))[0]


def put_ties(pieces: list[str], ties: set[tuple[int, str]]) -> list[str]:
    """Return the pieces of a text with a no-break space in the place of a character, or a joiner before it."""
    starts = list(accumulate(map(len, pieces), initial=0))[:-1]
    tied = list(pieces)
    for place, tie in sorted(ties, reverse=True):
        piece = bisect_right(starts, place) - 1
        at = place - starts[piece]
        tied[piece] = tied[piece][:at] + tie + tied[piece][at + (tie == NO_BREAK_SPACE) :]
    return tied


def tie_symbol(symbol: str, longest: float = LONG_SYMBOL) -> str:
    """Return a document symbol that is parted, if it is longer than a line, between two symbols or behind a stroke.

    So no number is parted, nor "Corr." or "Part" from its number. ``longest``: the line, in em.
    """
    if width_in_em(symbol) < longest:
        return symbol
    parts = (SYMBOL_JOINT if SYMBOL_JOINT.search(symbol) else SYMBOL_STROKE).split(symbol)
    tied = (SYMBOL_BREAK.sub(JOINER, part) for part in parts)
    return "".join(re.sub(r" (?=\S)", NO_BREAK_SPACE, part) for part in tied)


def _find_ties(text: str, patterns: tuple[re.Pattern[str], ...], joints: re.Pattern[str]) -> set[tuple[int, str]]:
    """Return the spaces that are to be no-break spaces, and the characters before which joiners are to stand."""
    bare = remove_invisible(text).replace(NO_BREAK_SPACE, " ")
    seen: Sequence[int] = range(len(text))
    if len(bare) < len(text):
        seen = [n for n, character in enumerate(text) if character not in INVISIBLE_CHARACTERS]
    matches = [match for pattern in patterns for match in pattern.finditer(bare)]
    inner = {n for match in matches for n in range(match.start() + 1, match.end())}
    spaces = {(seen[n], NO_BREAK_SPACE) for n in inner if bare[n] == " "}
    return spaces | {(seen[n], JOINER) for n in inner if joints.fullmatch(bare, n - 1, n + 1)}


@cache
def compile_unparted(code: str) -> tuple[re.Pattern[str], ...]:
    """Return the patterns of what no line end parts in a language."""
    return tuple(map(re.compile, (RANGE, *load_language(code).words["setting"]["unparted"])))
