"""Find the calls within a text without a layout whose notes are missing, by signs that no text has.

A day's year with more figures ("1 April 198259"), a number between it and the words that follow ("January 1992 28
submitted"), one that counts nothing behind it and names nothing before it ("the reports 17 of the Committee"), and the
signs that the reading of a scan gives for small figures ("the Accord®", "1988*", "1949°8").
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from engross.grammars.language import Language
from engross.readers.lines.lines import Line
from engross.readers.lines.note_calls import COUPLED_NUMBER
from engross.readers.lines.places import CONTEXT_CHARACTERS

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
    for line, below in zip(lines, [*lines[1:], None], strict=True):
        if line.calls is not None or line.spot:
            continue
        numbers = [match["glued"] or match["spaced"] or match["sign"] for match in pattern.finditer(line.text)]
        words = f"{line.text} {below.text}" if below and not below.gap else line.text
        for number in (*numbers, *_find_stray_numbers(words, len(line.text), lang)):
            if number not in known:
                yield line, number


def _find_stray_numbers(text: str, end: int, lang: Language) -> Iterator[str]:
    """Yield the numbers up to ``end`` between a word that no number names and one that no number counts."""
    words = lang.words["calls"]
    for match in re.finditer(rf"(?<=[^\W\d_]{{3}}\s)\d{{1,3}}(?=\s(?:{words['goes_on']}|{words['owner']}))", text):
        before, after = text[max(0, match.start() - CONTEXT_CHARACTERS) : match.start()], text[match.end() :]
        is_name = re.search(r"(?<![\w-])[^\W\d_a-zà-ÿа-я]\w*\s$", before) or re.search(words["not_after"], before)
        is_one_of_two = COUPLED_NUMBER.match(after) or re.match(words["not_before"], after)
        if match.end() <= end and not is_name and not is_one_of_two and not re.search(words["not_behind"], before):
            yield match[0]
