"""Notes without a rule over them: where they begin at the foot of each page."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import groupby

from engross.grammars.language import Language
from engross.readers.lines.lines import NOTE_RULE, TEXT_LINE, Line
from engross.readers.lines.note_blocks import (
    LIKELY_NOTE_START,
    count_following_numbers,
    read_bare_number,
    read_leading_number,
)
from engross.readers.lines.notes import SURE_LIKELIHOOD, rate_best_place
from engross.readers.lines.places import find_number_places

TRIED_STARTS = 100  # beginnings on a page that are tried, the last ones
MISSING_NOTES = 3  # notes that a page may lack before its first


def find_note_starts(lines: list[Line], lang: Language) -> set[int]:
    """The lines at which notes begin, in a text whose extractor saw no rule; none where it saw any.

    On each page they begin at the next number in turn, at a line's beginning, which the page calls before; of
    several such lines at the one from which most notes count on, then at the last.
    """
    if any(line.kind == NOTE_RULE for line in lines):
        return set()
    found: set[int] = set()
    expected = 1
    texts = (n for n, line in enumerate(lines) if line.kind == TEXT_LINE)
    for _, page in groupby(texts, key=lambda n: lines[n].page):
        ranked = list(_rank_page_starts(lines, list(page), expected, lang))
        if ranked:
            length, _, start = max(ranked)
            found.add(start)
            expected = int(read_leading_number(lines[start].text)[0]) + length
    return found


def _rank_page_starts(
    lines: list[Line], page: list[int], expected: int, lang: Language
) -> Iterator[tuple[int, int, int]]:
    """The lines of a page at which its notes may begin, each after how many count on from there and its rank.

    Notes may be missing: a number further on does as well, though the next in turn goes first.
    """
    tight = lang.words["reading"]["tight"]
    usual = Counter(lines[n].gap for n in page).most_common(1)[0][0]
    places = find_number_places([lines[n] for n in page])
    own = [read_leading_number(line.text) for line in places.lines]
    due = {str(expected + n) for n in range(MISSING_NOTES + 1)}
    begun = [at for at, (number, _) in enumerate(own) if number in due]
    for at in begun[-TRIED_STARTS:]:
        n, (number, end) = page[at], own[at]
        words = lines[n].text[end:]
        apart = (
            lines[n].after_furniture or lines[n].gap > usual or LIKELY_NOTE_START.match(words) or (not words and tight)
        )
        below = lines[page[at + 1]].text if at + 1 < len(page) else ""
        if not apart and re.match(lang.words["calls"]["not_before"], words or below):
            continue
        count = count_following_numbers({shown for shown, _ in own[at:]}, int(number))
        above = places.up_to(at)
        sure = any(rate_best_place(above, str(int(number) + n), lang) >= SURE_LIKELIHOOD for n in range(max(1, count)))
        run_in = LIKELY_NOTE_START.match(words or below) and rate_best_place(above, number, lang) > 0
        skipped = int(number) == expected + 1 and bool(LIKELY_NOTE_START.match(words or below))  # the source skips one
        if sure or run_in if number == str(expected) else sure and (count > 1 or skipped):
            yield count, expected - int(number), n
        elif number == str(expected) and count > 1 and read_bare_number(lines[n].text):
            yield count, -1, n  # its call may have run into a number
