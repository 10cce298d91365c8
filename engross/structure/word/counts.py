"""Numbers as Word writes them in its lists: 3, c, III, 三 (ECMA-376 part 1, 17.18.59)."""

from __future__ import annotations

from collections.abc import Callable

from engross.marker import ABJAD, ROMAN

LATIN = "abcdefghijklmnopqrstuvwxyz"
CYRILLIC = "абвгдежзиклмнопрстуфхцчшщыэюя"
ARABIC = "أبتثجحخدذرزسشصضطظعغفقكلمنهوي"
HAN = "〇一二三四五六七八九"
MOST = 32_767  # the largest number that Word lets a list begin with
STARS = "*†‡§"  # the marks of the Chicago Manual of Style, which count notes


def _letters(alphabet: str) -> Callable[[int], str]:
    """Letters as Word counts on after the last: aa, bb, cc."""
    size = len(alphabet)
    return lambda n: alphabet[(n - 1) % size] * ((n - 1) // size + 1) if n > 0 else "0"


def _roman(n: int) -> str:
    out = ""
    for value, letters in ROMAN:
        times, n = divmod(n, value)
        out += letters * times
    return out or "0"


def _han(n: int) -> str:
    """Chinese counting up to 99: 十七, 二十; digit by digit beyond."""
    if not 0 < n < 100:
        return "".join(HAN[int(digit)] for digit in str(n))
    tens, units = divmod(n, 10)
    return (HAN[tens] if tens > 1 else "") + ("十" if tens else "") + (HAN[units] if units else "")


def _enclosed(first: int) -> Callable[[int], str]:
    """Characters that enclose a number: ① or ㈠; digits where Unicode has none."""
    return lambda n: chr(first + n - 1) if 0 < n <= 10 else f"({n})"


def _ordinal(n: int) -> str:
    ending = "th" if n % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(n % 10, "th")
    return f"{n}{ending}"


FORMS: dict[str, Callable[[int], str]] = {
    "decimal": str,
    "decimalZero": lambda n: f"{n:02}",
    "none": lambda _: "",
    "bullet": lambda _: "",
    "ordinal": _ordinal,
    "lowerLetter": _letters(LATIN),
    "upperLetter": _letters(LATIN.upper()),
    "lowerRoman": _roman,
    "upperRoman": lambda n: _roman(n).upper(),
    "russianLower": _letters(CYRILLIC),
    "russianUpper": _letters(CYRILLIC.upper()),
    "arabicAbjad": _letters(ABJAD),
    "arabicAlpha": _letters(ARABIC),
    "chineseCounting": _han,
    "chineseCountingThousand": _han,
    "ideographDigital": _han,
    "japaneseCounting": _han,
    "taiwaneseCounting": _han,
    "taiwaneseCountingThousand": _han,
    "decimalEnclosedCircle": _enclosed(0x2460),
    "decimalEnclosedCircleChinese": _enclosed(0x2460),
    "decimalEnclosedParen": _enclosed(0x2474),
    "decimalFullWidth": lambda n: "".join(chr(0xFF10 + int(digit)) for digit in str(n)),
    "ideographEnclosedCircle": _enclosed(0x3280),
    "numberInDash": lambda n: f"- {n} -",
    "chicago": _letters(STARS),
    "hebrew2": str,
}


def counted(n: int, form: str) -> str:
    """The number ``n`` in a form of Word's; in digits where the form is none of those above, or Word counts not so far.

    Letters and Roman numerals are as long as the number is large: what is beyond ``MOST`` would be a page of them.
    """
    return FORMS.get(form, str)(n) if 0 <= n <= MOST else str(n)
