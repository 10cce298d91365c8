"""Set each Latin phrase in right-to-left text as one piece that runs from left to right.

"United Nations, Treaty Series, vol. 75, Nos. 970–973" is read from its left end. Isolated word by word, its words would
stand in reversed order; left alone, it would be reversed where it changes to italic or is linked, because typesetting
isolates each of these (UAX 9, higher-level protocol HL4). Symbols of documents and single words are no phrases.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import groupby

from engross.model.text import locate_inlines, spell_inlines
from engross.model.tree import (
    Citation,
    Inline,
    LineBreak,
    Link,
    Note,
    PageBreak,
    Style,
    Styled,
    Text,
)

RTL_CHARACTER = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]")  # letters and signs that run from right to left
LTR_STRETCH = re.compile("[^\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]+")
LATIN_WORD = re.compile(r"(?<![\w/.-])[A-Za-z\u00c0-\u024f][a-z\u00c0-\u024f]+(?![\w/])")
# Two words side by side, capitals too: UN Women, SIDS DOCK. Part II stands behind a symbol and belongs to it.
LATIN_NAME = r"(?![IVX]+\b)[A-Za-z\u00c0-\u024f]{2,}"
LATIN_NAME_PAIR = re.compile(rf"(?<![\w/.-]){LATIN_NAME} {LATIN_NAME}(?![\w/])")
# A phrase begins with a letter, and ends with a letter, a figure, or a closing bracket or quotation mark behind one.
PHRASE_EDGES = re.compile(r"[A-Za-z\u00c0-\u024f].*[A-Za-z0-9\u00c0-\u024f](?:[^\s\w]*[)\]”»’\"])?", re.DOTALL)
WEB_ADDRESS = re.compile(r"//|\bwww\.|\b[a-z0-9-]+\.[a-z]{2,}\b")
COMPOUND_NUMBER = re.compile(r"\d+(?:[./:,–-]\d+)*")
BRACKET_PAIRS = (("(", ")"), ("[", "]"), ("“", "”"), ("«", "»"))


def gather_latin_phrases(content: tuple[Inline, ...]) -> tuple[Inline, ...]:
    """Return a run with each of its Latin phrases in a Styled of its own; no character changes."""
    all_latin = not RTL_CHARACTER.search(spell_inlines(content, calls=False))
    out: list[Inline] = []
    phrase: list[Inline] = []
    for piece in (*_split_by_direction(content), None):
        if piece is not None and _is_left_to_right(piece):
            phrase.append(piece)
            continue
        out += _set_phrase_apart(tuple(phrase), all_latin)
        phrase = []
        out += [piece] if piece is not None else []
    return tuple(_join_texts(out))


def _join_texts(items: list[Inline]) -> Iterator[Inline]:
    """Yield the inlines with adjacent texts joined again: punctuation depends on both of its sides."""
    for is_text, group in groupby(items, lambda item: isinstance(item, Text)):
        run = tuple(group)
        yield from (Text(spell_inlines(run)),) if is_text else run


def _split_by_direction(content: tuple[Inline, ...]) -> Iterator[Inline]:
    """Yield the inlines, texts split where the direction changes, phrases gathered in inlines of both directions."""
    for item in content:
        if isinstance(item, Text):
            for piece in re.split(f"({LTR_STRETCH.pattern})", item.text):
                yield from (Text(piece),) if piece else ()
        elif isinstance(item, Styled | Link | Citation) and not _is_left_to_right(item):
            yield replace(item, content=gather_latin_phrases(item.content))
        else:
            yield item


def _is_left_to_right(item: Inline) -> bool:
    """Return whether nothing in an inline runs from right to left, is a note, or ends a line or page."""
    if isinstance(item, Note | LineBreak | PageBreak):
        return False
    inner = () if isinstance(item, Text) else item.content
    return not RTL_CHARACTER.search(spell_inlines((item,))) and all(map(_is_left_to_right, inner))


def _set_phrase_apart(pieces: tuple[Inline, ...], all_latin: bool) -> tuple[Inline, ...]:
    """Set the phrase among the pieces apart; ``all_latin``: the run is nothing else, so its last stop is part of it."""
    text = spell_inlines(pieces)
    match = PHRASE_EDGES.search(text)
    if not match or not _is_phrase(match[0]):
        return _set_numbers_apart(pieces)
    start, end = match.span()
    end = len(text.rstrip()) if all_latin else start + _phrase_length(match[0])
    before, remainder = _split_pieces(pieces, start)
    within, after = _split_pieces(remainder, end - start)
    return (*before, Styled(Style.TURNED, within), *after)


def _is_phrase(text: str) -> bool:
    """Return whether a Latin text is a phrase or an address, not a symbol or a single word."""
    return len(LATIN_WORD.findall(text)) > 1 or bool(LATIN_NAME_PAIR.search(text) or WEB_ADDRESS.search(text))


def _set_numbers_apart(pieces: tuple[Inline, ...]) -> tuple[Inline, ...]:
    """Set each number that spans several pieces apart: else each piece would stand left of the one before."""
    text, edges = spell_inlines(pieces), {end for _, end, _ in locate_inlines(pieces, calls=True)}
    for match in COMPOUND_NUMBER.finditer(text):
        if any(match.start() < edge < match.end() for edge in edges):
            before, remainder = _split_pieces(pieces, match.start())
            within, after = _split_pieces(remainder, len(match[0]))
            return (*before, Styled(Style.TURNED, within), *_set_numbers_apart(after))
    return pieces


def _phrase_length(phrase: str) -> int:
    """Return the length of a phrase without the marks at its end, unless it ends in a bracket that it opens itself."""
    last = phrase[-1:]
    opened = (phrase.count(opens) >= phrase.count(closes) for opens, closes in BRACKET_PAIRS if closes == last)
    belongs = next(opened, last.isalnum())
    return len(phrase) if belongs else len(phrase.rstrip('.,;: )]”»’"'))


def _split_pieces(pieces: tuple[Inline, ...], at: int) -> tuple[tuple[Inline, ...], tuple[Inline, ...]]:
    """Split the pieces at the character ``at``; an inline other than a text is not split, it stays in the first."""
    for n, (start, end, piece) in enumerate(locate_inlines(pieces, calls=True)):
        if at < end:
            if not isinstance(piece, Text):
                return (pieces[:n], pieces[n:]) if at == start else (pieces[: n + 1], pieces[n + 1 :])
            head = (Text(piece.text[: at - start]),) if at > start else ()
            return (*pieces[:n], *head), (Text(piece.text[at - start :]), *pieces[n + 1 :])
    return pieces, ()
