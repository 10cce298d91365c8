"""Take the numbers that call notes off the end of a line, so that its mark tells whether a paragraph ends.

"… of the harbour, 61": a number behind a mark, which no sentence has there.
"""

from __future__ import annotations

import re

from engross.grammars.language import Language

# One or several numbers behind a mark; 1/ as typewriters set it. A list of numbers has one before the mark too.
TRAILING_CALLS = re.compile(
    r"(?P<mark>(?:(?<!\d)|(?<=\b(?:19|20)\d\d))[,;:.،؛，。；：])(?:\s*[(]?\d{1,3}[)]?(?:/(?!\d))?(?:\s+|$))+$"
)
LISTED_CALLS = re.compile(r"(?P<mark>\d[,;.])(?P<calls>(?:\s+\d{1,3})+)$")


def strip_trailing_calls(text: str, lang: Language, known: frozenset[str] = frozenset()) -> str:
    """Return a text without the calls at its end that stand behind a mark; any other text as it is.

    ``known``: the numbers of notes, which call again even where a number stands before the mark.
    """
    match = TRAILING_CALLS.search(text) or LISTED_CALLS.search(text)
    if match is None or re.search(lang.words["calls"]["not_after"], text[: match.end("mark")] + " "):
        return text
    is_listed = match.re is LISTED_CALLS
    return text if is_listed and not known.issuperset(match["calls"].split()) else text[: match.end("mark")]


def find_trailing_calls(text: str, lang: Language, known: frozenset[str]) -> list[tuple[int, int]]:
    """Return the spans of the numbers that ``strip_trailing_calls`` takes off."""
    start = len(strip_trailing_calls(text, lang, known))
    return [(start + found.start(), start + found.end()) for found in re.finditer(r"\d+", text[start:])]
