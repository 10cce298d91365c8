"""Lines that number the parts of a text: sections and parts, principles and articles."""

from __future__ import annotations

import re

from engross.language import Language
from engross.marker import marker_at
from engross.structure.raw.lines import Line

HEADINGS = ("section", "capital")


def section(line: Line) -> bool:
    """Whether a line is the number of a section and no more."""
    found = marker_at(line.text)
    return found is not None and found.lastgroup == "section" and found.end() == len(line.text)


def label(line: Line, lang: Language) -> bool:
    """Whether a line is the number of a section or part and no more."""
    found = marker_at(line.text)
    numbered = found is not None and found.lastgroup in HEADINGS and found.end() == len(line.text)
    return numbered or re.fullmatch(lang.words["reading"]["heading"], line.text) is not None


def titled(line: Line, lang: Language) -> bool:
    """Whether a line is the number of a principle, article or part with its title."""
    found = re.match(lang.words["reading"]["heading"], line.text)
    rest = line.text[found.end() :].lstrip(" .:–—-") if found else ""
    return bool(rest) and rest[0].isupper() and line.text[-1] not in ".,;:!?،؛؟，。；："
