"""What holds for every numeral and marker."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engross.grammars.numbering import (
    marker_number,
    marker_slug,
    match_marker,
    parse_han_number,
    parse_roman_number,
    spell_roman,
)

NUMBERS = st.integers(1, 3999)
HAN = "一二三四五六七八九"


def han(number: int) -> str:
    """A number from 1 to 99 in Chinese numerals: 十七, 二十."""
    tens, units = divmod(number, 10)
    ten = ("" if tens == 1 else HAN[tens - 1]) + "十" if tens else ""
    return ten + (HAN[units - 1] if units else "")


@given(NUMBERS)
def test_roman_numerals_round_trip(number: int) -> None:
    """A number from 1 to 3999 in small Roman numerals, and its value in either case (engross.grammars.numbering)."""
    assert parse_roman_number(spell_roman(number)) == number
    assert parse_roman_number(spell_roman(number).upper()) == number


@given(st.text(alphabet="ivxlcdm", max_size=8))
def test_only_canonical_roman_numerals_count(text: str) -> None:
    """Canonical spellings only: "iiii" and "vx" are none."""
    value = parse_roman_number(text)
    assert value is None or spell_roman(value) == text


@pytest.mark.slow
@given(st.text(max_size=6))
def test_any_text_is_a_numeral_or_none(text: str) -> None:
    """None where it is none: no text is an error."""
    assert parse_roman_number(text) is None or re.fullmatch("[ivxlcdm]+", text, re.IGNORECASE)
    assert parse_han_number(text) is None or parse_han_number(text) in range(100)


@given(st.integers(1, 99))
def test_han_numerals_round_trip(number: int) -> None:
    """The value of a Chinese numeral up to 99: 十七 is 17; a marker of it counts the same."""
    assert parse_han_number(han(number)) == number
    assert marker_number(f"({han(number)})") == marker_number(f"（{han(number)}）") == number


@given(st.integers(1, 999))
def test_numbers_count_what_they_say(number: int) -> None:
    """What a numbered marker counts: 3 for "3."."""
    marker = f"{number}."
    found = match_marker(f"{marker}\tText")
    assert found is not None
    assert (found["number"], marker_number(marker), marker_slug(marker)) == (marker, number, str(number))


@given(st.text(min_size=1, max_size=12))
def test_slugs_are_parts_of_ids(text: str) -> None:
    """A marker as part of an id: small letters, digits and single hyphens."""
    assert re.fullmatch(r"(?:[a-z0-9]+(?:-[a-z0-9]+)*)?", marker_slug(text))
