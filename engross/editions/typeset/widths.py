"""Estimate the width of a text in em from the advances of its characters (``widths.toml``)."""

from __future__ import annotations

import tomllib
import unicodedata
from functools import cache
from importlib.resources import files

LONGEST_SYMBOL = 22  # ems that E/CN.4/2001/2-E/CN.4/Sub.2/2000/46 takes in the text, and two more
BOLD = 1.08  # how much wider bold letters are


def width_in_em(text: str) -> float:
    """Return the width of a text in em; marks that are set over letters take none."""
    return sum(map(_character_width, unicodedata.normalize("NFD", text)))


def _character_width(character: str) -> float:
    advances, other = _width_tables()
    if character in advances:
        return advances[character]
    if unicodedata.category(character) in ("Mn", "Cf"):
        return 0.0
    if unicodedata.east_asian_width(character) in "WF":
        return other["wide"]
    return other["arabic" if unicodedata.bidirectional(character) in ("AL", "AN") else "any"]


@cache
def _width_tables() -> tuple[dict[str, float], dict[str, float]]:
    """Return the advances by character, and those of other characters by kind."""
    table = tomllib.loads((files("engross.editions.typeset") / "widths.toml").read_text("utf-8"))
    return {c: float(width) for width, characters in table["advances"].items() for c in characters}, table["other"]
