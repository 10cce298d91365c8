"""Short titles of running heads: cases under cases/short-title, widths against the font.

``in.txt``: a line with the language and the room in em, then a title a line. ``out.txt``: their short titles.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from engross.editions.typeset.print_markup import fit_head
from engross.editions.typeset.short_title import shorten_title
from engross.editions.typeset.widths import _width_tables, width_in_em
from engross.grammars.language import load_language
from tests.cases import expect, folders
from tests.test_build import FONTS


@pytest.mark.parametrize("folder", folders("short-title"), ids=lambda f: f.name)
def test_titles_are_cut_where_a_phrase_begins(folder: Path, accept: bool) -> None:
    head, *titles = (folder / "in.txt").read_text("utf-8").splitlines()
    code, room = head.split()
    short = [shorten_title(title, float(room), load_language(code)) for title in titles]
    assert all(width_in_em(title) <= float(room) for title in short)
    expect(folder / "out.txt", "".join(f"{title}\n" for title in short), accept)


def test_widths_are_those_of_the_font() -> None:
    font = TTFont(FONTS / "NotoSerif_400Regular.ttf")
    glyphs, units = font.getBestCmap(), font["head"].unitsPerEm
    for character, width in _width_tables()[0].items():
        assert abs(font["hmtx"][glyphs[ord(character)]][0] / units - width) <= 0.006, character


def test_letters_with_accents_are_as_wide_as_without() -> None:
    assert width_in_em("é") == width_in_em("e")
    assert width_in_em("大会") == 2
    assert width_in_em("\u2060") == 0


def test_the_widest_long_arabic_title_is_not_wider_than_its_estimate() -> None:
    """Amiri sets it 43.2 em wide; the end of a line that is wider, here a year, would be an ellipsis."""
    title = (
        "الإعلان السياسي للاجتماع الرفيع المستوى المعني باستعراض منتصف المدة لإ"
        "طار سِنداي للحد من مخاطر الكوارث للفترة 2015-2030"
    )
    assert width_in_em(title) >= 43.2


@pytest.mark.parametrize(
    ("title", "room", "head", "size"),
    [
        ("Lighthouses", 20.0, "Lighthouses", 1.0),
        ("Lighthouses on all coasts", 11.25, "Lighthouses on all coasts", 0.95),
        ("Lighthouses on all coasts", 10.0, "Lighthouses …", 1.0),
    ],
)
def test_a_title_that_nearly_fits_is_smaller_rather_than_cut(title: str, room: float, head: str, size: float) -> None:
    found, scale = fit_head(title, room, load_language("en"))
    assert (found, round(scale, 2)) == (head, size)
