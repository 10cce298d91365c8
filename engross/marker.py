"""The grammar of numbers and markers: "3.", "(a)", "㈠", "(iv)", "二", what each counts and how deep it stands.

Markers by level (Editorial Manual, para_subpara): 1 for (a), 2 for (i) and ㈠, 3 for a., 4 for i. and bullets.
"""

from __future__ import annotations

import re
import unicodedata

HAN_DIGITS = {c: n for n, c in enumerate("〇一二三四五六七八九")}
HEAVENLY = {c: n for n, c in enumerate("子丑寅卯辰巳午未申酉戌亥", 1)}
ROMAN = tuple(
    zip((1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1), "m cm d cd c xc l xl x ix v iv i".split(), strict=True)
)

# What may stand as a marker before a tab, or before text when its turn in the sequence has come.
MARKER = re.compile(
    r"""
    (?P<number>\d{1,3}\s?[.．])(?!\d)           # 3.   operative paragraph
  | (?P<section>[IVX]{1,5}|[一二三四五六七八九十]{1,3})(?=\s|$)  # II, 二   section
  | (?P<capital>[A-Z]\.)(?=\s|$)               # A.   heading
  | [(（](?P<roman>[ivxl]{2,6})[)）]            # (ii) point of the second level
  | [(（](?P<letter>[a-z]{1,2})[)）]            # (a)  point; (i) too: the sequence decides
  | (?P<enclosed>[\u3220-\u3229\u2460-\u2473])  # ㈠ ①
  | [(（](?P<han>[一二三四五六七八九十]{1,3}|[子丑寅卯辰巳午未申酉戌亥])[)）]   # (一) (子)
  | [(（](?P<arabic>\d{1,2})[)）]               # (1)
  | (?P<small>[a-z]{1,2}\.)(?=\s|$)            # a.   point of the third level
  | (?P<bullet>[•●–—-])(?=\s)
  | (?P<star>\*{1,3})
    """,
    re.VERBOSE,
)


def marker_at(text: str) -> re.Match[str] | None:
    """The marker at the very beginning of ``text``, or None."""
    return MARKER.match(text)


def han_number(text: str) -> int | None:
    """The value of a Chinese numeral up to 99: 十七 is 17. None where it is none."""
    if len(text) == 1 and text in HEAVENLY:
        return HEAVENLY[text]
    if not text or any(c not in HAN_DIGITS and c != "十" for c in text) or text.count("十") > 1:
        return None
    if "十" not in text:
        return int("".join(str(HAN_DIGITS[c]) for c in text))
    tens, _, units = text.partition("十")
    return (HAN_DIGITS[tens] if tens else 1) * 10 + (HAN_DIGITS[units] if units else 0)


def roman_number(text: str) -> int | None:
    """The value of a Roman numeral to 3999 in either case, canonical spellings only. None where it is none."""
    values = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100, "d": 500, "m": 1000}
    digits = [values.get(c, 0) for c in text.lower()]
    if not digits or 0 in digits:
        return None
    total = sum(-d if d < max(digits[n:]) else d for n, d in enumerate(digits))
    return total if total < 4000 and spell_roman(total) == text.lower() else None


def spell_roman(number: int) -> str:
    """A number from 1 to 3999 in small Roman numerals."""
    out = ""
    for value, sign in ROMAN:
        out += sign * (number // value)
        number %= value
    return out


def slug(marker: str) -> str:
    """A marker as part of an id: "(a)" is "a", "3." is "3", "㈡" and "(二)" are "ii", "*" is "x1"."""
    if marker and not marker.strip("*"):
        return f"x{len(marker)}"
    bare = re.sub(r"[^\w]", "", unicodedata.normalize("NFKC", marker))
    number = han_number(bare)
    if number:
        return spell_roman(number)
    ascii_only = re.sub(r"[^a-z0-9]+", "-", bare.lower()).strip("-")
    return ascii_only or "-".join(f"u{ord(c):x}" for c in bare)


def count(marker: str) -> int | None:
    """What a numbered marker counts: 3 for "3.", 2 for "㈡" and "(二)". None for letters and bullets."""
    bare = re.sub(r"[^\w]", "", unicodedata.normalize("NFKC", marker))
    return int(bare) if bare.isdecimal() else han_number(bare)
