"""The marks that the paragraphs of documents end with, in the six languages."""

from __future__ import annotations

from engross.model.tree import Inline, Link, Style, Styled, Text

COMMAS = (",", "，", "、", "،")  # only paragraphs of a preamble end with these
COLONS = (":", "：")
SEMICOLONS = (";", "；", "؛")
PREAMBULAR_END_MARKS = (*COMMAS, *COLONS, *SEMICOLONS)  # of what stands before the first operative paragraph


def strip_raised_end(content: tuple[Inline, ...]) -> tuple[Inline, ...]:
    """Return inlines without the superscripts at their end: repeated calls, which stand behind the mark that counts."""
    last = content[-1] if content else None
    if isinstance(last, Text) and not last.text.strip():
        return strip_raised_end(content[:-1])
    raised = last.content[0] if isinstance(last, Link) and len(last.content) == 1 else last
    is_raised = isinstance(raised, Styled) and raised.style is Style.SUPERSCRIPT
    return strip_raised_end(content[:-1]) if is_raised else content
