"""Keep the digit groups of numbers in right-to-left text in order, the first group on the left.

Arabic texts hold the groups of a number from its end, "900 033 1", and leave it to the direction to reverse them.
Tables that were typed from left to right hold them from the beginning, "1 033 900": those are isolated. A space that
separates within numbers (U+00A0 and U+202F, UAX 9, rule W4) would leave the groups in the order of the text: where they
are to be reversed it is replaced by an ordinary one.
"""

from __future__ import annotations

import re

GROUP_SPACE = "[ \u00a0\u202f]"
_GROUPS_FROM_END = rf"(?<=(?<!\d)\d{{3}}){GROUP_SPACE}(?=\d{{1,3}}(?!\d))"
_GROUPS_FROM_START = rf"(?<![\d.,])(?<!\d{GROUP_SPACE})\d{{1,%d}}(?:{GROUP_SPACE}\d{{3}})+(?!\d)(?!{GROUP_SPACE}\d)"
SURELY_FROM_END = re.compile(rf"(?<!\d)(?<!\d{GROUP_SPACE})(?:\d{{3}}{GROUP_SPACE})+\d{{1,2}}(?!\d)(?!{GROUP_SPACE}\d)")
SURELY_FROM_START = re.compile(_GROUPS_FROM_START % 2)
SURE_GROUPS, ANY_GROUPS_FROM_START = (
    re.compile(f"(?P<forth>{_GROUPS_FROM_START % most})|{_GROUPS_FROM_END}") for most in (2, 3)
)
NO_BREAK = "\u00a0"
JOINED_SPACE = "\u2060 \u2060"
ISOLATE, ISOLATE_END = "\u2066", "\u2069"


def has_sums_from_start(text: str) -> bool:
    """Return whether a document holds its numbers from the beginning: some surely, and none surely from the end."""
    return bool(SURELY_FROM_START.search(text)) and not SURELY_FROM_END.search(text)


def set_digit_groups(text: str, forth: bool = False) -> str:
    """Return ``text`` with the groups of its numbers joined, and isolated if they are held from the beginning.

    ``forth``: whether groups that could be either way (600 854) are taken to be held from the beginning.
    """
    return (ANY_GROUPS_FROM_START if forth else SURE_GROUPS).sub(_set_groups, text)


def _set_groups(match: re.Match[str]) -> str:
    return f"{ISOLATE}{NO_BREAK.join(re.split(GROUP_SPACE, match[0]))}{ISOLATE_END}" if match["forth"] else JOINED_SPACE
