"""Markers in runs: the number or marker that stands at the beginning of a run, cut off it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from lxml import etree

from engross.grammars.numbering import match_marker
from engross.model.text import FOLD_TABLE, fold, spell_inlines
from engross.model.tree import Inline, LineBreak, Link, Note, Styled, Text
from engross.model.walk import inlines_of
from engross.readers.akn.tree import AknReaderState, list_pieces, local_name, read_inlines

MARKER_GAP = re.compile(r"\s*?(\t|\s{2,})\s*")
# "19 - ", "a) ": the dash or the bracket itself sets the marker off.
CLOSE_GAP = re.compile(r"\s+")
# 7 before a tab is a number that lost its point; in "232 .Recognizes" the point stands after the tab.
BARE_NUMBER = re.compile(r"(?P<number>\d{1,3})\t\s*(?P<point>\.?)\s*")
# "a" before a tab marks a note under a table.
BARE_LETTER = re.compile(r"(?P<number>[a-z])\s?\t(?P<point>)\s*")
MAX_MARKER_CHARACTERS = 24  # characters that a marker and the space around it take at most


def split_marker(content: tuple[Inline, ...]) -> tuple[str, tuple[Inline, ...]]:
    """The marker that a tab or wide space sets off at the beginning of a run, and the rest of the run."""
    head = _read_run_start(content)
    bare = head.translate(FOLD_TABLE).lstrip()
    if lone := BARE_NUMBER.match(bare) or BARE_LETTER.match(bare):
        return lone["number"] + lone["point"], drop_characters(content, _measure_prefix(head, lone.end()))
    found = match_marker(bare)
    if not found:
        return "", content
    gaps = CLOSE_GAP if found[0][-1:] in "-–)）‘’" and found.lastgroup != "bullet" else MARKER_GAP
    gap = gaps.match(bare, found.end())
    return (found[0].strip(), drop_characters(content, _measure_prefix(head, gap.end()))) if gap else ("", content)


def find_lone_marker(content: tuple[Inline, ...]) -> str:
    """The marker that a run is and nothing more, such as "(1)"; else ""."""
    words = spell_inlines(content, calls=False).translate(FOLD_TABLE).strip()
    found = match_marker(words) if len(words) < MAX_MARKER_CHARACTERS else None
    return words if found and found.end() == len(words) and found.lastgroup not in ("bullet", "star") else ""


def split_number(
    element: etree._Element, state: AknReaderState
) -> tuple[tuple[str, tuple[Inline, ...]], list[etree._Element]]:
    """The number that an element begins with, the notes called in it, and the pieces after it."""
    parts = list(list_pieces(element))
    first = next((n for n, piece in enumerate(parts) if local_name(piece) != "num"), len(parts))
    return read_number(parts[:first], state), parts[first:]


def read_number(elements: Iterable[etree._Element], state: AknReaderState) -> tuple[str, tuple[Inline, ...]]:
    """The number that num elements print, and the notes called in them."""
    run = tuple(item for element in elements for item in (*read_inlines(element, state), Text(" ")))
    words = " ".join(spell_inlines(run, calls=False).translate(FOLD_TABLE).split())
    return words, tuple(item for item in inlines_of(run) if isinstance(item, Note))


def _read_run_start(content: tuple[Inline, ...]) -> str:
    """The first characters of a run, up to a note or a line break."""
    head = ""
    for item in content:
        if isinstance(item, Note | LineBreak) and head.strip():
            break
        head += spell_inlines((item,), calls=False)
        if len(head.lstrip()) > MAX_MARKER_CHARACTERS:
            break
    return head


def _measure_prefix(head: str, bare: int) -> int:
    """How many characters of ``head`` hold so many of it without invisible ones and the space before."""
    seen = 0
    started = False
    for at, char in enumerate(head):
        visible = char.translate(FOLD_TABLE)
        started = started or bool(visible and not visible.isspace())
        if started and seen == bare:
            return at
        seen += len(visible) if started else 0
    return len(head)


def has_words_or_notes(content: tuple[Inline, ...]) -> bool:
    """Whether a run has words, or calls a note."""
    return bool(fold(spell_inlines(content))) or any(isinstance(item, Note) for item in inlines_of(content))


def drop_characters(content: tuple[Inline, ...], length: int) -> tuple[Inline, ...]:
    """A run without its first characters; what is left empty by that falls away."""
    out: list[Inline] = []
    for item in content:
        width = len(spell_inlines((item,), calls=False))
        cut, length = min(length, width), max(0, length - width)
        if not cut:
            out.append(item)
        elif isinstance(item, Text):
            out.append(Text(item.text[cut:]))
        elif isinstance(item, Styled | Link) and has_words_or_notes(inner := drop_characters(item.content, cut)):
            out.append(replace(item, content=inner))
    return tuple(out)
