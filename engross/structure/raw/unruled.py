"""Notes without a rule over them: where they begin at the foot of each page."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import groupby

from engross.language import Language
from engross.structure.raw.lines import RULE, TEXT, Line
from engross.structure.raw.notes import SURE, best_place
from engross.structure.raw.places import number_places
from engross.structure.raw.seats import BEGINNING, bare_number, counted_on, own_number

MOST = 100  # beginnings on a page that are tried, the last ones
MISSING = 3  # notes that a page may lack before its first


def unruled(lines: list[Line], lang: Language) -> set[int]:
    """The lines at which notes begin, in a text whose extractor saw no rule; none where it saw any.

    On each page they begin at the next number in turn, at a line's beginning, which the page calls before; of
    several such lines at the one from which most notes count on, then at the last.
    """
    if any(line.kind == RULE for line in lines):
        return set()
    found: set[int] = set()
    expected = 1
    texts = (n for n, line in enumerate(lines) if line.kind == TEXT)
    for _, page in groupby(texts, key=lambda n: lines[n].page):
        ranked = list(_starts(lines, list(page), expected, lang))
        if ranked:
            length, _, start = max(ranked)
            found.add(start)
            expected = int(own_number(lines[start].text)[0]) + length
    return found


def _starts(lines: list[Line], page: list[int], expected: int, lang: Language) -> Iterator[tuple[int, int, int]]:
    """The lines of a page at which its notes may begin, each after how many count on from there and its rank.

    Notes may be missing: a number further on does as well, though the next in turn goes first.
    """
    tight = lang.words["reading"]["tight"]
    usual = Counter(lines[n].gap for n in page).most_common(1)[0][0]
    places = number_places([lines[n] for n in page])
    own = [own_number(line.text) for line in places.lines]
    due = {str(expected + n) for n in range(MISSING + 1)}
    begun = [at for at, (number, _) in enumerate(own) if number in due]
    for at in begun[-MOST:]:
        n, (number, end) = page[at], own[at]
        words = lines[n].text[end:]
        apart = lines[n].joint or lines[n].gap > usual or BEGINNING.match(words) or (not words and tight)
        below = lines[page[at + 1]].text if at + 1 < len(page) else ""
        if not apart and re.match(lang.words["calls"]["not_before"], words or below):
            continue
        count = counted_on({shown for shown, _ in own[at:]}, int(number))
        above = places.upto(at)
        sure = any(best_place(above, str(int(number) + n), lang) >= SURE for n in range(max(1, count)))
        run_in = BEGINNING.match(words or below) and best_place(above, number, lang) > 0
        skipped = int(number) == expected + 1 and bool(BEGINNING.match(words or below))  # the source skips one
        if sure or run_in if number == str(expected) else sure and (count > 1 or skipped):
            yield count, expected - int(number), n
        elif number == str(expected) and count > 1 and bare_number(lines[n].text):
            yield count, -1, n  # its call may have run into a number
