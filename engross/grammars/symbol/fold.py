"""Fold text to the characters that symbols have: no look-alike letters, no marks of direction, no full-width forms.

Official texts have Cyrillic letters in symbols (un-documents: 4.1); Arabic ones have marks of direction. Superscript
figures are left alone: they are calls of notes, not digits of a symbol.
"""

from __future__ import annotations

import unicodedata
from functools import cache

_LOOK_ALIKES = str.maketrans(
    "АВЕЅІЈКМНОРСТУХаеорсухіѕјΑΒΕΖΗΙΚΜΝΟΡΤΥΧ–—‐‑‒−∕⁄",
    "ABESIJKMHOPCTYXaeopcyxisjABEZHIKMNOPTYX------//",
)
_DROPPED_MARKS = dict.fromkeys(
    [0xAD, 0x61C, 0xFEFF, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x206A)]
)


def fold_symbol_text(text: str) -> str:
    """Return ``text`` in the characters that symbols have, with single spaces and none at its ends."""
    return " ".join("".join(map(fold_symbol_character, text)).split())


@cache
def fold_symbol_character(character: str) -> str:
    """Return a character in NFKC, no look-alike; "" for a mark of direction or a joiner; superscripts unchanged."""
    if unicodedata.decomposition(character).startswith("<super>"):
        return character
    return unicodedata.normalize("NFKC", character).translate(_DROPPED_MARKS).translate(_LOOK_ALIKES)


def fold_with_places(text: str) -> tuple[str, list[int]]:
    """Return ``text`` folded, white space kept, and the offset in ``text`` of each folded character and of the end."""
    pieces = [fold_symbol_character(c) for c in text]
    places = [n for n, piece in enumerate(pieces) for _ in piece]
    return "".join(pieces), [*places, len(text)]
