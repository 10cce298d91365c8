"""Find the quotation mark that was never closed: YAML itself goes on to the next one, and stumbles far below.

A text that a person forgot to close takes in the lines behind it, up to the next apostrophe or to the end of the file.
That it has taken in entries and keys of the file shows where it began.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, StreamMark, YAMLError
from ruamel.yaml.nodes import ScalarNode
from ruamel.yaml.tokens import ScalarToken, Token

QUOTES = ("'", '"')

QuotedScalar = ScalarNode | ScalarToken


def find_swallowing_quote(text: str, scalars: Iterable[QuotedScalar], keys: Iterable[str]) -> StreamMark | None:
    """Return where the first of ``scalars`` opens that is quoted and has lines of the file in it; None for none.

    A line of the file is one that begins with one of ``keys`` and a colon, after "- " or not. ``text`` is the file.
    """
    line = re.compile(rf"\n[ ]*(?:- +)*(?:{'|'.join(map(re.escape, keys))}):(?:\s|\Z)")
    marks = (
        scalar.start_mark
        for scalar in scalars
        if scalar.style in QUOTES and line.search(text, scalar.start_mark.index, scalar.end_mark.index)
    )
    first: StreamMark | None = min(marks, key=lambda mark: mark.index, default=None)
    return first


def find_faulty_quote(text: str, error: MarkedYAMLError, keys: Iterable[str]) -> StreamMark | None:
    """Return where the quote opens that makes ``text`` ill-formed; None where the fault is another.

    It is the one that has taken in lines of the file, or that no other closes, or that closes right before the place
    of ``error``, in the middle of its text.
    """
    tokens = [token for token in _scan_tokens(text) if isinstance(token, ScalarToken)]
    if mark := find_swallowing_quote(text, tokens, keys):
        return mark
    context = error.context or ""
    if context == "while scanning a quoted scalar":
        unclosed: StreamMark | None = error.context_mark
        return unclosed
    at = error.problem_mark.index if error.problem_mark else 0
    before = next((token for token in reversed(tokens) if token.end_mark.index <= at), None)
    if before is None or before.style not in QUOTES or text[before.end_mark.index : at].strip(" "):
        return None
    opening: StreamMark = before.start_mark
    return None if "flow" in context else opening  # in a list within brackets a comma may be missing


def _scan_tokens(text: str) -> Iterator[Token]:
    """Yield the tokens of a text up to the first that cannot be scanned."""
    try:
        yield from YAML(typ="safe", pure=True).scan(text)
    except YAMLError:
        return
