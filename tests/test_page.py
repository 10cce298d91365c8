"""Pages as asked for: papers and type sizes, codes that machines read back, words in another script."""

from __future__ import annotations

from pathlib import Path

import pytest
import tinycss2

from engross.editions import assets
from engross.editions.typeset.barcodes import Barcode, make_first_page_codes
from engross.editions.typeset.foreign import masthead_language_tag, split_foreign_phrases
from engross.editions.typeset.paper import make_paper_sheet
from engross.editions.typeset.widths import width_in_em
from engross.grammars.language import load_language
from engross.grammars.symbol import parse
from engross.model.book import Book, Imprint, SymbolIndex
from engross.model.paper import PAPERS, POINTS_PER_MM, Format
from engross.model.tree import Facts, Part, Resolution, Text


@pytest.mark.parametrize("path", sorted(assets.style_folder().rglob("*.css")), ids=lambda path: path.name)
def test_every_style_sheet_has_a_rule(path: Path) -> None:
    assert tinycss2.parse_stylesheet(path.read_text("utf-8"), skip_comments=True, skip_whitespace=True)


@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("size", [0.0, 9.0, 14.0])
def test_a_line_holds_a_whole_number_of_characters(paper: str, size: float) -> None:
    """Clreq 2.3.2: the measure is a multiple of the character's size; both margins together leave just that."""
    text = make_paper_sheet(Format(paper, size), load_language("zh")).markup
    page = next(line for line in text.splitlines() if line.startswith("  margin: "))
    _, outer, _, _ = page.removeprefix("  margin: ").rstrip(";").split()
    em = size or 10.5 * PAPERS[paper].scale
    characters = measure(Format(paper, size), "zh") / em
    assert abs(characters - round(characters)) < 0.001
    assert f"--body-size: {em:g}pt;" in text
    assert float(outer[:-2]) >= (PAPERS[paper].side - PAPERS[paper].inner) * POINTS_PER_MM


def measure(page_format: Format, code: str) -> float:
    """Return the width of a line in pt: what the side margins leave."""
    text = make_paper_sheet(page_format, load_language(code)).markup
    page = next(line for line in text.splitlines() if line.startswith("  margin: "))
    _, outer, _, inner = page.removeprefix("  margin: ").rstrip(";").split()
    return PAPERS[page_format.paper].width * POINTS_PER_MM - float(outer[:-2]) - float(inner[:-2])


@pytest.mark.parametrize("code", ["de", "en", "es", "fr", "ru"])
def test_a_line_of_letters_holds_some_eighty(code: str) -> None:
    words = load_language(code).words
    text = " ".join((*words["colophon"].values(), words["index"]["about_page"], words["record"]["about"]))
    letters = measure(Format(), code) / (words["page"]["sizes"]["handout"] * width_in_em(text) / len(text))
    assert 75 < letters < 86


@pytest.mark.parametrize(("paper", "size"), [("a4", 7.0), ("letter", 7.0), ("a5", 7.0)])
def test_small_letters_do_not_make_a_page_of_margins(paper: str, size: float) -> None:
    assert measure(Format(paper, size), "en") > 0.58 * PAPERS[paper].width * POINTS_PER_MM


def book(job: str) -> Book:
    """Return a book with a job number."""
    part = Part("80/1.", (Text("图书馆"),), ())
    resolution = Resolution(parse("A/RES/80/1"), "zh", "ga", (part,), facts=Facts(job_number=job))
    return Book(resolution, SymbolIndex(), Imprint("in.txt", "0" * 64, "0"))


CODE_39 = {"*": "100101101101", "1": "110100101011", "2": "101100101011"}  # narrow bar and gap 1, wide one 2


def modules(code: Barcode, row: int) -> str:
    """Return a row of a code as ones and zeros."""
    line = ["0"] * code.width
    for run in code.runs:
        if run.y == row:
            line[run.x : run.x + run.length] = "1" * run.length
    return "".join(line)


def test_the_job_number_is_barred_in_code_39_between_stars() -> None:
    """ISO/IEC 16388: each character is nine elements, three of them wide, with a gap behind it; no check digit."""
    job = make_first_page_codes(book("12-1").resolution).job
    assert job is not None
    assert job.content == "121"
    row = modules(job, 0).replace("111", "11").replace("000", "00")  # wide elements here are of three modules
    assert row == "0".join(CODE_39[character] for character in "*121*")


def test_without_a_job_number_there_are_no_bars() -> None:
    assert make_first_page_codes(book("").resolution).job is None


def test_the_qr_code_has_its_three_eyes_and_light_around() -> None:
    address = make_first_page_codes(book("").resolution).address
    assert address is not None
    assert address.content == "https://undocs.org/ch/A/RES/80/1"
    eye = ["1111111", "1000001", "1011101", "1011101", "1011101", "1000001", "1111111"]
    for top, left in ((2, 2), (2, address.width - 9), (address.height - 9, 2)):
        assert [modules(address, top + n)[left : left + 7] for n in range(7)] == eye
    assert "1" not in modules(address, 0) + modules(address, 1)


@pytest.mark.parametrize(
    ("line", "expected"),
    [("Distr.: General", "en"), ("第七十七届会议", ""), ("A/77/L.3号", ""), ("28 December 2022", "en")],
)
def test_lines_of_a_chinese_masthead_left_in_english(line: str, expected: str) -> None:
    assert masthead_language_tag(line, load_language("zh")) == expected
    assert masthead_language_tag(line, load_language("en")) == ""


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("见 Students’ Association 和", "Students’ Association"),
        ("参加了 d’études，并", "d’études"),
        ("科特迪瓦（Côte d’Ivoire）", "Côte d’Ivoire"),
        ("见 Decade “Water for Life”，其", "Decade “Water for Life”"),
        ("题为 “Blue Heart” Campaign 的运动", "“Blue Heart” Campaign"),
        ("“The ‘Our Future’ Report”的", "The ‘Our Future’ Report"),
        ("‘Our Common Future’一书", "Our Common Future"),
        ("题为“Water for Life”的十年", "Water for Life"),
    ],
)
def test_marks_of_latin_words_in_chinese_are_told_from_those_around_them(text: str, phrase: str) -> None:
    assert (phrase, "und-Latn") in split_foreign_phrases(text, load_language("zh"))


def test_phrases_in_another_script_are_told_by_their_script() -> None:
    text = "船舶Rainbow Warrior号和UNEP，见A/77/L.3"
    assert split_foreign_phrases(text, load_language("zh")) == (
        ("船舶", ""),
        ("Rainbow Warrior", "und-Latn"),
        ("号和UNEP，见A/77/L.3", ""),
    )
    assert split_foreign_phrases("the word 决议 means resolution", load_language("en"))[1] == ("决议", "und-Hani")
    assert split_foreign_phrases("", load_language("zh")) == ()
