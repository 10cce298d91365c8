"""Read the line that says how a text was adopted: at which meeting, on which day, by which votes.

The Security Council of today prints it under the number, that of other days under the text: "Adopted at the 1382nd
meeting by 14 votes to none".
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from engross.grammars.dates import find_iso_date
from engross.grammars.language import Language
from engross.grammars.numbering import parse_figures
from engross.readers.common.end_marks import COMMAS

MOST_LINES = 8  # of an adoption line, with the States that abstained
NAMING_LINES = 4  # of an adoption line, at most, up to the meeting that it names
DIVIDED_WORD = re.compile(r"(?<=[^\W\d_])[-\u00ad]\n")
SENTENCE_STOP = re.compile(r"[.。](?:\s*\d{1,3})*$")  # with the calls of notes behind it


@dataclass(frozen=True, slots=True)
class AdoptionFacts:
    """What an adoption line says: its day in ISO 8601, "" for none, and the meeting, None if it cannot be read."""

    date: str = ""
    meeting: int | None = None


def read_adoption_line(text: str, lang: Language) -> AdoptionFacts | None:
    """Return what a text says that is an adoption line; None for any other text."""
    words = join_words([text.strip()])
    capitals = re.IGNORECASE if words.isupper() else re.RegexFlag(0)  # as typewriters set heads
    if not re.match(lang.words["adoption"]["line"], words, capitals):
        return None
    match = re.search(lang.words["adoption"]["meeting"], words, capitals)
    return AdoptionFacts(find_iso_date(words, lang, whole=False), parse_figures(match["n"]) if match else None)


def join_words(lines: Sequence[str]) -> str:
    """Join lines, a word that a line's end divides to one word."""
    return DIVIDED_WORD.sub("", "\n".join(lines))


def count_adoption_lines(lines: Sequence[str], gaps: Sequence[int], lang: Language) -> int:
    """Return how many lines, from the first on, are an adoption line; 0 if they begin with none.

    ``gaps``: the blank lines before each. It ends with its sentence, or where white space parts it from other text.
    """
    first = join_words(lines[:NAMING_LINES])
    if not re.match(lang.words["adoption"]["line"], first, re.IGNORECASE if lines and lines[0].isupper() else 0):
        return 0
    most = min(len(lines), MOST_LINES)
    complete = [n for n in range(1, most + 1) if read_adoption_line("\n".join(lines[:n]), lang)]
    for count in complete:
        below = lines[count] if count < len(lines) else ""
        is_parted = not find_iso_date(below, lang, whole=True) and (not below or gaps[count] > 0)
        if _is_ended("\n".join(lines[:count]), is_parted):
            return count
    return complete[0]


def _is_ended(words: str, is_parted: bool) -> bool:
    """Return whether an adoption line is ended by its words, or parted from what follows."""
    has_open_bracket = len(re.findall("[(（]", words)) > len(re.findall("[)）]", words))
    has_stop = SENTENCE_STOP.search(words) is not None
    return not has_open_bracket and (has_stop or (is_parted and not words.endswith(COMMAS)))
