"""Find the numbers of paragraphs that only drafts have: "1)", where no paragraph has "1.", and the labels PP1 and OP1.

What opens a quotation stands before the markers of a draft that a resolution encloses: “1.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from engross.grammars.language import Language
from engross.grammars.numbering import CLOSED_NUMBER_PATTERN, NEGOTIATION_LABEL, marker_number
from engross.readers.lines.layout_habits import has_paragraph_number
from engross.readers.lines.lead_words import has_clause_words
from engross.readers.lines.lines import Line

LEAST_LABELS = 2


def mark_typed_numbers(lines: list[Line], lang: Language) -> list[Line]:
    """Return lines with those marked that begin with such a number."""
    labels = {n: match.end() for n, line in enumerate(lines) if (match := _match_label(line))}
    ends = labels if len(labels) >= LEAST_LABELS else _find_closed_numbers(lines, lang)
    return [
        replace(line, long_number=ends[n], begins=True) if n in ends and not line.spot else line
        for n, line in enumerate(lines)
    ]


def is_preambular_label(line: Line) -> bool:
    """Return whether a line begins with the label of a preambular paragraph, PP1."""
    return line.long_number > 0 and line.text.lstrip("[").startswith("PP")


def strip_openers(line: Line) -> Line:
    """Return a line without what evidence is not asked of: what opens a quotation, the label PP1."""
    start = line.long_number if is_preambular_label(line) else line.opener
    words = line.text[start:].lstrip()
    return replace(line, text=words, opener=0, long_number=0) if start and words else line


def _match_label(line: Line) -> re.Match[str] | None:
    return NEGOTIATION_LABEL.match(line.text) if not line.spot else None


def _find_closed_numbers(lines: Sequence[Line], lang: Language) -> dict[int, int]:
    """Return the ends of the numbers "1)", "2)" by line, if paragraphs with lead words have them and no others."""
    ends: dict[int, int] = {}
    last = clauses = 0
    for n, line in enumerate(lines):
        match = CLOSED_NUMBER_PATTERN.match(line.text)
        if has_paragraph_number(line):
            return {}
        if match and marker_number(match[0]) == last + 1:
            last, ends[n] = last + 1, match.end()
            clauses += has_clause_words(line.text[match.end() :].lstrip(), lang)
    return ends if 2 * clauses > len(ends) else {}
