"""Official PDFs in: what a person counts in the printed documents, and characters that none may be lost."""

from __future__ import annotations

from pathlib import Path

import pytest

from engross.compare import with_source
from engross.read import read
from engross.structure.pdf.glyphs import glyphs
from engross.structure.pdf.rows import baselines, rows
from engross.structure.pdf.tables import laid
from engross.structure.pdf.turned import read_out
from engross.text import fold, spell
from engross.walk import notes_of
from tests.cases import HERE
from tests.corpus import CORPUS
from tests.test_structure import reading_of

COUNTED = {  # preambular and numbered paragraphs, notes, the last closing line
    "A_RES_73_3-EN.pdf": (53, 7, "10 October 2018"),
    "A_RES_73_7-EN.pdf": (28, 9, "29 October 2018"),
    "S_2018_693-EN.pdf": (57, 0, ""),
}


@pytest.mark.slow
@pytest.mark.needs("corpus")
@pytest.mark.parametrize("name", COUNTED)
def test_official_pdf(name: str) -> None:
    paragraphs, notes, last = COUNTED[name]
    reading = reading_of(CORPUS / "pdf" / name)
    part = reading.resolution.parts[0]
    assert [one.number for one in part.operative] == [f"{n}." for n in range(1, paragraphs + 1)]
    assert [note.number for note in notes_of(reading.resolution)] == [str(n) for n in range(1, notes + 1)]
    assert [spell(one.content) for one in part.closing[-1:]] == ([last] if last else [])
    assert with_source(reading) == ()


# Rows as they look, from left to right, and as they are read.
ROWS = {
    ".www.un.org/en/ga/sixth/ :طبارلا": "الرابط: www.un.org/en/ga/sixth/.",
    "https://unnutrition.org/ رظنا": "انظر https://unnutrition.org/",
    "ربمتبس/لوليأ 19": "19 أيلول/سبتمبر",
    "A/77/10 ةقيثولا": "الوثيقة A/77/10",
}


@pytest.mark.parametrize("look", ROWS)
def test_rows_are_read_from_right_to_left(look: str) -> None:
    assert read_out(look)[0] == ROWS[look]


def test_rows_have_every_character_of_the_file() -> None:
    """The ledger counts what the rows say; this counts the rows against the file."""
    source, _ = read(_case())
    pages = glyphs(source)
    drawn = sorted(fold("".join(glyph.text for page in pages for glyph in page.glyphs)))
    found = laid(pages, [baselines(page.glyphs) for page in pages]).pages
    assert sorted(fold("".join(row.text for n, page in enumerate(found) for row in rows(page, n)))) == drawn


def _case() -> Path:
    return HERE / "structure" / "pdf-en-notes" / "in.pdf"
