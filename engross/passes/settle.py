"""White space settled: one space between words, none at a paragraph's edges or before a note's call.

In a tight script (Chinese) none beside a Han character either: the gap between Han and Latin is the setter's,
not the text's (clreq 3.2.4), and the space that extractors leave there is theirs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from engross.model.tree import Inline, LineBreak, Masthead, Note, PageBreak, Resolution, Text, Where
from engross.model.walk import Rewrite, rewrite_blocks, rewrite_resolution

WHITE_SPACE = re.compile("[ \t\r\n\f\v\u0085\u2028\u2029\u3000]+")
DROPPED_MARKS = dict.fromkeys(map(ord, "\u200e\u200f\ufeff"))  # of direction, left behind where there is but one
HAN_CHARACTER = (
    "[\u2e80-\u2fff\u3001-\u303f\u3100-\u9fff\uf900-\ufaff\ufe30-\ufe4f\uff01-\uff60\U00020000-\U0003ffff“”‘’—…·]"
)
HAN_PATTERN = re.compile(HAN_CHARACTER)
SPACE_BETWEEN_HAN = re.compile(f"(?<={HAN_CHARACTER}) +(?={HAN_CHARACTER})")


def settle_white_space(resolution: Resolution, tight: bool) -> Resolution:
    """The same resolution with white space settled in every run, notes and cells included."""

    def settle_run(content: tuple[Inline, ...], _: Where) -> tuple[Inline, ...]:
        return _rebuild_inlines(content, iter(_settle_leaves(content, tight)), settle_run)

    settled = rewrite_resolution(resolution, settle_run)
    return replace(settled, masthead=_settle_masthead(settled.masthead)) if tight else settled


def _settle_masthead(masthead: Masthead) -> Masthead:
    """The lines of a masthead without spaces between Han characters, as justified lines leave them."""
    return replace(
        masthead,
        organ=SPACE_BETWEEN_HAN.sub("", masthead.organ),
        session=SPACE_BETWEEN_HAN.sub("", masthead.session),
        agenda_item=SPACE_BETWEEN_HAN.sub("", masthead.agenda_item),
        agenda_title=SPACE_BETWEEN_HAN.sub("", masthead.agenda_title),
        adoption=SPACE_BETWEEN_HAN.sub("", masthead.adoption),
    )


@dataclass
class _PendingSpace:
    """What stands before the next character: the last one, a space still owed, a note called after a space."""

    char: str = ""
    space: int = -1  # the text that a space owed stands in, -1 for none
    called: int = -1


def _collect_text_leaves(content: tuple[Inline, ...]) -> list[Inline]:
    out: list[Inline] = []
    for item in content:
        out += [item] if isinstance(item, Text | Note | LineBreak | PageBreak) else _collect_text_leaves(item.content)
    return out


def _settle_leaves(content: tuple[Inline, ...], tight: bool) -> list[str]:
    """The settled text of each Text leaf of a run, in order."""
    texts: list[list[str]] = []  # the pieces of each
    edge = _PendingSpace()
    for leaf in _collect_text_leaves(content):
        if isinstance(leaf, Text):
            texts.append([])
            _settle_text(leaf.text.translate(DROPPED_MARKS), texts, edge, tight)
        elif isinstance(leaf, LineBreak):
            edge.char, edge.space, edge.called = "", -1, -1
        elif isinstance(leaf, Note):
            edge.called, edge.space = (len(texts) if edge.space >= 0 else -1), -1
    return list(map("".join, texts))


def _settle_text(text: str, texts: list[list[str]], edge: _PendingSpace, tight: bool) -> None:
    """Settle ``text`` as the last of ``texts``; a space owed goes where it stood, after a note before the word."""
    for piece in re.split(f"({WHITE_SPACE.pattern})", text):
        if WHITE_SPACE.fullmatch(piece):
            edge.space = len(texts) - 1 if edge.char else -1
        elif piece:
            owed = edge.space if edge.space >= 0 else edge.called if piece[0].isalnum() else -1
            if owed >= 0 and not (tight and (HAN_PATTERN.match(edge.char) or HAN_PATTERN.match(piece[0]))):
                texts[owed].append(" ")
            texts[-1].append(piece)
            edge.char, edge.space, edge.called = piece[-1], -1, -1


def _rebuild_inlines(content: tuple[Inline, ...], texts: Iterator[str], run: Rewrite) -> tuple[Inline, ...]:
    """The run with the settled texts in its leaves; leaves without text fall away."""
    out: list[Inline] = []
    for item in content:
        if isinstance(item, Text):
            if text := next(texts):
                out.append(Text(text))
        elif isinstance(item, Note):
            out.append(replace(item, blocks=rewrite_blocks(item.blocks, run)))
        elif isinstance(item, LineBreak | PageBreak):
            out.append(item)
        elif inner := _rebuild_inlines(item.content, texts, run):
            out.append(replace(item, content=inner))
    return tuple(out)
