"""Pair the meetings and days under a text that was adopted at several meetings: each day stands under its meeting."""

from __future__ import annotations

import re

from engross.grammars.language import Language
from engross.model.text import spell_title
from engross.model.tree import Paragraph


def pair_closing_lines(closing: tuple[Paragraph, ...], language: Language) -> tuple[tuple[Paragraph, ...], ...]:
    """Return closing lines in rows: meetings beside each other above their days, any other line alone."""
    meeting = re.compile(rf"\W*(?:{language.words['reading']['meeting']})\W*")
    meetings = [n for n, line in enumerate(closing) if meeting.fullmatch(spell_title(line.content))]
    count = len(meetings)
    if count < 2 or meetings != list(range(count)) or len(closing) < 2 * count:
        return tuple((line,) for line in closing)
    rest = ((line,) for line in closing[2 * count :])
    return (closing[:count], closing[count : 2 * count], *rest)
