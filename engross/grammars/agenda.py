"""Items of an agenda: those that a line names, and their order."""

from __future__ import annotations

import re

# With their letters: "68 (b)", "99 (م م)", "68 б)", "99(mm)".
AGENDA_ITEM = r"\d+(?:\s*[(（]?[^\W\d]{1,2}(?:\s[^\W\d])?[)）])*"
# One or several: "13 and 72", "14, 68 (b) and 121", "13和72".
AGENDA_ITEMS = re.compile(rf"{AGENDA_ITEM}(?:\s*(?:[,،、]|[^\W\d]{{1,3}})\s*{AGENDA_ITEM})*")

ITEM_LETTERS = re.compile(r"\s*([^\d\s])")  # where the letters of "69(a)" begin
NARROW_BRACKETS = str.maketrans("（）", "()")


def find_agenda_items(text: str) -> str:
    """Return the item, or items, that ``text`` names first, with single spaces ("13 and 72"); "" for none."""
    match = AGENDA_ITEMS.search(" ".join(text.split()))
    return match[0] if match else ""


def list_agenda_items(line: str) -> tuple[str, ...]:
    """Return the items that a line names, each once and in one spelling: "69(a)" and "69（a）" as "69 (a)"."""
    items = (" ".join(item.split()).translate(NARROW_BRACKETS) for item in re.findall(AGENDA_ITEM, line))
    return tuple(dict.fromkeys(ITEM_LETTERS.sub(r" \1", item, count=1) for item in items))


def split_item_number(number: str) -> list[tuple[int, str]]:
    """Return what agenda items are sorted by: 9, 68 (b), 68 (aa), 146; a title without a number, by itself."""
    pieces = re.split(r"(\d+)", number) if number[:1].isdecimal() else [number]
    return [(int(piece) if piece.isdecimal() else len(piece) * (len(pieces) > 1), piece) for piece in pieces]
