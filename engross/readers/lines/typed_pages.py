"""Recognise the furniture of typed pages: "Page 2", "/...", the rule at the end of the text."""

from __future__ import annotations

import re
from dataclasses import replace

from engross.grammars.language import Language
from engross.readers.lines.lines import PAGE_FOOT, RUNNING_HEAD, TEXT_LINE, Line

CONTINUATION_SIGN = re.compile(r"/(?:\s?[.]\s?[.]\s?[.]|…)\d{0,3}")  # the text goes on overleaf
END_RULE = re.compile(r"(?:[-–—*_]\s?){3,7}")


def mark_typed_pages(lines: list[Line], lang: Language) -> list[Line]:
    """Return lines with those of a typed page's head and foot marked; a layout shows its own."""
    page_line = re.compile(rf"(?:{lang.words['reading']['page']}|Page\s+\d{{1,3}})")
    texts = [n for n, line in enumerate(lines) if line.kind == TEXT_LINE and line.calls is None and not line.spot]
    out = list(lines)
    for n in texts:
        if CONTINUATION_SIGN.fullmatch(lines[n].text):
            out[n] = replace(lines[n], kind=PAGE_FOOT)
        elif page_line.fullmatch(lines[n].text):
            out[n] = replace(lines[n], kind=RUNNING_HEAD)
    if texts and END_RULE.fullmatch(lines[texts[-1]].text):
        out[texts[-1]] = replace(lines[texts[-1]], kind=PAGE_FOOT)
    return out
