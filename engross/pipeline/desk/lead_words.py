"""Set the first words of a paragraph apart as its lead words."""

from __future__ import annotations

import re

from engross.model.split_run import split_run
from engross.model.text import spell_inlines
from engross.model.tree import Inline, Style, Styled
from engross.model.walk import join_inlines

# A word, with what stands before it; of scripts that write without spaces a character is one.
WORD = re.compile(r"\s*(?:[\u2e80-\u9fff\uf900-\ufaff]|[^\s\u2e80-\u9fff\uf900-\ufaff]+)")
TRAILING_MARKS = ",;:，；：،؛"  # that are not set with the lead words before them


def find_word_ends(text: str) -> tuple[int, ...]:
    """Return where each word of a text ends, marks behind it left out."""
    return tuple(match.end() - len(match[0]) + len(match[0].rstrip(TRAILING_MARKS)) for match in WORD.finditer(text))


def set_lead_words(content: tuple[Inline, ...], count: int) -> tuple[Inline, ...]:
    """Return a run whose first ``count`` words are its lead words; it has none before."""
    ends = find_word_ends(spell_inlines(content, calls=False))
    if not count or not ends:
        return content
    first, rest = split_run(content, ends[min(count, len(ends)) - 1])
    return join_inlines((Styled(Style.LEAD, first), *rest))
