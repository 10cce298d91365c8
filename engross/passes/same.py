"""What is cited and what a link leads to: whether the two symbols mean one document.

The official links leave out letters, bracketed parts and half of a combined symbol.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from engross.grammars.symbol import Symbol

NUMBER_RANGE = re.compile(r"(?P<word>\D*)(?P<first>\d{1,9})-(?P<last>\d{1,9})")
SINGLE_NUMBER = re.compile(r"(?P<word>\D*)(?P<n>\d{1,9})")


def decision_number(symbol: Symbol) -> str:
    """The number of a resolution or decision without blanks; "" for any other document."""
    components = symbol.components
    at = next((n for n, c in enumerate(components) if c in ("RES", "DEC")), None)
    return "" if at is None else "".join("/".join(components[at + 1 :]).split())


def is_same_document(cited: Symbol, link: Symbol) -> bool:
    """Whether a link means what is cited: links leave out letters, bracketed parts, half of a combined symbol.

    A link to one record of a range (SR.11 of SR.11-13) means the range.
    """
    return any(_has_like_components(one, other) for one in _iter_halves(cited) for other in _iter_halves(link))


def _iter_halves(symbol: Symbol) -> Iterator[tuple[str, ...]]:
    """The components of each symbol of a combined one."""
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
    """A component without its bracketed part: "5 (Vol. I)" is "5"."""
    return component.partition(" (")[0]


def _is_in_range(component: str, other: str) -> bool:
    """Whether one component is of the range that the other is: SR.11 of SR.11-13."""
    span, one = (NUMBER_RANGE.fullmatch(component), SINGLE_NUMBER.fullmatch(other))
    if not span or not one:
        return False
    return span["word"] == one["word"] and int(span["first"]) <= int(one["n"]) <= int(span["last"])


def _strip_letter(component: str) -> str:
    """A number without the letter of its part: 235 B is 235, 217 A (III) is 217(III)."""
    head, *rest = component.split()
    brackets = "".join(r for r in rest if r.startswith("("))
    return f"{head}{brackets}"
