"""Find the head of a draft: its sponsors, whose names end with what the draft is, and its title below them."""

from __future__ import annotations

import re
from itertools import takewhile

from engross.grammars.language import Language
from engross.grammars.symbol import find_symbols
from engross.readers.common.end_marks import COLONS
from engross.readers.lines.lines import Line

TITLE_LINES = 8  # lines of a draft's title, at most


def find_marked_title(lines: list[Line], texts: list[int]) -> list[int]:
    """Return the lines of the heading right above the enacting words, by marks or by its look; [] for none.

    ``texts``: the lines between the fields of the masthead and the enacting words.
    """
    marked = list(takewhile(lambda n: lines[n].rank, reversed(texts)))
    same = [n for n in reversed(marked) if lines[n].rank == lines[marked[0]].rank]
    return [n for n in same if not any(found.start == 0 for found in find_symbols(lines[n].text))]


def find_draft_head(lines: list[Line], texts: list[int], lang: Language) -> tuple[list[int], list[int]]:
    """Return the indices of the sponsors' lines and of the title's, from ``texts`` above the enacting words.

    Empty lists if the document is not a draft; no sponsors if fields of the masthead stand among them; no title where
    the sponsors stand right above the enacting words, as in the Security Council. The sponsors begin where the layout
    begins a paragraph: at a gap, or where the places of a PDF show it. The title begins with the first line that looks
    like a heading, if one does.
    """
    end = next((at for at, n in enumerate(texts) if _is_end_of_sponsors(lines[n].text, lang)), None)
    if end is None or len(texts) - end - 1 > TITLE_LINES:
        return [], []
    begins = [at for at in range(1, end + 1) if lines[texts[at]].begins or lines[texts[at]].gap]
    start = max(begins, default=end)
    names = [lines[n].text for n in texts[start : end + 1]]
    if not is_sponsors_text(" ".join(names), lang):
        return [], []
    fields = lang.words["masthead_lines"].values()
    only_names = not any(re.match(field, name) for field in fields for name in names)  # else their beginning is unknown
    title = next((at for at in range(end + 1, len(texts)) if lines[texts[at]].rank), end + 1)
    return (texts[start : end + 1] if only_names else []), texts[title:]


def is_sponsors_text(text: str, lang: Language) -> bool:
    """Return whether a text names the sponsors of a draft: "Norland and Ostrova: revised draft resolution"."""
    return _is_end_of_sponsors(text, lang) and any(mark in text for mark in COLONS)


def _is_end_of_sponsors(text: str, lang: Language) -> bool:
    return bool(re.fullmatch(rf".*{lang.words['reading']['draft']}", text.rstrip(" *")))
