"""Chinese lines that begin or end with what may not stand there (W3C clreq, 6.1.1): looked for as drawn.

Notes' calls, marks of two characters, document symbols and single characters on last lines too.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

from engross.check.finding import Finding, Findings
from engross.check.lines import Block, Line, blocks, chinese
from engross.check.rule import Fault

NO_START = "、。，．；：！？〉》」』】〕〗）］｝”’·・～〜—…％‰℃々,.;:!?)]}%/"
NO_END = "〈《「『【〔〖（［｛“‘([{￥"
PAIRED = "—…"  # marks of two characters
SYMBOL = re.compile(r"\b[A-Z][\w.]*(?:/[\w.\-]+)+|\b\d+/\d+\b", re.ASCII)
ADDRESS = re.compile(r"(?:https?://|www\.|\b[a-z0-9-]+(?:\.[a-z0-9-]+)+/)\S+")
REACH = 80  # characters looked at on each side of a line's end
SHOWN = 10  # and shown
SPARE = 4  # letters: of a symbol that has no more room than this in a line, it may be cut


def prohibited(path: Path) -> Findings | None:
    """What may not stand at the ends of a Chinese PDF's lines and does; None for other languages, or no structure."""
    printed = chinese(path)
    if printed is None:
        return None
    return tuple(finding for block in blocks(printed) for finding in _faults(block))


def _faults(block: Block) -> Iterator[Finding]:
    room = max(map(_units, (line.text for line in block.lines)))
    for before, after in pairwise(block.lines):
        yield from _at_edge(before, after)
        yield from _cut(before, after, room)
    if len(block.lines) > 1:
        yield from _lonely(*block.lines[-2:])


def _at_edge(before: Line, after: Line) -> Iterator[Finding]:
    at, shown = f"page {after.page}", {"before": before.text[-SHOWN:], "after": after.text[:SHOWN]}
    end, start = before.text.rstrip()[-1:], after.text.lstrip()[:1]
    if end and end == start and end in PAIRED:
        yield Fault.PAIR_CUT.found(at, mark=end, **shown)
    elif after.called:
        yield Fault.CALL_APART.found(at, **shown)
    elif start and start in NO_START:
        yield Fault.LINE_START.found(at, mark=start, **shown)
    if end and end in NO_END:
        yield Fault.LINE_END.found(at, mark=end, **shown)


def _cut(before: Line, after: Line, room: int) -> Iterator[Finding]:
    """A symbol that goes over a line's end, though a line has room for it."""
    left, right = before.words[-REACH:], after.words[:REACH]
    place = len(left)
    over = [m[0] for m in SYMBOL.finditer(left + right) if m.start() < place < m.end()]
    address = any(m.start() < place < m.end() for m in ADDRESS.finditer(left + right))
    between = left[-1:].isalnum() and right[:1].isalnum()  # two words: the space between them is not drawn
    if over and not address and not between and len(over[0]) < room - SPARE:
        yield Fault.SYMBOL_CUT.found(f"page {after.page}", before=left[-SHOWN:], after=right[:SHOWN])


def _lonely(before: Line, last: Line) -> Iterator[Finding]:
    """A Han character by itself on a last line; a letter there is a section's name, set on a line of its own."""
    alone = [character for character in last.words if character.isalnum()]
    if len(alone) == 1 and unicodedata.east_asian_width(alone[0]) in "WF":
        yield Fault.LONELY.found(f"page {last.page}", before=before.text[-SHOWN:], after=last.text)


def _units(text: str) -> int:
    """The width of a text in letters: a Han character is as wide as two."""
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)
