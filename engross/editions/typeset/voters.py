"""Part a printed list of voters into names, each of which a line keeps whole: "Costa Rica", "United States of America".

Such a list is ragged, so that it costs nothing to end a line between two names (Chicago 7.42, names).
"""

from __future__ import annotations

import re

from engross.editions.typeset.widths import LONGEST_SYMBOL, width_in_em

NAMES = re.compile(r"([^,;،؛、，；]+[,;،؛、，；]?|[,;،؛、，；])(?<!\s)(\s*)")  # a name with its mark, the space behind


def part_voters(text: str) -> tuple[tuple[str, str, bool], ...]:
    """Return the pieces of a list: each with the space behind it, and whether it is a name to be kept whole.

    What is wider than the longest symbol may be a list whose marks were lost, and a line may end in it.
    """
    lead = text[: len(text) - len(text.lstrip())]
    pieces = ((name, gap, width_in_em(name) <= LONGEST_SYMBOL) for name, gap in NAMES.findall(text[len(lead) :]))
    return (*((("", lead, False),) if lead else ()), *pieces)
