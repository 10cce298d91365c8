"""Find the items of the agenda that a line names, as printed."""

from __future__ import annotations

import re

# With their letters: "68 (b)", "99 (م م)", "68 б)", "99(mm)".
AGENDA_ITEM = r"\d+(?:\s*[(（]?[^\W\d]{1,2}(?:\s[^\W\d])?[)）])*"
# One or several: "13 and 72", "14, 68 (b) and 121", "13和72".
AGENDA_ITEMS = re.compile(rf"{AGENDA_ITEM}(?:\s*(?:[,،、]|[^\W\d]{{1,3}})\s*{AGENDA_ITEM})*")


def find_agenda_items(text: str) -> str:
    """Return the item, or items, that ``text`` names first, with single spaces ("13 and 72"); "" for none."""
    match = AGENDA_ITEMS.search(" ".join(text.split()))
    return match[0] if match else ""


def split_item_number(number: str) -> list[tuple[int, str]]:
    """Return what agenda items are sorted by: 9, 68 (b), 146."""
    return [(int(piece) if piece.isdecimal() else 0, piece) for piece in re.split(r"(\d+)", number)]
