"""Markers in runs: the number or marker that stands at the beginning of a run, cut off it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from lxml import etree

from engross.marker import marker_at
from engross.model import Inline, LineBreak, Link, Note, Styled, Text
from engross.structure.akn.tree import Scribe, inlines, local, pieces
from engross.text import INVISIBLE, fold, spell
from engross.walk import inlines_of

GAP = re.compile(r"\s*?(\t|\s{2,})\s*")
# "19 - ", "a) ": the dash or the bracket itself sets the marker off.
CLOSE = re.compile(r"\s+")
# 7 before a tab is a number that lost its point; in "232 .Recognizes" the point stands after the tab.
BARE_NUMBER = re.compile(r"(?P<number>\d{1,3})\t\s*(?P<point>\.?)\s*")
# "a" before a tab marks a note under a table.
BARE_LETTER = re.compile(r"(?P<number>[a-z])\s?\t(?P<point>)\s*")
LONGEST = 24  # characters that a marker and the space around it take at most


def split_marker(content: tuple[Inline, ...]) -> tuple[str, tuple[Inline, ...]]:
    """The marker that a tab or wide space sets off at the beginning of a run, and the rest of the run."""
    head = _head(content)
    bare = head.translate(INVISIBLE).lstrip()
    if lone := BARE_NUMBER.match(bare) or BARE_LETTER.match(bare):
        return lone["number"] + lone["point"], drop(content, _length(head, lone.end()))
    found = marker_at(bare)
    if not found:
        return "", content
    gaps = CLOSE if found[0][-1:] in "-–)）‘’" and found.lastgroup != "bullet" else GAP
    gap = gaps.match(bare, found.end())
    return (found[0].strip(), drop(content, _length(head, gap.end()))) if gap else ("", content)


def lone_marker(content: tuple[Inline, ...]) -> str:
    """The marker that a run is and nothing more, such as "(1)"; else ""."""
    words = spell(content, calls=False).translate(INVISIBLE).strip()
    found = marker_at(words) if len(words) < LONGEST else None
    return words if found and found.end() == len(words) and found.lastgroup not in ("bullet", "star") else ""


def numbered(element: etree._Element, scribe: Scribe) -> tuple[tuple[str, tuple[Inline, ...]], list[etree._Element]]:
    """The number that an element begins with, the notes called in it, and the pieces after it."""
    parts = list(pieces(element))
    first = next((n for n, piece in enumerate(parts) if local(piece) != "num"), len(parts))
    return number_of(parts[:first], scribe), parts[first:]


def number_of(elements: Iterable[etree._Element], scribe: Scribe) -> tuple[str, tuple[Inline, ...]]:
    """The number that num elements print, and the notes called in them."""
    run = tuple(item for element in elements for item in (*inlines(element, scribe), Text(" ")))
    words = " ".join(spell(run, calls=False).translate(INVISIBLE).split())
    return words, tuple(item for item in inlines_of(run) if isinstance(item, Note))


def _head(content: tuple[Inline, ...]) -> str:
    """The first characters of a run, up to a note or a line break."""
    head = ""
    for item in content:
        if isinstance(item, Note | LineBreak) and head.strip():
            break
        head += spell((item,), calls=False)
        if len(head.lstrip()) > LONGEST:
            break
    return head


def _length(head: str, bare: int) -> int:
    """How many characters of ``head`` hold so many of it without invisible ones and the space before."""
    seen = 0
    started = False
    for at, char in enumerate(head):
        visible = char.translate(INVISIBLE)
        started = started or bool(visible and not visible.isspace())
        if started and seen == bare:
            return at
        seen += len(visible) if started else 0
    return len(head)


def says(content: tuple[Inline, ...]) -> bool:
    """Whether a run has words, or calls a note."""
    return bool(fold(spell(content))) or any(isinstance(item, Note) for item in inlines_of(content))


def drop(content: tuple[Inline, ...], length: int) -> tuple[Inline, ...]:
    """A run without its first characters; what is left empty by that falls away."""
    out: list[Inline] = []
    for item in content:
        width = len(spell((item,), calls=False))
        cut, length = min(length, width), max(0, length - width)
        if not cut:
            out.append(item)
        elif isinstance(item, Text):
            out.append(Text(item.text[cut:]))
        elif isinstance(item, Styled | Link) and says(inner := drop(item.content, cut)):
            out.append(replace(item, content=inner))
    return tuple(out)
