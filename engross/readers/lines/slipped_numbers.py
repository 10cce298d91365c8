"""Find the numbers of paragraphs that a scan's reading has wrong: "l." and "i9." for 1. and 19., "17," for 17.

The letters of points, too: "(6)" behind (a), "(ll)" behind (1).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from engross.grammars.language import Language
from engross.grammars.numbering import marker_number, read_slipped_number
from engross.model.tree import Block, Paragraph, Role
from engross.model.walk import inner_blocks_of
from engross.readers.lines.layout_habits import has_paragraph_number
from engross.readers.lines.lead_words import has_clause_words
from engross.readers.lines.lines import Line
from engross.readers.lines.paragraph_numbers import SKIPPED_NUMBERS, read_paragraph_number

SLIPPED_NUMBER = re.compile(r"(?P<figures>[\dIiLlOo|]{1,3})(?P<mark>[.,])\s+(?=\S)")


def mark_slipped_numbers(lines: list[Line], lang: Language) -> list[Line]:
    """Mark lines that begin with a misread number, next to the last one and before lead words; return all lines."""
    last = 0
    out = list(lines)
    for n, line in enumerate(lines):
        number = read_paragraph_number(line) or 0
        if has_paragraph_number(line) or line.long_number:
            last = number if last < number <= last + SKIPPED_NUMBERS or number == 1 else last
        elif line.calls is None and (slip := SLIPPED_NUMBER.match(line.text)):
            is_next = read_slipped_number(slip["figures"]) == last + 1
            if is_next and has_clause_words(line.text[slip.end() :], lang):
                last += 1
                out[n] = replace(line, long_number=slip.end("mark"))
    return out


def find_slips(lines: list[Line]) -> Iterator[tuple[Line, str, int]]:
    """Yield each line whose number is a slip, with the marker as printed and the number that it is read as."""
    for line in lines:
        printed = line.text[: line.long_number]
        if printed and SLIPPED_NUMBER.match(f"{printed} x") and not printed[:4].isdigit():
            yield line, printed, marker_number(printed) or read_paragraph_number(line) or 0


def find_slipped_points(blocks: Sequence[Block]) -> Iterator[tuple[Paragraph, str]]:
    """Yield each point whose marker is a figure among letters or a letter among figures, with the marker before it.

    What most points of a list have is right; where as many have figures as letters, what the first has.
    """
    points = [block for block in blocks if isinstance(block, Paragraph) and block.role is Role.POINT]
    kinds = [_has_figures(point.number) for point in points]
    usual = max((kind for kind in kinds if kind is not None), key=kinds.count, default=None)
    for n, point in enumerate(points):
        if kinds[n] is not None and kinds[n] is not usual:
            yield point, points[n - 1].number if n else ""
    for block in blocks:
        yield from find_slipped_points(inner_blocks_of(block))


def _has_figures(marker: str) -> bool | None:
    """Return whether a marker is of figures, and not of letters; None for bullets and enclosed numbers."""
    signs = [sign for sign in marker if sign.isdecimal() or sign.isalpha()]
    return any(sign.isdecimal() for sign in signs) if signs else None
