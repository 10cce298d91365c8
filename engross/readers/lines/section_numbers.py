"""Lines that number the parts of a text: sections and parts, principles and articles."""

from __future__ import annotations

import re

from engross.grammars.language import Language
from engross.grammars.numbering import match_marker
from engross.readers.lines.lines import Line

HEADING_KINDS = ("section", "capital")


def is_section_number(line: Line) -> bool:
    """Whether a line is the number of a section and no more."""
    found = match_marker(line.text)
    return found is not None and found.lastgroup == "section" and found.end() == len(line.text)


def is_heading_number(line: Line, lang: Language) -> bool:
    """Whether a line is the number of a section or part and no more."""
    found = match_marker(line.text)
    numbered = found is not None and found.lastgroup in HEADING_KINDS and found.end() == len(line.text)
    return numbered or re.fullmatch(lang.words["reading"]["heading"], line.text) is not None


def is_titled_heading(line: Line, lang: Language) -> bool:
    """Whether a line is the number of a principle, article or part with its title."""
    found = re.match(lang.words["reading"]["heading"], line.text)
    rest = line.text[found.end() :].lstrip(" .:–—-") if found else ""
    return bool(rest) and rest[0].isupper() and line.text[-1] not in ".,;:!?،؛؟，。；："
