"""Find where a statement of the President of the Security Council begins, which has no enacting words.

Its symbol names the series (S/PRST/2044/7); its first sentence names the meeting, or a quotation opens it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from engross.grammars.language import Language
from engross.grammars.numbering import match_marker
from engross.grammars.symbol import find_symbols
from engross.readers.common.adoption_line import join_words
from engross.readers.lines.enclosures import mark_opener
from engross.readers.lines.lines import TEXT_LINE, Line

STATEMENT_SERIES = "PRST"
ORGAN = "sc"
SENTENCE_LINES = 4  # of the first sentence, at most, up to the meeting
SENTENCE_CHARACTERS = 160  # of it up to the meeting, at most
LEAST_OPENERS = 2  # quotation marks that open paragraphs
NO_ENACTING = -1  # the index of the enacting words of a text that has none


def find_statement(lines: Sequence[Line], lang: Language) -> tuple[int, str] | None:
    """Return the index of the line at which a statement begins in a language, and its organ's key; None for none."""
    texts = [n for n, line in enumerate(lines) if line.kind == TEXT_LINE]
    symbol = next((n for n in texts if _is_statement_symbol(lines[n].text)), None)
    meeting = re.compile(lang.words["adoption"]["meeting"])
    for at, n in enumerate(texts):
        words = join_words([lines[m].text for m in texts[at : at + SENTENCE_LINES]])[:SENTENCE_CHARACTERS]
        if symbol is not None and n > symbol and meeting.search(words):
            return _find_sentence_start(lines, texts, at, meeting), ORGAN
    return None


def mark_statement_paragraphs(lines: Sequence[Line]) -> list[Line]:
    """Return the lines of a statement with what opens a quotation marked; where it opens paragraphs, nothing else does.

    White space above a line, or a marker, may begin one too.
    """
    marked = [mark_opener(line) for line in lines]
    first = next((n for n, line in enumerate(marked) if line.opener), len(marked))
    if sum(line.opener > 0 for line in marked) < LEAST_OPENERS:
        return marked
    return [
        replace(line, begins=False) if n > first and line.begins is None and _may_go_on(line) else line
        for n, line in enumerate(marked)
    ]


def _may_go_on(line: Line) -> bool:
    return not line.gap and match_marker(line.text) is None


def _find_sentence_start(lines: Sequence[Line], texts: Sequence[int], at: int, meeting: re.Pattern[str]) -> int:
    """Return the last line from which on the first sentence reaches its meeting, that a sentence may begin with."""
    named = next(at + m for m in range(SENTENCE_LINES) if meeting.search(_join(lines, texts[at : at + m + 1])))
    begins = [m for m in range(at, named + 1) if lines[texts[m]].gap or lines[texts[m]].begins or m == at]
    return texts[max(m for m in begins if meeting.search(_join(lines, texts[m : named + 1])))]


def _join(lines: Sequence[Line], texts: Sequence[int]) -> str:
    return join_words([lines[n].text for n in texts])


def _is_statement_symbol(text: str) -> bool:
    """Return whether a line of a masthead ends with the symbol of a statement."""
    words = text.rstrip("*")
    return any(
        STATEMENT_SERIES in match.symbols[0].components and match.end == len(words) for match in find_symbols(words)
    )
