"""The text read back from finished editions is the text put in: every character of the fonts, long cells of tables."""

from __future__ import annotations

import unicodedata
from html import escape
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from engross.model.notice import Code
from engross.pipeline.build import Request, build
from tests.cases import HERE
from tests.test_build import FONTS

FRAME = (HERE / "back" / "frame.xml").read_text("utf-8")
ARABIC = (
    ('language="eng"', 'language="ara"'),
    ("The General Assembly", "الجمعية العامة"),
    ("United Nations", "الأمم المتحدة"),
    ("Lighthouses", "المنارات"),
    ("61st plenary meeting", "الجلسة العامة 61"),
    ("9 December 2025</docDate>", "9 كانون الأول/ديسمبر 2025</docDate>"),
)
WORDS = "Recalling its resolution 79/12 of 5 December 2024 and what went before it, "
ARABIC_WORDS = "إذ تشير إلى قرارها وإلى جميع القرارات التي سبقته بشأن المنارات والسفن، "
NOTE = '<authorialNote marker="{}" placement="bottom"><p>{}</p></authorialNote>'
# Read back as others: the font shapes them as the marks or the Arabic letters that they look like.
UNTOLD = {0x0344, *range(0x08B6, 0x08C8)}
LINE = 40  # characters of the sweep in each paragraph


def faults(body: str, folder: Path) -> list[str]:
    """Build the PDF, EPUB and XML of a document with this body, and return the error messages.

    Characters that no font has are told too, but what a PDF gives back is asked here, and that has them.
    """
    source = folder / "in.xml"
    source.write_text(FRAME.replace("BODY", body), "utf-8")
    outcome = build(Request(source, folder / "out", FONTS, frozenset({"pdf", "epub", "akn"})))
    assert outcome.ok is not any(one.severity.value == "error" for one in outcome.notices)
    errors = [one for one in outcome.notices if one.severity.value == "error"]
    return [one.message for one in errors if one.code is not Code.MISSING_GLYPH]


def paragraphs(lines: list[str]) -> str:
    return "".join(
        f"<paragraph><num>{n}.</num><content><p>Decides {escape(line)} ends;</p></content></paragraph>"
        for n, line in enumerate(lines, 1)
    )


def cell(words: str, rows: int = 1) -> str:
    return f'<td rowspan="{rows}"><p>{words}</p></td>'


def table(*rows: tuple[str, ...]) -> str:
    return "<table>" + "".join(f"<tr>{''.join(row)}</tr>" for row in rows) + "</table>"


def covered() -> tuple[list[int], list[int]]:
    """Return letters, marks, numbers, punctuation and symbols of the pinned fonts, with every twentieth Han character.

    Those that share a glyph with another come in a second list: in a PDF a glyph has one text per document.
    """
    codes: set[int] = set()
    sharing: set[int] = set()
    for path in FONTS.glob("*.ttf"):
        with TTFont(path, lazy=True) as font:
            by_glyph = {glyph: code for code, glyph in sorted(font.getBestCmap().items(), reverse=True)}
            codes |= font.getBestCmap().keys()
            sharing |= font.getBestCmap().keys() - by_glyph.values()
    shown = [code for code in sorted(codes) if unicodedata.category(chr(code))[0] in "LMNPS" and code not in UNTOLD]
    others = [code for code in shown if not unicodedata.name(chr(code), "").startswith("CJK UNIFIED")]
    taken = [*others, *sorted(set(shown) - set(others))[::20]]
    return [code for code in taken if code not in sharing], [code for code in taken if code in sharing]


def sweep(codes: list[int]) -> str:
    """Write paragraphs with each character before a letter, and each mark between two."""
    words = [f"a{chr(c)}b" if unicodedata.category(chr(c))[0] == "M" else f"{chr(c)}b" for c in codes]
    return paragraphs([" ".join(words[n : n + LINE]) for n in range(0, len(words), LINE)])


@pytest.mark.slow
@pytest.mark.parametrize("part", range(4))
def test_every_character_of_the_fonts_is_read_back(part: int, tmp_path: Path) -> None:
    codes = covered()[0][part::4]
    assert len(codes) > 2500
    assert faults(sweep(codes), tmp_path) == []


def test_characters_that_share_a_glyph_are_read_back_by_themselves(tmp_path: Path) -> None:
    assert faults(sweep(covered()[1]), tmp_path) == []


@pytest.mark.parametrize("line", (HERE / "back" / "sequences.txt").read_text("utf-8").splitlines())
def test_sequences_of_characters_are_read_back(line: str, tmp_path: Path) -> None:
    assert faults(paragraphs([line]), tmp_path) == []


INNER = table(*((cell(f"a{n} {WORDS * 3}"), cell(f"b{n}")) for n in range(30)))
TABLES = {
    "long beside short": table((cell(WORDS * 60), cell("x"))),
    "short beside long": table((cell("x"), cell(WORDS * 60))),
    "three, and a row below": table((cell(WORDS * 60), cell(WORDS * 90), cell("z")), (cell("p"), cell("q"), cell("r"))),
    "beside several rows": table((cell(WORDS * 60, 2), cell("x")), (cell("y " + WORDS * 50),)),
    "with notes": table(
        (cell(WORDS * 30 + NOTE.format("1", "One.") + WORDS * 30), cell("x" + NOTE.format("2", "Two. " * 40)))
    ),
    "tables in cells": table((f"<td><p>before</p>{INNER}<p>after</p></td>", cell(WORDS * 40), f"<td>{INNER}</td>")),
    "long and narrow, in two panels": table(
        ("<th><p>Word</p></th>", "<th><p>Number</p></th>"), *((cell(f"a{n}"), cell(str(n))) for n in range(150))
    ),
    "two tables": table((cell(WORDS * 60), cell("x"))) + table((cell("x"), cell(WORDS * 60))),
}


@pytest.mark.slow
@pytest.mark.parametrize("name", TABLES)
def test_cells_longer_than_a_page_are_read_one_after_the_other(name: str, tmp_path: Path) -> None:
    body = f"<paragraph><content>{TABLES[name]}</content></paragraph>"
    assert faults(paragraphs(["first"]) + body + paragraphs(["last"]), tmp_path) == []


def test_arabic_cells_longer_than_a_page_are_read_one_after_the_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    frame = FRAME
    for english, arabic in ARABIC:
        frame = frame.replace(english, arabic)
    monkeypatch.setattr("tests.test_back.FRAME", frame)
    long = table((cell("س"), cell(ARABIC_WORDS * 50), cell(ARABIC_WORDS * 70), cell("ب")))
    assert faults(f"<paragraph><content>{long}</content></paragraph>", tmp_path) == []
