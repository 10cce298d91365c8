"""Markers as they are printed: what each is, counts and becomes in an id; the rules for all are properties."""

from __future__ import annotations

import pytest

from engross.grammars.numbering import (
    marker_number,
    marker_slug,
    match_marker,
    parse_han_number,
    parse_roman_number,
    read_slipped_number,
)

# The text, the kind of its marker and the marker; None if the text does not begin with one.
MARKERS = [
    ("3.\tDecides", "number", "3."),
    ("17 .\tDecides", "number", "17 ."),
    ("3．决定", "number", "3．"),
    ("3.5 million", None, ""),
    ("2022. ", None, ""),
    ("II\tReport", "section", "II"),
    ("二 决定", "section", "二"),
    ("十七", "section", "十七"),
    ("二十国集团", None, ""),
    ("A. Programme", "capital", "A."),
    ("A.B", None, ""),
    ("(a) To", "letter", "(a)"),
    ("（b）", "letter", "（b）"),
    ("(aa) To", "letter", "(aa)"),
    ("(i) To", "letter", "(i)"),
    ("(iv) To", "roman", "(iv)"),
    ("㈠", "enclosed", "㈠"),
    ("③", "enclosed", "③"),
    ("(一)", "han", "(一)"),
    ("(子)", "han", "(子)"),
    ("(1)", "arabic", "(1)"),
    ("a. to", "small", "a."),
    ("• one", "bullet", "•"),
    ("– one", "bullet", "–"),
    ("–one", None, ""),
    ("** Subject to", "star", "**"),
    ("(see below)", None, ""),
    ("Recalling", None, ""),
    ("", None, ""),
]


@pytest.mark.parametrize(("text", "kind", "marker"), MARKERS)
def test_marker_at(text: str, kind: str | None, marker: str) -> None:
    found = match_marker(text)
    assert (found.lastgroup if found else None, found[0] if found else "") == (kind, marker)


@pytest.mark.parametrize(
    ("marker", "counted", "named"),
    [
        ("3.", 3, "3"),
        ("(12)", 12, "12"),
        ("㈡", 2, "ii"),
        ("(二)", 2, "ii"),
        ("十七", 17, "xvii"),
        ("③", 3, "3"),
        ("(丑)", 2, "ii"),
        ("(a)", None, "a"),
        ("(iv)", None, "iv"),
        ("A.", None, "a"),
        ("*", None, "x1"),
        ("***", None, "x3"),
        ("(أ)", None, "a"),
        ("(هـ)", None, "e"),
        ("(أ أ)", None, "aa"),
        ("7 -", 7, "7"),
        ("’2‘", 2, "ii"),
        ("ثالثا", 3, "iii"),
        ("حادي عشر", 11, "xi"),
        ("ثانيا وعشرين", 22, "xxii"),
        ("باء -", None, "b"),
        ("с)", None, "c"),
        ("•", None, ""),
    ],
)
def test_count_and_slug(marker: str, counted: int | None, named: str) -> None:
    assert (marker_number(marker), marker_slug(marker)) == (counted, named)


@pytest.mark.parametrize("text", ["", "iiii", "vx", "ic", "a", "i v", "mmmm"])
def test_no_roman_numeral(text: str) -> None:
    assert parse_roman_number(text) is None


@pytest.mark.parametrize(("text", "value"), [("MCMXLVI", 1946), ("xix", 19), ("IX", 9), ("l", 50)])
def test_roman_numeral(text: str, value: int) -> None:
    assert parse_roman_number(text) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [("十", 10), ("十九", 19), ("二十", 20), ("九十九", 99), ("", None), ("十十", None), ("百", None)],
)
def test_han_numeral(text: str, value: int | None) -> None:
    assert parse_han_number(text) == value


@pytest.mark.parametrize(("marker", "value"), [("l.", 1), ("I0.", 10), ("|.", 1), ("|l.", 11), ("(b)", None)])
def test_number_in_figures_that_a_scan_has_wrong(marker: str, value: int | None) -> None:
    assert read_slipped_number(marker) == value
