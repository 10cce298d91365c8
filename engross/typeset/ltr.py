"""Latin phrases in a text that runs from right to left, each set as one piece that runs from left to right.

"United Nations, Treaty Series, vol. 75, Nos. 970–973" is read from its left end. Isolated word by word it would stand
with its words turned round, and left alone it would be turned round where it changes to italic or is linked: a setter
of lines sets each of these apart (UAX 9, higher-level protocol HL4). Documents' symbols and lone words are no phrases.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import accumulate, groupby

from engross.model import Citation, Inline, LineBreak, Link, Note, PageBreak, Resolution, Style, Styled, Text, Where
from engross.text import spell
from engross.typeset.sums import END, ISOLATE
from engross.walk import rewrite_blocks, rewrite_resolution

RIGHT = "\u200f"  # right-to-left mark
TURNS = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]")  # letters and signs that run from right to left
STRAIGHT = re.compile("[^\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]+")
WORD = re.compile(r"(?<![\w/.-])[A-Za-z\u00c0-\u024f][a-z\u00c0-\u024f]+(?![\w/])")
# Two words side by side, capitals too: UN Women, SIDS DOCK. Part II stands behind a symbol and belongs to it.
NAME = r"(?![IVX]+\b)[A-Za-z\u00c0-\u024f]{2,}"
PAIR = re.compile(rf"(?<![\w/.-]){NAME} {NAME}(?![\w/])")
# A phrase begins with a letter, or with what opens a bracket that it closes, and ends with a letter, a figure or that.
EDGES = re.compile(r"[A-Za-z\u00c0-\u024f].*[A-Za-z0-9\u00c0-\u024f](?:[^\s\w]*[)\]”»’\"])?", re.DOTALL)
ADDRESS = re.compile(r"//|\bwww\.|\b[a-z0-9-]+\.[a-z]{2,}\b")
NUMBER = re.compile(r"\d+(?:[./:,–-]\d+)*")
PAIRS = (("(", ")"), ("[", "]"), ("“", "”"), ("«", "»"))


def gathered(content: tuple[Inline, ...]) -> tuple[Inline, ...]:
    """A run with each of its Latin phrases in a Styled of its own; no character changes."""
    whole = not TURNS.search(spell(content, calls=False))
    out: list[Inline] = []
    phrase: list[Inline] = []
    for piece in (*_pieces(content), None):
        if piece is not None and _straight(piece):
            phrase.append(piece)
            continue
        out += _turned(tuple(phrase), whole)
        phrase = []
        out += [piece] if piece is not None else []
    return tuple(_joined(out))


def isolated(resolution: Resolution) -> Resolution:
    """The resolution with the marks of an isolate (UAX 9, LRI and PDI) around each phrase: how it should look.

    Right-to-left marks stand around the number of a note's call, which is set by itself: behind 79/12 it is no figure
    of that number.
    """

    def run(content: tuple[Inline, ...], where: Where) -> tuple[Inline, ...]:
        return tuple(one(item, where) for item in content)

    def one(item: Inline, where: Where) -> Inline:
        if isinstance(item, Note):
            return replace(item, number=f"{RIGHT}{item.number}{RIGHT}", blocks=rewrite_blocks(item.blocks, run))
        if isinstance(item, Styled | Link | Citation):
            inner = run(item.content, where)
            phrase = isinstance(item, Styled) and item.style is Style.TURNED
            return replace(item, content=(Text(ISOLATE), *inner, Text(END)) if phrase else inner)
        return item

    return rewrite_resolution(resolution, run)


def _joined(items: list[Inline]) -> Iterator[Inline]:
    """The inlines, texts that stand side by side as one again: what marks ask for depends on both sides."""
    for is_text, group in groupby(items, lambda item: isinstance(item, Text)):
        run = tuple(group)
        yield from (Text(spell(run)),) if is_text else run


def _pieces(content: tuple[Inline, ...]) -> Iterator[Inline]:
    """The inlines, texts cut where the direction changes, what holds words of both directions gathered inside."""
    for item in content:
        if isinstance(item, Text):
            for piece in re.split(f"({STRAIGHT.pattern})", item.text):
                yield from (Text(piece),) if piece else ()
        elif isinstance(item, Styled | Link | Citation) and not _straight(item):
            yield replace(item, content=gathered(item.content))
        else:
            yield item


def _straight(item: Inline) -> bool:
    """Whether nothing in an inline runs from right to left, and no line must end in it."""
    if isinstance(item, Note | LineBreak | PageBreak):
        return False
    held = () if isinstance(item, Text) else item.content
    return not TURNS.search(spell((item,))) and all(map(_straight, held))


def _turned(pieces: tuple[Inline, ...], whole: bool) -> tuple[Inline, ...]:
    """The pieces with their phrase set apart; ``whole``: the run is nothing else, its last stop belongs to it."""
    text = spell(pieces)
    found = EDGES.search(text)
    if not found or not _phrase(found[0]):
        return _numbers(pieces)
    start, end = found.span()
    end = len(text.rstrip()) if whole else start + _closed(found[0])
    before, rest = _cut(pieces, start)
    within, after = _cut(rest, end - start)
    return (*before, Styled(Style.TURNED, within), *after)


def _phrase(text: str) -> bool:
    """Whether a Latin text is a phrase or an address, not a symbol or a lone word."""
    return len(WORD.findall(text)) > 1 or bool(PAIR.search(text) or ADDRESS.search(text))


def _numbers(pieces: tuple[Inline, ...]) -> tuple[Inline, ...]:
    """The pieces, a number that goes over several of them set apart: each would stand left of the one before."""
    text, edges = spell(pieces), set(accumulate(len(spell((piece,))) for piece in pieces))
    for found in NUMBER.finditer(text):
        if any(found.start() < edge < found.end() for edge in edges):
            before, rest = _cut(pieces, found.start())
            within, after = _cut(rest, len(found[0]))
            return (*before, Styled(Style.TURNED, within), *_numbers(after))
    return pieces


def _closed(phrase: str) -> int:
    """How long a phrase is without a bracket at its end that it does not open itself."""
    last = phrase[-1:]
    opened = (phrase.count(opens) >= phrase.count(closes) for opens, closes in PAIRS if closes == last)
    own = next(opened, last.isalnum())
    return len(phrase) if own else len(phrase.rstrip('.,;: )]”»’"'))


def _cut(pieces: tuple[Inline, ...], at: int) -> tuple[tuple[Inline, ...], tuple[Inline, ...]]:
    """The pieces before and from the character ``at``; what is no text is not cut but stays with the first half."""
    for n, piece in enumerate(pieces):
        size = len(spell((piece,)))
        if at < size:
            if not isinstance(piece, Text):
                return (pieces[:n], pieces[n:]) if at == 0 else (pieces[: n + 1], pieces[n + 1 :])
            head = (Text(piece.text[:at]),) if at else ()
            return (*pieces[:n], *head), (Text(piece.text[at:]), *pieces[n + 1 :])
        at -= size
    return pieces, ()
