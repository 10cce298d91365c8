"""Recognise lines that number the parts of a text: sections and parts, principles and articles."""

from __future__ import annotations

import re

from engross.grammars.language import Language
from engross.grammars.numbering import match_marker
from engross.readers.lines.lines import Line

HEADING_KINDS = ("section", "capital")


def is_section_number(line: Line) -> bool:
    """Return whether a line is only the number of a section."""
    marker = match_marker(line.text)
    return marker is not None and marker.lastgroup == "section" and marker.end() == len(line.text)


def is_heading_number(line: Line, lang: Language) -> bool:
    """Return whether a line is only the number of a section or part."""
    marker = match_marker(line.text)
    is_marker = marker is not None and marker.lastgroup in HEADING_KINDS and marker.end() == len(line.text)
    return is_marker or re.fullmatch(lang.words["reading"]["heading"], line.text) is not None


def is_titled_heading(line: Line, lang: Language) -> bool:
    """Return whether a line is the number of a principle, article or part with its title."""
    number = re.match(lang.words["reading"]["heading"], line.text)
    title = line.text[number.end() :].lstrip(" .:–—-") if number else ""
    return bool(title) and title[0].isupper() and line.text[-1] not in ".,;:!?،؛؟，。；："
