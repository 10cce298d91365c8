"""The pinned fonts: which a text is set with, that they have the characters they are opened for."""

from __future__ import annotations

from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from engross.fonts import packages, ranges, shelf
from engross.language import codes
from engross.notice import Refusal
from tests.test_build import FONTS

FETCHED = all((FONTS / pin.name).is_file() for package in packages() for pin in package.pins)
needs_fonts = pytest.mark.skipif(not FETCHED, reason="the fonts are not fetched: ./press fonts")


def families(language: str, text: str = "") -> list[str]:
    """The families on the shelf for a text."""
    return list(dict.fromkeys(face.family for face in shelf(FONTS, language, text)))


def test_ranges_are_read_with_both_ends() -> None:
    assert ranges("0041-0043 20000-20000") == (range(0x41, 0x44), range(0x20000, 0x20001))


@needs_fonts
@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("zh", "大会 A/RES/77/1", ["Engross Serif SC"]),
        ("fr", "L’Assemblée générale « »", ["Engross Serif"]),
        ("ru", "Генеральная Ассамблея №", ["Engross Serif"]),
        ("ar", "الجمعية العامة", ["Engross Serif", "Engross Naskh"]),
        ("en", "大会", ["Engross Serif SC", "Engross Serif"]),
        ("zh", "الجمعية", ["Engross Serif SC", "Engross Naskh"]),
        ("zh", "Łódź", ["Engross Serif SC", "Engross Serif"]),
        ("es", "→ ∑", ["Engross Serif", "Engross Math"]),
    ],
)
def test_text_opens_the_faces_of_its_language_and_of_its_characters(
    language: str, text: str, expected: list[str]
) -> None:
    assert families(language, text) == expected


@needs_fonts
def test_without_a_language_all_are_there() -> None:
    assert len(shelf(FONTS)) == sum(len(package.pins) for package in packages())


def test_every_language_has_a_face_of_its_own() -> None:
    assert {code for package in packages() for code in package.languages} == set(codes())


def test_missing_face_is_said(tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="the font Engross Serif 400 normal is missing"):
        shelf(tmp_path, "ar")


@needs_fonts
def test_extension_has_the_signs_it_is_opened_for() -> None:
    """Every assigned sign of a block that the extension is opened for is in one of its faces, or in a text face."""
    known = {c for package in packages() for pin in package.pins for c in TTFont(FONTS / pin.name).getBestCmap()}
    arrows, operators, letters = range(0x2190, 0x2200), range(0x2200, 0x2300), range(0x1D400, 0x1D4A0)
    enclosed, boxes = range(0x2460, 0x2500), range(0x2610, 0x2613)
    lacking = [hex(c) for span in (arrows, operators, enclosed, boxes) for c in span if c not in known]
    assert lacking == []
    assert sum(c not in known for c in letters) <= 2  # two are reserved


@needs_fonts
def test_naskh_has_a_glyph_of_its_own_for_each_letter() -> None:
    """A letter put together of a body and dots cannot be read back out of a PDF."""
    font = TTFont(FONTS / "Amiri_400Regular.ttf")
    cmap = font.getBestCmap()
    letters = [c for c in range(0x621, 0x64B) if c not in range(0x63B, 0x641)]
    assert all(c in cmap for c in letters)
    assert len({cmap[c] for c in letters}) == len(letters)
