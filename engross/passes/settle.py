"""Settle white space: one space between words, none at the edges of a paragraph or before the call of a note.

In a tight script (Chinese) there is none beside a Han character either: the gap between Han and Latin belongs to
typesetting, not to the text (clreq 3.2.4), and a space there was left by an extractor. Quotation marks are Han
characters there, but not those of Latin words: Students’ Association.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import partial

from engross.model.replace_items import replace_items
from engross.model.replace_texts import replace_texts, rewrite_masthead
from engross.model.tree import Inline, LineBreak, Note, Resolution, Text, Where
from engross.model.walk import leaves_of, rewrite_blocks, rewrite_resolution

WHITE_SPACE = re.compile("([ \t\r\n\f\v\u0085\u2028\u2029\u3000]+)")
LEADING_SPACES = " \t\r\n\u00a0\u202f"
DROPPED_MARKS = dict.fromkeys(map(ord, "\u200e\u200f\ufeff"))  # marks of direction and a BOM, left over
HAN_CHARACTER = (
    "[\u2e80-\u2fff\u3001-\u303f\u3100-\u9fff\uf900-\ufaff\ufe30-\ufe4f\uff01-\uff60\U00020000-\U0003ffff“”‘’—…·]"
)
HAN_PATTERN = re.compile(HAN_CHARACTER)
# The end and the beginning of Latin words, with a quotation mark of their own.
LATIN_END = re.compile("[A-Za-z\u00c0-\u024f][’”]?$")
LATIN_BEGINNING = re.compile("[“‘]?[A-Za-z\u00c0-\u024f]")
CALL_MARKS = ("*", "†", "‡")
MASTHEAD_FIELDS = ("organ", "session", "agenda_item", "agenda_title", "adoption")
SPACE_BETWEEN_HAN = re.compile(f"(?<={HAN_CHARACTER}) +(?={HAN_CHARACTER})")


def settle_white_space(resolution: Resolution, tight: bool) -> Resolution:
    """Settle the white space in every run, notes and cells included. ``tight``: the script has no spaces."""

    def settle_run(content: tuple[Inline, ...], _: Where) -> tuple[Inline, ...]:
        return replace_texts(content, iter(_settle_leaves(content, tight)), settle_note)

    def settle_note(note: Note) -> tuple[Inline, ...]:
        return (replace_items(note, blocks=rewrite_blocks(note.blocks, settle_run)),)

    settled = rewrite_resolution(resolution, settle_run)
    if not tight:
        return settled
    # Lines that were justified leave spaces between Han characters.
    masthead = rewrite_masthead(settled.masthead, MASTHEAD_FIELDS, partial(SPACE_BETWEEN_HAN.sub, ""))
    return replace(settled, masthead=masthead)


@dataclass
class _PendingSpace:
    """What has been read before the next character: the last two, and the space that may have to be written.

    ``space`` and ``called`` are indexes of texts, -1 for none: the text in which the space stood; the text after a call
    that a space stood before.
    """

    before: str = ""
    space: int = -1
    called: int = -1


def _settle_leaves(content: tuple[Inline, ...], tight: bool) -> list[str]:
    """Return the settled text of each Text leaf of a run, in order."""
    texts: list[list[str]] = []  # the pieces of each text
    edge = _PendingSpace()
    for leaf in leaves_of(content):
        if isinstance(leaf, Text):
            texts.append([])
            _settle_text(leaf.text.translate(DROPPED_MARKS), texts, edge, tight)
        elif isinstance(leaf, LineBreak):
            edge.before, edge.space, edge.called = "", -1, -1
        elif isinstance(leaf, Note):
            edge.called, edge.space = (len(texts) if edge.space >= 0 else -1), -1
    return list(map("".join, texts))


def _settle_text(text: str, texts: list[list[str]], edge: _PendingSpace, tight: bool) -> None:
    """Append the settled pieces of ``text`` to the last of ``texts``.

    A pending space is written where it stood; one before a call is moved behind it, in front of the word that follows.
    """
    # The label of a point hangs in a field of its own: a no-break space behind it would indent the text twice.
    text = text if edge.before else text.lstrip(LEADING_SPACES) or text
    for n, piece in enumerate(WHITE_SPACE.split(text)):
        if n % 2:
            edge.space = len(texts) - 1 if edge.before else -1
        elif piece:
            space_at = edge.space if edge.space >= 0 else edge.called if piece[0].isalnum() else -1
            if space_at >= 0 and not (tight and _is_beside_han(edge.before, piece)):
                texts[space_at].append(" ")
            texts[-1].append(piece)
            edge.before, edge.space, edge.called = (edge.before + piece)[-2:], -1, -1


def _is_beside_han(before: str, after: str) -> bool:
    """Return whether a space stands beside a Han character or mark, and neither between Latin words nor behind a call
    of asterisks: the space alone says that the call belongs to the name before it.
    """
    if before.endswith(CALL_MARKS) or (LATIN_END.search(before) and LATIN_BEGINNING.match(after)):
        return False
    return bool(HAN_PATTERN.match(before[-1:]) or HAN_PATTERN.match(after))
