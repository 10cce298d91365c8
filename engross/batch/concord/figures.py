"""A passage to the numbers in it, as all languages write them, so that 7,173,600, 600 173 7 and 717.36万 are one.

Arabic texts set the groups of thousands from right to left; Chinese ones count in myriads and spell years and
articles with Han figures. What only may be the number that another language writes out is kept apart.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from engross.grammars.language import Language

GROUP_GAPS = " \u00a0\u202f"
TURNED_GROUPS = re.compile(
    rf"(?<![\d/.,])(?<!\d[{GROUP_GAPS}])\d{{3}}(?:[{GROUP_GAPS}]\d{{3}})*[{GROUP_GAPS}]\d{{1,3}}(?![\d/])"
)
FIGURE_PATTERN = re.compile(rf"(?<![\d/.])\d{{1,3}}(?:[ {GROUP_GAPS}.,]\d{{3}})+(?!\d)|(?<![\d/.,])\d{{3,}}(?![\d/])")
ARABIC_DIGITS = {0x660 + n: str(n) for n in range(10)} | {0x6F0 + n: str(n) for n in range(10)}
WORD_SCALES = (0, 3, 6, 9)  # powers of ten by which one language writes words where another counts on: 590 million


@dataclass(frozen=True, slots=True)
class TextFigures:
    """The numbers of three digits and more that a text writes in figures, and those that its other figures may mean."""

    said: frozenset[str]
    meant: frozenset[str]


def find_figures(text: str, language: Language) -> TextFigures:
    """The numbers in ``text``, a text of ``language``, without what parts their thousands."""
    signs = language.words["numbers"]
    folded = text.translate(ARABIC_DIGITS)
    as_they_stand = frozenset(re.sub(r"\D", "", found) for found in FIGURE_PATTERN.findall(folded))  # as in tables
    if signs["groups_turned"]:
        folded = TURNED_GROUPS.sub(lambda found: "".join(reversed(re.split(f"[{GROUP_GAPS}]", found[0]))), folded)
    said = frozenset(re.sub(r"\D", "", found) for found in FIGURE_PATTERN.findall(folded))
    otherwise = (
        *_find_counted_numbers(folded, signs["counted"]),
        *_find_spelled_numbers(folded, signs["digits"], signs["places"]),
    )
    return TextFigures(said, as_they_stand | frozenset(otherwise))


def _find_counted_numbers(text: str, counted: list[list[str]]) -> Iterator[str]:
    """5.9亿 is 590 000 000, and may stand for 590 million; 4.431亿 for 443.1 million."""
    for sign, power in counted:
        for found in re.findall(rf"(\d[\d.,{GROUP_GAPS}]*){re.escape(sign)}", text):
            value = Decimal(re.sub(r"[^\d.]", "", found).rstrip(".") or 0) * Decimal(10) ** int(power)
            for scale in WORD_SCALES:
                scaled = value / Decimal(10) ** scale
                if scaled >= 100 or scaled == scaled.to_integral_value():
                    yield str(int(scaled))


def _find_spelled_numbers(text: str, digits: list[str], places: list[list[str]]) -> Iterator[str]:
    """第一四五条 and 第一百四十五条 are article 145."""
    if digits:
        values = {digit: n for n, alike in enumerate(digits) for digit in alike}
        powers = {sign: int(power) for sign, power in places}
        for found in re.findall(f"[{''.join((*values, *powers))}]{{2,}}", text):
            number = (
                str(_read_place_values(found, values, powers))
                if set(found) & set(powers)
                else _read_digits(found, values)
            )
            if len(number) > 2:
                yield number


def _read_digits(found: str, values: dict[str, int]) -> str:
    return "".join(str(values[digit]) for digit in found)


def _read_place_values(found: str, values: dict[str, int], powers: dict[str, int]) -> int:
    """一百零一 by its places: each figure counts as often as the sign behind it says, 十 alone once."""
    total, figure = 0, 0
    for sign in found:
        if sign in powers:
            total, figure = total + max(1, figure) * 10 ** powers[sign], 0
        else:
            figure = values[sign]
    return total + figure
