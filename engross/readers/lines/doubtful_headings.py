"""Report where words and look disagree about a heading: either may be wrong."""

from __future__ import annotations

from collections.abc import Iterator

from engross.model.notice import Code, Notice, make_notice
from engross.model.text import shorten_line, spell_inlines
from engross.model.tree import Heading, Inline, Paragraph, Resolution, Role, Style, Styled, Text
from engross.readers.lines.lines import Line

BY_WORDS = {"kind": "a heading", "other": "the text"}
BY_LOOK = {"kind": "a paragraph", "other": "a heading"}


def report_doubtful_headings(resolution: Resolution, texts: list[Line]) -> Iterator[Notice]:
    """Yield a notice for each heading that is set as the text is, and each plain paragraph that is set as a heading.

    It needs a source whose other headings are set apart.
    """
    ranks = {line.number: line.rank for line in texts}
    annexes = (annex.blocks for part in resolution.parts for annex in part.annexes)
    for blocks in (*(part.body for part in resolution.parts), *annexes) if any(ranks.values()) else ():
        for block in blocks:
            if isinstance(block, Heading) and not ranks.get(block.where.line, 1):
                yield _make_doubt_notice(block, BY_WORDS)
            elif isinstance(block, Paragraph) and block.role is Role.PLAIN and _is_all_bold(block.content):
                yield _make_doubt_notice(block, BY_LOOK)


def _is_all_bold(content: tuple[Inline, ...]) -> bool:
    """Return whether all words of a run are bold."""
    worded = [item for item in content if not isinstance(item, Text) or item.text.strip()]
    return bool(worded) and all(isinstance(item, Styled) and item.style is Style.BOLD for item in worded)


def _make_doubt_notice(block: Heading | Paragraph, reading: dict[str, str]) -> Notice:
    text = shorten_line(f"{block.number} {spell_inlines(block.content, calls=False)}")
    return make_notice(Code.HEADING_DOUBTFUL, block.where, text=text, **reading)
