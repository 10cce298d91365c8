"""Recognise the furniture of typed pages: "English", "Page 2" or "- 2 -", "/...", the rule at the end of the text.

The first words of the next page may stand behind the stroke: "/on the harbours".
"""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

from engross.grammars.language import Language
from engross.readers.lines.lines import PAGE_FOOT, RUNNING_HEAD, TEXT_LINE, Line
from engross.readers.lines.note_blocks import read_bare_number, read_leading_number

CONTINUATION_SIGN = re.compile(r"/(?:\s?[.]\s?[.]\s?[.]|…)\d{0,3}")  # the text goes on overleaf
CATCHWORDS = re.compile(r"/(?P<words>\w[^/]{2,60})")
CATCHWORD_LINES = 6  # lines of a page's foot and head between catchwords and the words themselves, at most
LEAST_PAGE_NUMBERS = 2  # that count up, to be those of pages
CENTRED_PAGE_NUMBER = re.compile(r"[-–—]\s?\d{1,3}\s?[-–—]")
END_RULE = re.compile(r"(?:[-–—*_]\s?){3,7}")


def mark_typed_pages(lines: list[Line], lang: Language) -> list[Line]:
    """Return lines with those of a typed page's head and foot marked; a layout shows its own."""
    page_line = re.compile(rf"(?:{lang.words['reading']['page']}|Page\s+\d{{1,3}})|{CENTRED_PAGE_NUMBER.pattern}")
    texts = [n for n, line in enumerate(lines) if line.kind == TEXT_LINE and line.calls is None and not line.spot]
    out = list(lines)
    for at, n in enumerate(texts):
        behind = [lines[m].text for m in texts[at + 1 : at + 1 + CATCHWORD_LINES]]
        if CONTINUATION_SIGN.fullmatch(lines[n].text) or _is_catchword(lines[n].text, behind):
            out[n] = replace(lines[n], kind=PAGE_FOOT)
        elif page_line.fullmatch(lines[n].text) or _is_language_line(lines[n].text, behind, page_line, lang):
            out[n] = replace(lines[n], kind=RUNNING_HEAD)
    for n in _find_bare_page_numbers(lines, texts):
        out[n] = replace(lines[n], kind=PAGE_FOOT)
    if texts and END_RULE.fullmatch(lines[texts[-1]].text):
        out[texts[-1]] = replace(lines[texts[-1]], kind=PAGE_FOOT)
    return out


def _find_bare_page_numbers(lines: list[Line], texts: list[int]) -> list[int]:
    """Return the lines that are page numbers: numbers alone between white space, which count up by one.

    None where a line begins with one of them as a note does: then they may be calls that an extractor took out.
    """
    alone = [n for n, below in pairwise(texts) if lines[n].gap and lines[below].gap and read_bare_number(lines[n].text)]
    counts = [read_bare_number(lines[n].text) for n in alone]
    others = {read_leading_number(lines[n].text)[0] for n in texts if n not in alone}
    is_run = len(alone) >= LEAST_PAGE_NUMBERS and counts == list(range(counts[0], counts[0] + len(counts)))
    return alone if is_run and not others.intersection(map(str, counts)) else []


def _is_catchword(text: str, behind: list[str]) -> bool:
    """Return whether a line at a page's foot has the words that the next page begins with, behind a stroke."""
    match = CATCHWORDS.fullmatch(text)
    return match is not None and any(line.startswith(match["words"].rstrip(" .…")) for line in behind[1:])


def _is_language_line(text: str, behind: list[str], page_line: re.Pattern[str], lang: Language) -> bool:
    """Return whether a line of a page's head names the language of the text, above the page's number."""
    return text.title() == lang.words["language"]["name"] and bool(behind) and bool(page_line.fullmatch(behind[0]))
