"""Find the hyphens that a PDF's pages show: the text's own, U+002D, and word dividers, U+00AD.

At the end of a line PDFium reports the same character for both. The file's ToUnicode maps tell them apart
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
    """Return a page's hyphens and dividers by the number of their marked content, in content order; -1: outside any.

    Those in form XObjects are left out. Raises AttributeError or KeyError for fonts that the page does not have.
    """
    hyphens: dict[int, list[str]] = defaultdict(list)
    to_unicode: dict[str, dict[int, str]] = {}
    for mark, name, codes in _find_shown_codes(page):
        if name not in to_unicode:
            to_unicode[name] = read_to_unicode(page.Resources.Font[name])
        text = "".join(to_unicode[name].get(code, "") for code in split_codes(codes))
        hyphens[mark].extend(character for character in text if character in (HYPHEN, WORD_DIVIDER))
    return hyphens


def _find_shown_codes(page: Any) -> Iterator[tuple[int, str, Any]]:
    """Yield each piece of text that a page shows: the number of its marked content, its font's name, its codes."""
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
    """Return the number (MCID) in a marked content's properties, or ``around``, the number of the content around it."""
    return int(properties.get("/MCID", around)) if hasattr(properties, "get") else around
