"""Find the numbers in a passage, normalised across languages: 7,173,600, 600 173 7 and 717.36万 are one number.

Arabic texts set the groups of thousands from right to left; Chinese ones count in myriads, and spell years and articles
in Han figures. Readings that only may be the number which another language writes are kept apart.
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
WORD_SCALES = (0, 3, 6, 9)  # powers of ten that one language writes as a word and another in figures: 590 million


@dataclass(frozen=True, slots=True)
class TextFigures:
    """The numbers of three digits and more that a text writes in figures, and those that its figures may also mean."""

    said: frozenset[str]
    meant: frozenset[str]


def find_figures(text: str, language: Language) -> TextFigures:
    """Return the numbers in a text of ``language``, without separators of thousands."""
    number_signs = language.words["numbers"]
    folded = text.translate(ARABIC_DIGITS)
    unturned = frozenset(
        re.sub(r"\D", "", match) for match in FIGURE_PATTERN.findall(folded)
    )  # groups not reversed, as in tables
    if number_signs["groups_turned"]:
        folded = TURNED_GROUPS.sub(lambda match: "".join(reversed(re.split(f"[{GROUP_GAPS}]", match[0]))), folded)
    in_figures = frozenset(re.sub(r"\D", "", match) for match in FIGURE_PATTERN.findall(folded))
    other_readings = (
        *_find_counted_numbers(folded, number_signs["counted"]),
        *_find_spelled_numbers(folded, number_signs["digits"], number_signs["places"]),
    )
    return TextFigures(in_figures, unturned | frozenset(other_readings))


def _find_counted_numbers(text: str, counted: list[list[str]]) -> Iterator[str]:
    """Yield readings of numbers with a counting sign: 5.9亿 is 590 000 000, or 590 (million); 4.431亿 may be 443.1."""
    for sign, power in counted:
        for digits in re.findall(rf"(\d[\d.,{GROUP_GAPS}]*){re.escape(sign)}", text):
            value = Decimal(re.sub(r"[^\d.]", "", digits).rstrip(".") or 0) * Decimal(10) ** int(power)
            for scale in WORD_SCALES:
                scaled = value / Decimal(10) ** scale
                if scaled >= 100 or scaled == scaled.to_integral_value():
                    yield str(int(scaled))


def _find_spelled_numbers(text: str, digits: list[str], places: list[list[str]]) -> Iterator[str]:
    """Yield numbers in Han figures, by digits or by places: 第一四五条 and 第一百四十五条 both have 145."""
    if digits:
        values = {digit: n for n, alike in enumerate(digits) for digit in alike}
        powers = {sign: int(power) for sign, power in places}
        for run in re.findall(f"[{''.join((*values, *powers))}]{{2,}}", text):
            number = (
                str(_read_place_values(run, values, powers)) if set(run) & set(powers) else _read_digits(run, values)
            )
            if len(number) > 2:
                yield number


def _read_digits(run: str, values: dict[str, int]) -> str:
    return "".join(str(values[digit]) for digit in run)


def _read_place_values(run: str, values: dict[str, int], powers: dict[str, int]) -> int:
    """Read 一百零一 by its places: each figure is multiplied by the sign after it; a sign alone counts once."""
    total, figure = 0, 0
    for sign in run:
        if sign in powers:
            total, figure = total + max(1, figure) * 10 ** powers[sign], 0
        else:
            figure = values[sign]
    return total + figure
