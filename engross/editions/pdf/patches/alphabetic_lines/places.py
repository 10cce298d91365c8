"""Find where the lines of a paragraph may end."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

from engross_weasyprint.text.line_break import get_log_attrs

from engross.editions.pdf.patches.alphabetic_lines.hyphens import iter_divisions
from engross.editions.pdf.patches.alphabetic_lines.paragraph import AlphabeticParagraph
from engross.editions.pdf.patches.chinese_lines.breaks import find_places_in_symbols, may_part_symbol
from engross.editions.pdf.patches.chinese_lines.shape import shape_text

# Behind any of these Pango is asked for a break (UAX 14); letters are not, and Han is left to emergency.
MAY_END = re.compile(r"[^\w\u00a0\u202f\u2060]")
HYPHENS = "-\u2010\u2013"
# The beginning of a word that a no-break space binds to a number, as the month of a date.
BOUND_TO_NUMBER = re.compile(r"\d\u00a0(?:\w{1,4}\u00a0)?\w+\Z")
REACH = 24  # characters in which that is looked for
# Kinds of ends: at a space or the like, behind the text's own hyphen, in a word, in a word with a capital or bound to a
# number, in a symbol of a document, anywhere.
FREE, OWN_HYPHEN, DIVIDED, NAME, SYMBOL, FORCED = range(6)
# How much a line's end may do: break between words, divide them, divide those with a capital, anything.
WORDS, DIVIDE, NAMES, FORCE = range(4)


@dataclass(slots=True)  # not frozen: a paragraph has a hundred, and to make a frozen one takes three times as long
class LineEnd:
    """A place where a line may end.

    ``end``: the character behind the visible text; ``start``: the one that begins the next line; ``width``: of all
    before the end, with the hyphen that is set; ``spaces``: as many before the end; ``begin``, ``begin_spaces``: the
    same before the start; ``hyphen``: what is set at the end; ``is_last``: whether nothing follows, or a
    line break; ``least_begin``: a line with less before it may not end here.
    """

    end: int
    start: int
    width: float
    spaces: int
    begin: float
    begin_spaces: int
    kind: int
    hyphen: str
    is_last: bool = False
    least_begin: float = 0.0


def find_line_ends(p: AlphabeticParagraph, span: tuple[int, int], liberty: int) -> list[LineEnd]:
    """Return where lines may end within a span of a paragraph, in order, with its end as the last.

    ``liberty``: WORDS, DIVIDE, NAMES or FORCE: also in compounds, in symbols and in elements kept on one line.
    """
    start, stop = span
    in_symbols = find_places_in_symbols(p.text, r"\d")
    kinds = dict.fromkeys(_find_breaks(p, span, in_symbols, liberty == FORCE), FREE)
    for place in kinds:
        if place in in_symbols:
            kinds[place] = SYMBOL
        elif p.text[place - 1] in HYPHENS:
            kinds[place] = OWN_HYPHEN
    if liberty >= NAMES:
        kinds.update(dict.fromkeys(_iter_divisions(p, span, liberty), NAME))
    if liberty >= DIVIDE:
        kinds |= {n: NAME if is_bound_to_number(p.text, n) else DIVIDED for n in _iter_divisions(p, span, DIVIDE)}
    ends = [_make_end(p, place, kind) for place, kind in sorted(kinds.items()) if start < place < stop]
    return [*ends, replace(_make_end(p, stop, FREE), is_last=True)]


def add_characters(p: AlphabeticParagraph, first: int, ends: list[LineEnd], room: float) -> list[LineEnd]:
    """Return line ends with every character before which a line may end in a word wider than ``room``.

    It may where the element's ``overflow-wrap`` says so, and only a line that begins within the word (CSS Text 3,
    5.2: if there are no otherwise acceptable break points in the line). ``first``: the character that begins the first
    line.
    """
    wrapped = [leaf for leaf in p.leaves if leaf.box.style["overflow_wrap"] in ("anywhere", "break-word")]
    if not wrapped:
        return ends
    added: list[LineEnd] = []
    for before, after in pairwise([None, *ends]):
        begin, width = (before.start, before.begin) if before else (first, p.sums[first])
        if after and after.width - width > room:
            added += (
                replace(_make_end(p, n, FORCED), least_begin=width)
                for leaf in wrapped
                for n in range(max(begin + 1, leaf.start), min(after.end, leaf.end))
                if p.run.whole[n] and not p.run.calls[n]
            )
        added += [after] if after else []
    return added


def _find_breaks(p: AlphabeticParagraph, span: tuple[int, int], in_symbols: set[int], force: bool) -> list[int]:
    """Return the places at which UAX 14 allows a break; ``force``: also where symbols may be parted."""
    log_attrs: Any = get_log_attrs(p.text, p.run.lang)
    places = []
    for mark in MAY_END.finditer(p.text, *span):
        n = mark.end()
        if n >= span[1] or not log_attrs[n].is_line_break or p.run.calls[n] or not p.run.whole[n]:
            continue
        if n in in_symbols and not (force and may_part_symbol(p.text, n)):
            continue
        if force or not p.run.kept[n] or p.run.kept[n] != p.run.kept[n - 1]:
            places.append(n)
    return places


def is_bound_to_number(text: str, place: int) -> bool:
    """Return whether a division would part a date or what is counted: "5 de di-ciembre" (Chicago 7.44)."""
    return BOUND_TO_NUMBER.search(text, max(0, place - REACH), place) is not None


def _iter_divisions(p: AlphabeticParagraph, span: tuple[int, int], liberty: int) -> Iterator[int]:
    """Yield the places at which words may be divided; not the last of the span, whose rest would be a line."""
    text = p.text[span[0] : span[1]]
    last = len(text) if liberty == FORCE else text.rstrip().rfind(" ")
    places = iter_divisions(text, p.rule, liberty >= NAMES, liberty == FORCE) if p.rule else ()
    for place in places:
        n = span[0] + place
        if place < last and p.run.whole[n] and not p.run.kept[n] and not p.run.calls[n] and n not in p.undivided:
            yield n


def _make_end(p: AlphabeticParagraph, place: int, kind: int) -> LineEnd:
    end, start = place, place
    while end > 0 and p.text[end - 1] == " ":
        end -= 1
    while start < len(p.text) and p.text[start] == " ":
        start += 1
    hyphen, width = "", p.sums[end]
    if kind in (DIVIDED, NAME):
        style = p.find_leaf(place - 1).box.style
        hyphen = style["hyphenate_character"]
        width += sum(shape_text(hyphen, style).advances)
    elif 0 < end < len(p.text):
        width -= p.tails[end - 1]
    return LineEnd(end, start, width, p.spaces[end], p.sums[start], p.spaces[start], kind, hyphen)
