"""Words in an attribute that is to be a reference (RFC 3986), and the words again; names side by side in one."""

from __future__ import annotations

import re
from collections.abc import Iterable

NAME_SEPARATOR = "; "
# What a reference cannot have, or not here, stands by its number: %3A for a colon.
_UNFIT_CHARACTER = re.compile(r"[%\[\]:]|(?<!^)#|(?<=/)/")
_ESCAPED_CHARACTER = re.compile("%([0-9A-F]{2})")


def escape_reference(words: str) -> str:
    """Words as a reference: "Chair%3A Chile"."""
    return _UNFIT_CHARACTER.sub(lambda found: f"%{ord(found[0]):02X}", words)


def unescape_reference(reference: str) -> str:
    """The words that ``escape_reference`` made a reference."""
    return _ESCAPED_CHARACTER.sub(lambda found: chr(int(found[1], 16)), reference)


def join_references(names: Iterable[str]) -> str:
    """Names as one reference."""
    return NAME_SEPARATOR.join(escape_reference(name).replace(";", "%3B") for name in names)


def split_references(reference: str) -> tuple[str, ...]:
    """The names that ``join_references`` made one."""
    return tuple(map(unescape_reference, reference.split(NAME_SEPARATOR))) if reference else ()
