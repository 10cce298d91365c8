"""Words in an attribute that is to be a reference (RFC 3986), and the words again; names side by side in one."""

from __future__ import annotations

import re
from collections.abc import Iterable

BETWEEN = "; "
# What a reference cannot have, or not here, stands by its number: %3A for a colon.
_AWKWARD = re.compile(r"[%\[\]:]|(?<!^)#|(?<=/)/")
_NUMBERED = re.compile("%([0-9A-F]{2})")


def hidden(words: str) -> str:
    """Words as a reference: "Chair%3A Chile"."""
    return _AWKWARD.sub(lambda found: f"%{ord(found[0]):02X}", words)


def shown(reference: str) -> str:
    """The words that ``hidden`` made a reference."""
    return _NUMBERED.sub(lambda found: chr(int(found[1], 16)), reference)


def together(names: Iterable[str]) -> str:
    """Names as one reference."""
    return BETWEEN.join(hidden(name).replace(";", "%3B") for name in names)


def apart(reference: str) -> tuple[str, ...]:
    """The names that ``together`` made one."""
    return tuple(map(shown, reference.split(BETWEEN))) if reference else ()
