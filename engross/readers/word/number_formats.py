"""Write numbers as Word writes them in its lists: 3, c, III, 三 (ECMA-376 part 1, 17.18.59)."""

from __future__ import annotations

from collections.abc import Callable

from engross.grammars.numbering import ABJAD_LETTERS, ROMAN_VALUES

LATIN_LETTERS = "abcdefghijklmnopqrstuvwxyz"
CYRILLIC_LETTERS = "абвгдежзиклмнопрстуфхцчшщыэюя"
ARABIC_LETTERS = "أبتثجحخدذرزسشصضطظعغفقكلمنهوي"
MAX_NUMBER = 32_767  # the largest that Word lets a list begin with
HAN_DIGITS = "〇一二三四五六七八九"
NOTE_MARKS = "*†‡§"  # marks of notes in the Chicago Manual of Style


def _make_letter_format(alphabet: str) -> Callable[[int], str]:
    """Return a format that counts in letters and doubles them after the last, as Word does: aa, bb, cc."""
    size = len(alphabet)
    return lambda n: alphabet[(n - 1) % size] * ((n - 1) // size + 1) if n > 0 else "0"


def _format_roman(n: int) -> str:
    out = ""
    for value, letters in ROMAN_VALUES:
        times, n = divmod(n, value)
        out += letters * times
    return out or "0"


def _format_han(n: int) -> str:
    """Write Chinese numerals up to 99 (十七, 二十); digit by digit beyond."""
    if not 0 < n < 100:
        return "".join(HAN_DIGITS[int(digit)] for digit in str(n))
    tens, units = divmod(n, 10)
    return (HAN_DIGITS[tens] if tens > 1 else "") + ("十" if tens else "") + (HAN_DIGITS[units] if units else "")


def _make_enclosed_format(first: int) -> Callable[[int], str]:
    """Return a format with enclosed characters, ① or ㈠, up to 10; digits in brackets beyond."""
    return lambda n: chr(first + n - 1) if 0 < n <= 10 else f"({n})"


def _format_ordinal(n: int) -> str:
    ending = "th" if n % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(n % 10, "th")
    return f"{n}{ending}"


NUMBER_FORMATS: dict[str, Callable[[int], str]] = {
    "decimal": str,
    "decimalZero": lambda n: f"{n:02}",
    "none": lambda _: "",
    "bullet": lambda _: "",
    "ordinal": _format_ordinal,
    "lowerLetter": _make_letter_format(LATIN_LETTERS),
    "upperLetter": _make_letter_format(LATIN_LETTERS.upper()),
    "lowerRoman": _format_roman,
    "upperRoman": lambda n: _format_roman(n).upper(),
    "russianLower": _make_letter_format(CYRILLIC_LETTERS),
    "russianUpper": _make_letter_format(CYRILLIC_LETTERS.upper()),
    "arabicAbjad": _make_letter_format(ABJAD_LETTERS),
    "arabicAlpha": _make_letter_format(ARABIC_LETTERS),
    "chineseCounting": _format_han,
    "chineseCountingThousand": _format_han,
    "ideographDigital": _format_han,
    "japaneseCounting": _format_han,
    "taiwaneseCounting": _format_han,
    "taiwaneseCountingThousand": _format_han,
    "decimalEnclosedCircle": _make_enclosed_format(0x2460),
    "decimalEnclosedCircleChinese": _make_enclosed_format(0x2460),
    "decimalEnclosedParen": _make_enclosed_format(0x2474),
    "decimalFullWidth": lambda n: "".join(chr(0xFF10 + int(digit)) for digit in str(n)),
    "ideographEnclosedCircle": _make_enclosed_format(0x3280),
    "numberInDash": lambda n: f"- {n} -",
    "chicago": _make_letter_format(NOTE_MARKS),
    "hebrew2": str,
}


def format_number(n: int, form: str) -> str:
    """Write a number in one of Word's formats; in digits if the format is unknown or the number beyond ``MAX_NUMBER``.

    Letters and Roman numerals grow with the number: beyond that bound they would fill a page.
    """
    return NUMBER_FORMATS.get(form, str)(n) if 0 <= n <= MAX_NUMBER else str(n)
