"""Text to the characters that symbols have: no look-alike letters, no marks of direction, full width made plain.

Official texts have Cyrillic letters in symbols (un-documents: 4.1), Arabic ones have marks of direction. Raised
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
    """``text`` in the characters that symbols have, its white space single and none at its ends."""
    return " ".join("".join(map(fold_symbol_character, text)).split())


@cache
def fold_symbol_character(character: str) -> str:
    """A character in form NFKC, no look-alike; "" for a mark of direction or a joiner."""
    if unicodedata.decomposition(character).startswith("<super>"):
        return character
    return unicodedata.normalize("NFKC", character).translate(_DROPPED_MARKS).translate(_LOOK_ALIKES)


def fold_with_places(text: str) -> tuple[str, list[int]]:
    """``text`` folded, white space kept, and for each of its characters, and its end, the place it came from."""
    pieces = [fold_symbol_character(c) for c in text]
    places = [n for n, piece in enumerate(pieces) for _ in piece]
    return "".join(pieces), [*places, len(text)]
