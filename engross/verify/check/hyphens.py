"""A PDF's pages to the hyphens they show: the text's own, U+002D, and those that divide a word, U+00AD.

PDFium says the same for both where they end a line. What tells them apart is in the file: the ToUnicode maps
(ISO 32000-1, 14.8.2.2.3).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from engross.verify.check.content import read_operators
from engross.verify.check.glyphs import read_to_unicode, split_codes

HYPHEN, WORD_DIVIDER = "-", "\u00ad"
MARKED_OPERATORS = "q Q Tf BDC BMC EMC Tj TJ ' \""


def find_hyphens(page: Any) -> dict[int, list[str]]:
    """The hyphens and dividers of each run of marked content of a page, in the order of its content; -1: in none.

    Those in forms are left out. Raises AttributeError or KeyError for fonts that the page has not.
    """
    found: dict[int, list[str]] = defaultdict(list)
    known: dict[str, dict[int, str]] = {}
    for mark, name, shown in _find_shown_codes(page):
        if name not in known:
            known[name] = read_to_unicode(page.Resources.Font[name])
        text = "".join(known[name].get(code, "") for code in split_codes(shown))
        found[mark].extend(character for character in text if character in (HYPHEN, WORD_DIVIDER))
    return found


def _find_shown_codes(page: Any) -> Iterator[tuple[int, str, Any]]:
    """What a page shows piece by piece: the number of its run of marked content, its font, its codes."""
    marks = [-1]
    for name, operands, font in read_operators(page, MARKED_OPERATORS):
        match name:
            case "BMC":
                marks.append(marks[-1])
            case "BDC":
                marks.append(_marked_content_number(operands[1], marks[-1]))
            case "EMC":
                del marks[max(1, len(marks) - 1) :]
            case "Tj" | "TJ" | "'" | '"':
                yield marks[-1], font, operands[-1]


def _marked_content_number(properties: Any, around: int) -> int:
    """The number that a run's properties give it; without one it is of the run around it."""
    return int(properties.get("/MCID", around)) if hasattr(properties, "get") else around
