"""The functions that WeasyPrint's layout calls to set a line box as lines of a paragraph, beside ``chinese_lines``."""

from __future__ import annotations

from dataclasses import replace
from math import inf
from operator import sub
from typing import Any

from engross_weasyprint.css import Style
from engross_weasyprint.formatting_structure.boxes import Box, LineBox

from engross.editions.pdf.patches.alphabetic_lines.paragraph import AlphabeticParagraph, make_paragraph
from engross.editions.pdf.patches.alphabetic_lines.places import (
    DIVIDE,
    FORCE,
    NAMES,
    WORDS,
    LineEnd,
    add_characters,
    find_line_ends,
)
from engross.editions.pdf.patches.alphabetic_lines.plan import SHRINK, Measure, choose_ends
from engross.editions.pdf.patches.chinese_lines import weasyprint_hooks as chinese
from engross.editions.pdf.patches.chinese_lines.char_classes import NEWLINE
from engross.editions.pdf.patches.chinese_lines.line_breaker import ChineseLine
from engross.editions.pdf.patches.chinese_lines.line_draft import LineRoom
from engross.editions.pdf.patches.chinese_lines.paragraph import skip_spaces
from engross.editions.pdf.patches.chinese_lines.weasyprint_hooks import LineSetting

# The greatest ratio of stretch without dividing words, and with.
TOLERANCE, DIVIDED_TOLERANCE = 2.5, 3.2
NAMES_TOLERANCE = 5.0  # and so that words with a capital need not be divided, if that is the last resort


def open_line(box: Any, edge: float, room: Box, first: tuple[Style | None, Style | None]) -> float:
    """Begin a line of a line box, Chinese or not; return as ``chinese_lines.weasyprint_hooks.open_line``."""
    if chinese.has_no_paragraph(box) and not any(first) and (paragraph := make_paragraph(box, room)):
        chinese.hand_over(box, LineSetting(paragraph, box.style, cut_next_line))
    return chinese.open_line(box, edge, room, first)


def must_keep_last_word(box: Any, lines: list[LineBox]) -> bool:
    """Return whether the last of some lines, the last on its page, divided a word that is kept whole from now on."""
    setting = box.__dict__.get("setting")
    paragraph = setting.paragraph if setting else None
    if not lines or not isinstance(paragraph, AlphabeticParagraph):
        return False
    place = _find_resumption(box, lines[-1])
    if place not in paragraph.divided or place in paragraph.undivided:
        return False
    paragraph.undivided.add(place)
    paragraph.plans.clear()
    return True


def _find_resumption(box: Any, line: Any) -> int:
    """Return the character at which the line after ``line`` begins, -1 for none."""
    stack, at = line.resume_at, box
    while stack:
        ((index, stack),) = stack.items()
        if not stack and not getattr(at, "children", ()):
            leaf = at.__dict__["leaf"][0]
            return int(leaf.start) + len(at.text.encode()[:index].decode())
        at = at.children[index]
    return -1


def cut_next_line(p: AlphabeticParagraph, start: int, room: LineRoom) -> ChineseLine:
    """Return the line that begins at character ``start``, as it is planned with all others of its paragraph."""
    if not (start == 0 and p.numbered):
        start = skip_spaces(p.text, start)
    stop = p.text.find(NEWLINE, start)
    planned = p.plans.get(start)
    if planned is None or not room.is_as_foreseen(planned[0]):
        _plan_lines(p, (start, stop if stop >= 0 else len(p.text)), room)
        planned = p.plans[start]
    return _justify_line(p, start, planned[1], room)


def _plan_lines(p: AlphabeticParagraph, span: tuple[int, int], room: LineRoom) -> None:
    """Plan the lines of a span, and enter them in the paragraph's plans."""
    m = Measure(room.width, room.whole, p.space, p.style["font_size"], room.align == "justify", p.limit)
    start, first = span[0], room.width
    for end in _choose_ends(p, span, m):
        p.plans[start] = first, end
        if end.hyphen:
            p.divided.add(end.start)
        start, first = end.start, room.whole


def _choose_ends(p: AlphabeticParagraph, span: tuple[int, int], m: Measure) -> list[LineEnd]:
    """Return the ends of the lines of a span: with the fewest liberties that give any."""
    begin = p.sums[span[0]], p.spaces[span[0]]
    has_resort = p.rule is not None and p.rule.capitals == "last-resort"
    resorts = ((DIVIDE, NAMES_TOLERANCE), (NAMES, inf)) if has_resort else ((DIVIDE, inf),)
    for liberty, tolerance in ((WORDS, TOLERANCE), (DIVIDE, DIVIDED_TOLERANCE), *resorts):
        if lines := choose_ends(find_line_ends(p, span, liberty), begin, replace(m, tolerance=tolerance)):
            return lines
    return _force_ends(p, span, begin, replace(m, limit=inf))


def _force_ends(p: AlphabeticParagraph, span: tuple[int, int], begin: tuple[float, int], m: Measure) -> list[LineEnd]:
    """Return the ends of lines of which some word is longer than a line."""
    ends = find_line_ends(p, span, FORCE)
    if lines := choose_ends(ends, begin, m):
        return lines
    ends = add_characters(p, span[0], ends, m.whole)
    return choose_ends(ends, begin, replace(m, force=True)) or ends[-1:]


def _justify_line(p: AlphabeticParagraph, start: int, end: LineEnd, room: LineRoom) -> ChineseLine:
    """Return a line with its spaces widened or narrowed to the measure."""
    align = room.last if end.is_last else room.align
    lack = room.width - (end.width - p.sums[start])
    spaces = end.spaces - p.spaces[start]
    added = [0.0] * max(0, end.end - start)
    if spaces and (align == "justify" or (lack < 0 and room.align == "justify")):
        share = max(lack / spaces, -p.space * SHRINK)
        added = [share * step for step in map(sub, p.spaces[start + 1 : end.end + 1], p.spaces[start : end.end])]
    forced = end.start if end.is_last and end.start < len(p.text) else -1
    hyphen_width = end.width - p.sums[end.end] if end.hyphen else 0.0
    more = forced >= 0 or not end.is_last
    return ChineseLine(start, end.end, 0.0, 0.0, added, more, forced, end.hyphen, hyphen_width)
