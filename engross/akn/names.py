"""Names side by side in one attribute, and the names again: "CHILE; MALTA"."""

from __future__ import annotations

from collections.abc import Iterable

BETWEEN = "; "
# A name with the sign that stands between names has it by its number, as in an address (RFC 3986, 2.1).
SIGNS = (("%", "%25"), (";", "%3B"))


def together(names: Iterable[str]) -> str:
    """Names as one value."""
    return BETWEEN.join(_hidden(name) for name in names)


def apart(value: str) -> tuple[str, ...]:
    """The names in a value that ``together`` made."""
    return tuple(_shown(name) for name in value.split(BETWEEN)) if value else ()


def _hidden(name: str) -> str:
    for sign, number in SIGNS:
        name = name.replace(sign, number)
    return name


def _shown(name: str) -> str:
    for sign, number in reversed(SIGNS):
        name = name.replace(number, sign)
    return name
