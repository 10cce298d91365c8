"""Take the marks off a text that an e-mail quotes, line by line behind ">"; the letter's own words stand around it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from engross.model.notice import Code, Notice, make_notice
from engross.model.text import shorten_line
from engross.model.tree import Where
from engross.readers.lines.lines import Line, measure_indent

QUOTATION_MARKS = re.compile(r"(?:>[ \t]?)+")
LEAST_QUOTED_LINES = 5
AROUND_QUOTATION, QUOTATION_MARK = "words around a quotation", "marks of a quotation"


def unquote_lines(lines: list[Line]) -> list[Line]:
    """Return the lines of a text, of which half or more are quoted, without the marks, those around it as furniture.

    The marks stand on a line of their own at the end; any other text is returned as it is.
    """
    quoted = [line for line in lines if QUOTATION_MARKS.match(line.text)]
    if len(quoted) < max(LEAST_QUOTED_LINES, len(lines) / 2):
        return lines
    out: list[Line] = []
    gap = 0
    for line in lines:
        marks = QUOTATION_MARKS.match(line.text)
        words = line.text[marks.end() :] if marks else line.text
        if not words.strip():
            gap += line.gap + 1
            continue
        kind = line.kind if marks else AROUND_QUOTATION
        indent = measure_indent(words) if marks else line.indent
        out.append(replace(line, text=words.strip(), indent=indent, gap=line.gap + gap, kind=kind))
        gap = 0
    signs = "".join(match[0] for line in quoted if (match := QUOTATION_MARKS.match(line.text)))
    return [*out, Line(lines[-1].number + 1, "".join(signs.split()), kind=QUOTATION_MARK)]


def report_words_around(lines: list[Line], file: str) -> Iterator[Notice]:
    """Report the words around a quotation, which are left out, at their first line."""
    around = [line for line in lines if line.kind == AROUND_QUOTATION]
    if around:
        text = shorten_line(" ".join(line.text for line in around))
        yield make_notice(Code.FURNITURE, Where(file, around[0].number), text=text, kind=AROUND_QUOTATION)
