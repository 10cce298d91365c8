"""Find where notes without a rule over them begin at the foot of each page."""

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
from engross.readers.lines.note_calls import SURE_LIKELIHOOD, rate_best_place
from engross.readers.lines.places import find_number_places

POINT_OPENERS = ("(", "（")  # of the markers of points, (1), where calls have no brackets
TRIED_STARTS = 100  # candidates on a page that are tried: the last ones
MISSING_NOTES = 3  # notes that may be missing before a page's first


def find_note_starts(lines: list[Line], lang: Language) -> set[int]:
    """Return the indices of the lines at which notes begin; none if the extractor saw any rule.

    On each page they begin at a line that starts with the next number in turn, which the page calls before; of several
    such lines at the one from which most notes count on, then at the last.
    """
    if any(line.kind == NOTE_RULE for line in lines):
        return set()
    starts: set[int] = set()
    expected = 1
    texts = (n for n, line in enumerate(lines) if line.kind == TEXT_LINE)
    for _, page in groupby(texts, key=lambda n: lines[n].page):
        ranked = list(_rank_page_starts(lines, list(page), expected, lang))
        if ranked:
            length, _, start = max(ranked)
            starts.add(start)
            expected = int(read_leading_number(lines[start].text)[0]) + length
    return starts


def _rank_page_starts(
    lines: list[Line], page: list[int], expected: int, lang: Language
) -> Iterator[tuple[int, int, int]]:
    """Yield the lines at which a page's notes may begin: how many count on from there, the rank, the index.

    Notes may be missing: a later number does as well, though the next in turn ranks first.
    """
    tight = lang.words["reading"]["tight"]
    usual_gap = Counter(lines[n].gap for n in page).most_common(1)[0][0]
    places = find_number_places([lines[n] for n in page])
    leading_numbers = [read_leading_number(line.text) for line in places.lines]
    due = {str(expected + n) for n in range(MISSING_NOTES + 1)}
    candidates = [
        at
        for at, (number, _) in enumerate(leading_numbers)
        if number in due and (lang.words["calls"]["bracketed"] or not places.lines[at].text.startswith(POINT_OPENERS))
    ]
    for at in candidates[-TRIED_STARTS:]:
        n, (number, end) = page[at], leading_numbers[at]
        words = lines[n].text[end:]
        apart = (
            lines[n].after_furniture
            or lines[n].gap > usual_gap
            or LIKELY_NOTE_START.match(words)
            or (not words and tight)
        )
        below = lines[page[at + 1]].text if at + 1 < len(page) else ""
        if not apart and re.match(lang.words["calls"]["not_before"], words or below):
            continue
        count = count_following_numbers({leading for leading, _ in leading_numbers[at:]}, int(number))
        above = places.up_to(at)
        sure = any(rate_best_place(above, str(int(number) + n), lang) >= SURE_LIKELIHOOD for n in range(max(1, count)))
        run_in = LIKELY_NOTE_START.match(words or below) and rate_best_place(above, number, lang) > 0
        skips_one = int(number) == expected + 1 and bool(LIKELY_NOTE_START.match(words or below))
        if sure or run_in if number == str(expected) else sure and (count > 1 or skips_one):
            yield count, expected - int(number), n
        elif number == str(expected) and count > 1 and read_bare_number(lines[n].text):
            yield count, -1, n  # its call may have run into a number
