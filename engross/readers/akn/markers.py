"""Split runs after the number or marker that they begin with."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from lxml import etree

from engross.grammars.numbering import match_marker
from engross.model.text import fold, fold_characters, spell_inlines
from engross.model.tree import Inline, LineBreak, Link, Note, Styled, Text
from engross.model.walk import inlines_of
from engross.readers.akn.tree import AknReaderState, list_pieces, local_name, read_inlines

MARKER_GAP = re.compile(r"\s*?(\t|\s{2,})\s*")
# "19 - ", "a) ": behind a dash or a bracket one space is enough.
CLOSE_GAP = re.compile(r"\s+")
# 7 before a tab is a number without its point; in "232\t.Recognizes" the point stands after the tab.
BARE_NUMBER = re.compile(r"(?P<number>\d{1,3})\t\s*(?P<point>\.?)\s*")
# "a" before a tab marks a note under a table.
BARE_LETTER = re.compile(r"(?P<number>[a-z])\s?\t(?P<point>)\s*")
MAX_MARKER_CHARACTERS = 24  # characters of a marker with the space around it, at most


def split_marker(content: tuple[Inline, ...]) -> tuple[str, tuple[Inline, ...]]:
    """Return the marker at the beginning of a run that a tab or wide space sets off, "" for none, and the rest."""
    head = _read_run_start(content)
    visible = fold_characters(head).lstrip()
    if bare_marker := BARE_NUMBER.match(visible) or BARE_LETTER.match(visible):
        return bare_marker["number"] + bare_marker["point"], drop_characters(
            content, _measure_prefix(head, bare_marker.end())
        )
    marker = match_marker(visible)
    if not marker:
        return "", content
    gap_pattern = CLOSE_GAP if marker[0][-1:] in "-–)）‘’" and marker.lastgroup != "bullet" else MARKER_GAP
    gap = gap_pattern.match(visible, marker.end())
    return (marker[0].strip(), drop_characters(content, _measure_prefix(head, gap.end()))) if gap else ("", content)


def find_lone_marker(content: tuple[Inline, ...]) -> str:
    """Return the marker, such as "(1)", if a run is nothing else; else ""."""
    words = fold_characters(spell_inlines(content, calls=False)).strip()
    marker = match_marker(words) if len(words) < MAX_MARKER_CHARACTERS else None
    return words if marker and marker.end() == len(words) and marker.lastgroup not in ("bullet", "star") else ""


def split_number(
    element: etree._Element, state: AknReaderState
) -> tuple[tuple[str, tuple[Inline, ...]], list[etree._Element]]:
    """Return the number that an element begins with, the notes called in it, and the pieces after it."""
    pieces = list(list_pieces(element))
    first = next((n for n, piece in enumerate(pieces) if local_name(piece) != "num"), len(pieces))
    return read_number(pieces[:first], state), pieces[first:]


def read_number(elements: Iterable[etree._Element], state: AknReaderState) -> tuple[str, tuple[Inline, ...]]:
    """Return the number that num elements print, with single spaces, and the notes called in them."""
    run = tuple(item for element in elements for item in (*read_inlines(element, state), Text(" ")))
    words = " ".join(fold_characters(spell_inlines(run, calls=False)).split())
    return words, tuple(item for item in inlines_of(run) if isinstance(item, Note))


def _read_run_start(content: tuple[Inline, ...]) -> str:
    """Return the first characters of a run, up to a note or a line break, or to more than MAX_MARKER_CHARACTERS."""
    head = ""
    for item in content:
        if isinstance(item, Note | LineBreak) and head.strip():
            break
        head += spell_inlines((item,), calls=False)
        if len(head.lstrip()) > MAX_MARKER_CHARACTERS:
            break
    return head


def _measure_prefix(head: str, bare: int) -> int:
    """Return the length of the prefix of ``head`` with ``bare`` visible characters, its leading space included."""
    seen = 0
    started = False
    for at, char in enumerate(head):
        visible = fold_characters(char)
        started = started or bool(visible and not visible.isspace())
        if started and seen == bare:
            return at
        seen += len(visible) if started else 0
    return len(head)


def has_words_or_notes(content: tuple[Inline, ...]) -> bool:
    """Return whether a run has words or calls a note."""
    return bool(fold(spell_inlines(content))) or any(isinstance(item, Note) for item in inlines_of(content))


def drop_characters(content: tuple[Inline, ...], length: int) -> tuple[Inline, ...]:
    """Return a run without its first ``length`` characters, and without inlines that this leaves empty."""
    kept: list[Inline] = []
    for item in content:
        width = len(spell_inlines((item,), calls=False))
        cut, length = min(length, width), max(0, length - width)
        if not cut:
            kept.append(item)
        elif isinstance(item, Text):
            kept.append(Text(item.text[cut:]))
        elif isinstance(item, Styled | Link) and has_words_or_notes(inner := drop_characters(item.content, cut)):
            kept.append(replace(item, content=inner))
    return tuple(kept)
