"""Escape words for attributes that must be references (RFC 3986), and join several names to one reference."""

from __future__ import annotations

import re
from collections.abc import Iterable

NAME_SEPARATOR = "; "
# Characters that a reference cannot have, or not there, are percent-encoded: %3A for a colon.
_UNFIT_CHARACTER = re.compile(r"[%\[\]:]|(?<!^)#|(?<=/)/")
_ESCAPED_CHARACTER = re.compile("%([0-9A-F]{2})")


def escape_reference(words: str) -> str:
    """Return words as a reference: "Chair%3A Chile"."""
    return _UNFIT_CHARACTER.sub(lambda found: f"%{ord(found[0]):02X}", words)


def unescape_reference(reference: str) -> str:
    """Return the words that ``escape_reference`` was given."""
    return _ESCAPED_CHARACTER.sub(lambda found: chr(int(found[1], 16)), reference)


def join_references(names: Iterable[str]) -> str:
    """Return names as one reference."""
    return NAME_SEPARATOR.join(escape_reference(name).replace(";", "%3B") for name in names)


def split_references(reference: str) -> tuple[str, ...]:
    """Return the names that ``join_references`` was given."""
    return tuple(map(unescape_reference, reference.split(NAME_SEPARATOR))) if reference else ()
