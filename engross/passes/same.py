"""Compare the symbol that is cited with the symbol that a link leads to.

The official links leave out letters, bracketed parts and half of a combined symbol.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from engross.grammars.symbol import Symbol

NUMBER_RANGE = re.compile(r"(?P<word>\D*)(?P<first>\d{1,9})-(?P<last>\d{1,9})")
SINGLE_NUMBER = re.compile(r"(?P<word>\D*)(?P<n>\d{1,9})")


def decision_number(symbol: Symbol) -> str:
    """Return the number of a resolution or decision without spaces; "" for any other document."""
    components = symbol.components
    kind_at = next((n for n, c in enumerate(components) if c in ("RES", "DEC")), None)
    return "" if kind_at is None else "".join("/".join(components[kind_at + 1 :]).split())


def is_same_document(cited: Symbol, link: Symbol) -> bool:
    """Return whether a link leads to the document cited.

    Links leave out letters, bracketed parts, half of a combined symbol; one record of a range (SR.11 of SR.11-13) means
    the range.
    """
    return any(_has_like_components(one, other) for one in _iter_halves(cited) for other in _iter_halves(link))


def _iter_halves(symbol: Symbol) -> Iterator[tuple[str, ...]]:
    """Yield the components of each symbol in a combined one."""
    yield symbol.components
    if symbol.also:
        yield from _iter_halves(symbol.also)


def _has_like_components(cited: tuple[str, ...], link: tuple[str, ...]) -> bool:
    lettered = "RES" in cited or "DEC" in cited
    if len(cited) != len(link):
        return False
    return all(
        _strip_letter(a) == _strip_letter(b)
        if lettered
        else a == b or _strip_brackets(a) == b or a == _strip_brackets(b) or _is_in_range(a, b)
        for a, b in zip(cited, link, strict=True)
    )


def _strip_brackets(component: str) -> str:
    """Return a component without its bracketed part: "5 (Vol. I)" gives "5"."""
    return component.partition(" (")[0]


def _is_in_range(component: str, other: str) -> bool:
    """Return whether ``other`` (SR.11) lies in the range that ``component`` is (SR.11-13)."""
    number_range, single = (NUMBER_RANGE.fullmatch(component), SINGLE_NUMBER.fullmatch(other))
    if not number_range or not single:
        return False
    return number_range["word"] == single["word"] and int(number_range["first"]) <= int(single["n"]) <= int(
        number_range["last"]
    )


def _strip_letter(component: str) -> str:
    """Return a number without the letter of its part: 235 B gives 235, 217 A (III) gives 217(III)."""
    head, *others = component.split()
    brackets = "".join(r for r in others if r.startswith("("))
    return f"{head}{brackets}"
