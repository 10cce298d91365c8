"""Latin phrases in a text that runs from right to left, each set as one piece that runs from left to right.

"United Nations, Treaty Series, vol. 75, Nos. 970–973" is read from its left end. Isolated word by word it would stand
with its words turned round, and left alone it would be turned round where it changes to italic or is linked: a setter
of lines sets each of these apart (UAX 9, higher-level protocol HL4). Documents' symbols and lone words are no phrases.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import groupby

from engross.editions.typeset.digit_groups import ISOLATE, ISOLATE_END
from engross.model.text import locate_inlines, spell_inlines
from engross.model.tree import (
    Citation,
    Inline,
    LineBreak,
    Link,
    Note,
    PageBreak,
    Resolution,
    Style,
    Styled,
    Text,
    Where,
)
from engross.model.walk import rewrite_blocks, rewrite_resolution

RIGHT_TO_LEFT_MARK = "\u200f"
RTL_CHARACTER = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]")  # letters and signs that run from right to left
LTR_STRETCH = re.compile("[^\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]+")
LATIN_WORD = re.compile(r"(?<![\w/.-])[A-Za-z\u00c0-\u024f][a-z\u00c0-\u024f]+(?![\w/])")
# Two words side by side, capitals too: UN Women, SIDS DOCK. Part II stands behind a symbol and belongs to it.
LATIN_NAME = r"(?![IVX]+\b)[A-Za-z\u00c0-\u024f]{2,}"
LATIN_NAME_PAIR = re.compile(rf"(?<![\w/.-]){LATIN_NAME} {LATIN_NAME}(?![\w/])")
# A phrase begins with a letter, or with what opens a bracket that it closes, and ends with a letter, a figure or that.
PHRASE_EDGES = re.compile(r"[A-Za-z\u00c0-\u024f].*[A-Za-z0-9\u00c0-\u024f](?:[^\s\w]*[)\]”»’\"])?", re.DOTALL)
WEB_ADDRESS = re.compile(r"//|\bwww\.|\b[a-z0-9-]+\.[a-z]{2,}\b")
COMPOUND_NUMBER = re.compile(r"\d+(?:[./:,–-]\d+)*")
BRACKET_PAIRS = (("(", ")"), ("[", "]"), ("“", "”"), ("«", "»"))


def gather_latin_phrases(content: tuple[Inline, ...]) -> tuple[Inline, ...]:
    """A run with each of its Latin phrases in a Styled of its own; no character changes."""
    whole = not RTL_CHARACTER.search(spell_inlines(content, calls=False))
    out: list[Inline] = []
    phrase: list[Inline] = []
    for piece in (*_split_by_direction(content), None):
        if piece is not None and _is_left_to_right(piece):
            phrase.append(piece)
            continue
        out += _set_phrase_apart(tuple(phrase), whole)
        phrase = []
        out += [piece] if piece is not None else []
    return tuple(_join_texts(out))


def isolate_phrases(resolution: Resolution) -> Resolution:
    """The resolution with the marks of an isolate (UAX 9, LRI and PDI) around each phrase: how it should look.

    Right-to-left marks stand around the number of a note's call, which is set by itself: behind 79/12 it is no figure
    of that number.
    """

    def isolate_run(content: tuple[Inline, ...], where: Where) -> tuple[Inline, ...]:
        return tuple(isolate_inline(item, where) for item in content)

    def isolate_inline(item: Inline, where: Where) -> Inline:
        if isinstance(item, Note):
            return replace(
                item,
                number=f"{RIGHT_TO_LEFT_MARK}{item.number}{RIGHT_TO_LEFT_MARK}",
                blocks=rewrite_blocks(item.blocks, isolate_run),
            )
        if isinstance(item, Styled | Link | Citation):
            inner = isolate_run(item.content, where)
            phrase = isinstance(item, Styled) and item.style is Style.TURNED
            return replace(item, content=(Text(ISOLATE), *inner, Text(ISOLATE_END)) if phrase else inner)
        return item

    return rewrite_resolution(resolution, isolate_run)


def _join_texts(items: list[Inline]) -> Iterator[Inline]:
    """The inlines, texts that stand side by side as one again: what marks ask for depends on both sides."""
    for is_text, group in groupby(items, lambda item: isinstance(item, Text)):
        run = tuple(group)
        yield from (Text(spell_inlines(run)),) if is_text else run


def _split_by_direction(content: tuple[Inline, ...]) -> Iterator[Inline]:
    """The inlines, texts cut where the direction changes, what holds words of both directions gathered inside."""
    for item in content:
        if isinstance(item, Text):
            for piece in re.split(f"({LTR_STRETCH.pattern})", item.text):
                yield from (Text(piece),) if piece else ()
        elif isinstance(item, Styled | Link | Citation) and not _is_left_to_right(item):
            yield replace(item, content=gather_latin_phrases(item.content))
        else:
            yield item


def _is_left_to_right(item: Inline) -> bool:
    """Whether nothing in an inline runs from right to left, and no line must end in it."""
    if isinstance(item, Note | LineBreak | PageBreak):
        return False
    held = () if isinstance(item, Text) else item.content
    return not RTL_CHARACTER.search(spell_inlines((item,))) and all(map(_is_left_to_right, held))


def _set_phrase_apart(pieces: tuple[Inline, ...], whole: bool) -> tuple[Inline, ...]:
    """The pieces with their phrase set apart; ``whole``: the run is nothing else, its last stop belongs to it."""
    text = spell_inlines(pieces)
    found = PHRASE_EDGES.search(text)
    if not found or not _is_phrase(found[0]):
        return _set_numbers_apart(pieces)
    start, end = found.span()
    end = len(text.rstrip()) if whole else start + _phrase_length(found[0])
    before, rest = _split_pieces(pieces, start)
    within, after = _split_pieces(rest, end - start)
    return (*before, Styled(Style.TURNED, within), *after)


def _is_phrase(text: str) -> bool:
    """Whether a Latin text is a phrase or an address, not a symbol or a lone word."""
    return len(LATIN_WORD.findall(text)) > 1 or bool(LATIN_NAME_PAIR.search(text) or WEB_ADDRESS.search(text))


def _set_numbers_apart(pieces: tuple[Inline, ...]) -> tuple[Inline, ...]:
    """The pieces, a number that goes over several of them set apart: each would stand left of the one before."""
    text, edges = spell_inlines(pieces), {end for _, end, _ in locate_inlines(pieces, calls=True)}
    for found in COMPOUND_NUMBER.finditer(text):
        if any(found.start() < edge < found.end() for edge in edges):
            before, rest = _split_pieces(pieces, found.start())
            within, after = _split_pieces(rest, len(found[0]))
            return (*before, Styled(Style.TURNED, within), *_set_numbers_apart(after))
    return pieces


def _phrase_length(phrase: str) -> int:
    """How long a phrase is without a bracket at its end that it does not open itself."""
    last = phrase[-1:]
    opened = (phrase.count(opens) >= phrase.count(closes) for opens, closes in BRACKET_PAIRS if closes == last)
    own = next(opened, last.isalnum())
    return len(phrase) if own else len(phrase.rstrip('.,;: )]”»’"'))


def _split_pieces(pieces: tuple[Inline, ...], at: int) -> tuple[tuple[Inline, ...], tuple[Inline, ...]]:
    """The pieces before and from the character ``at``; what is no text is not cut but stays with the first half."""
    for n, (start, end, piece) in enumerate(locate_inlines(pieces, calls=True)):
        if at < end:
            if not isinstance(piece, Text):
                return (pieces[:n], pieces[n:]) if at == start else (pieces[: n + 1], pieces[n + 1 :])
            head = (Text(piece.text[: at - start]),) if at > start else ()
            return (*pieces[:n], *head), (Text(piece.text[at - start :]), *pieces[n + 1 :])
    return pieces, ()
