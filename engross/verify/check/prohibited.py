"""Find Chinese lines that begin or end with a prohibited character (W3C clreq, 6.1.1), as drawn.

Also note calls apart from their words, marks of two characters and document symbols cut by a line's end, and single
characters on last lines.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

from engross.verify.check.finding import Finding, Findings
from engross.verify.check.lines import PdfBlock, PdfLine, find_text_blocks, open_chinese_print
from engross.verify.check.rule import EditionFault

NO_START = "、。，．；：！？〉》」』】〕〗）］｝”’·・～〜—…％‰℃々,.;:!?)]}%/"
NO_END = "〈《「『【〔〖（［｛“‘([{￥"
PAIRED_MARKS = "—…"  # marks of two characters
SYMBOL_PATTERN = re.compile(r"\b[A-Z][\w.]*(?:/[\w.\-]+)+|\b\d+/\d+\b", re.ASCII)
ADDRESS_PATTERN = re.compile(r"(?:https?://|www\.|\b[a-z0-9-]+(?:\.[a-z0-9-]+)+/)\S+")
REACH_CHARACTERS = 80  # characters looked at on each side of a line's end
SHOWN_CHARACTERS = 10  # characters shown of them
SPARE_LETTERS = 4  # letters: a symbol may be cut if a line has not more than this to spare


def find_prohibited_edges(path: Path) -> Findings | None:
    """Return the prohibited line starts and ends of a Chinese PDF; None for other languages, or without structure."""
    printed = open_chinese_print(path)
    if printed is None:
        return None
    return tuple(finding for block in find_text_blocks(printed) for finding in _check_block(block))


def _check_block(block: PdfBlock) -> Iterator[Finding]:
    widest = max(map(_width_in_letters, (line.text for line in block.lines)))
    for before, after in pairwise(block.lines):
        yield from _check_line_edge(before, after)
        yield from _check_cut_symbol(before, after, widest)
    if len(block.lines) > 1:
        yield from _check_lonely_character(*block.lines[-2:])


def _check_line_edge(before: PdfLine, after: PdfLine) -> Iterator[Finding]:
    at, shown = (
        f"page {after.page}",
        {"before": before.text[-SHOWN_CHARACTERS:], "after": after.text[:SHOWN_CHARACTERS]},
    )
    end, start = before.text.rstrip()[-1:], after.text.lstrip()[:1]
    if end and end == start and end in PAIRED_MARKS:
        yield EditionFault.PAIR_CUT.make_finding(at, mark=end, **shown)
    elif after.called:
        yield EditionFault.CALL_APART.make_finding(at, **shown)
    elif start and start in NO_START:
        yield EditionFault.LINE_START.make_finding(at, mark=start, **shown)
    if end and end in NO_END:
        yield EditionFault.LINE_END.make_finding(at, mark=end, **shown)


def _check_cut_symbol(before: PdfLine, after: PdfLine, widest: int) -> Iterator[Finding]:
    """Report a symbol that is cut by a line's end although a line of ``widest`` letters could hold it."""
    left, right = before.words[-REACH_CHARACTERS:], after.words[:REACH_CHARACTERS]
    place = len(left)
    cut_symbols = [m[0] for m in SYMBOL_PATTERN.finditer(left + right) if m.start() < place < m.end()]
    in_address = any(m.start() < place < m.end() for m in ADDRESS_PATTERN.finditer(left + right))
    between_words = left[-1:].isalnum() and right[:1].isalnum()  # two words: the space between them is not drawn
    if cut_symbols and not in_address and not between_words and len(cut_symbols[0]) < widest - SPARE_LETTERS:
        yield EditionFault.SYMBOL_CUT.make_finding(
            f"page {after.page}", before=left[-SHOWN_CHARACTERS:], after=right[:SHOWN_CHARACTERS]
        )


def _check_lonely_character(before: PdfLine, last: PdfLine) -> Iterator[Finding]:
    """Report a Han character alone on a last line; a letter alone there names a section, on a line of its own."""
    alone = [character for character in last.words if character.isalnum()]
    if len(alone) == 1 and unicodedata.east_asian_width(alone[0]) in "WF":
        yield EditionFault.LONELY.make_finding(
            f"page {last.page}", before=before.text[-SHOWN_CHARACTERS:], after=last.text
        )


def _width_in_letters(text: str) -> int:
    """Return the width of a text in letters; wide East Asian characters count as two."""
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)
