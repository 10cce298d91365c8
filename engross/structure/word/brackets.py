"""Brackets typed around a call and around its number, as Arabic has them: they are the number's, not the text's."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from engross.language import Language
from engross.model import Citation, Inline, Link, Note, Resolution, Styled, Text, Where
from engross.reading import Entry
from engross.structure.word.desk import Desk
from engross.structure.word.runs import Bit
from engross.walk import rewrite_resolution

OPEN, CLOSED = "(（", ")）"
NUMBER = "note number"


def unbracketed(bits: Iterable[Bit], desk: Desk) -> list[Bit]:
    """Bits without the brackets around calls, which the account has as parts of the notes' numbers."""
    out = list(bits)
    for n in range(len(out) - 2, 0, -1):
        before, call, after = out[n - 1 : n + 2]
        if isinstance(call.item, Note) and isinstance(before.item, Text) and isinstance(after.item, Text):
            left, right = before.item.text, after.item.text
            if left[-1:] in OPEN and right[:1] in CLOSED and left and right:
                desk.entries[after.entry : after.entry + 1] = _cut(desk.entries[after.entry], 1, first=True)
                desk.entries[before.entry : before.entry + 1] = _cut(desk.entries[before.entry], -1, first=False)
                out[n - 1] = replace(before, item=Text(left[:-1]))
                out[n + 1] = replace(after, item=Text(right[1:]))
    return [bit for bit in out if not isinstance(bit.item, Text) or bit.item.text]


def _cut(entry: Entry, at: int, first: bool) -> list[Entry]:
    """An entry cut in two, the bracket a number's."""
    head, tail = entry.text[:at], entry.text[at:]
    pair = [Entry(NUMBER if first else entry.kind, head), Entry(entry.kind if first else NUMBER, tail)]
    return [one for one in pair if one.text]


def numbered(resolution: Resolution, lang: Language) -> Resolution:
    """A resolution with the numbers of its notes as the language prints them: "(1)" in Arabic."""
    if not lang.words["calls"]["bracketed"]:
        return resolution

    def run(content: tuple[Inline, ...], _: Where) -> tuple[Inline, ...]:
        return tuple(map(_numbered, content))

    return rewrite_resolution(resolution, run)


def _numbered(item: Inline) -> Inline:
    if isinstance(item, Note):
        return replace(item, number=f"({item.number})") if item.number.isdigit() else item
    if isinstance(item, Styled | Link | Citation):
        return replace(item, content=tuple(map(_numbered, item.content)))
    return item
