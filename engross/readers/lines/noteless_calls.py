"""Find the calls within a text without a layout whose notes are missing, by signs that no text has.

A day's year with more figures ("1 April 198259"), a number between it and the words that follow ("January 1992 28
submitted"), and the signs that the reading of a scan gives for small figures ("the Accord®", "1988*", "1949°8").
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from engross.grammars.language import Language
from engross.readers.lines.lines import Line

# Behind a word, a year, or their comma; ° not behind other numbers, which may be degrees.
SIGNS = (
    r"(?<=[^\W\d_]{3})[*®]{1,3}|(?<=[^\W\d_]{3}[,;])[*®]{1,3}|(?<=(?:19|20)\d\d)[*°®]{1,3}\d?|(?<=\d\d[,;])[*®]{1,3}"
)


def find_noteless_signs(lines: Sequence[Line], known: frozenset[str], lang: Language) -> Iterator[tuple[Line, str]]:
    """Yield each call that has no note, with its line. ``known``: the notes there are, and those told."""
    if lang.words["reading"]["tight"]:
        return
    months = "|".join(map(re.escape, lang.words["reading"]["months"]))
    pattern = re.compile(
        rf"(?:{months})\s+(?:19|20)\d\d(?:(?P<glued>\d{{1,3}})(?!\d)| (?P<spaced>\d{{1,3}})(?= [^\W\d_A-Z]{{2}}))"
        rf"|(?P<sign>{SIGNS})(?=[\s,.;)]|$)"
    )
    for line in lines:
        for match in pattern.finditer(line.text) if line.calls is None else ():
            number = match["glued"] or match["spaced"] or match["sign"]
            if number not in known:
                yield line, number
