"""Where the index begins: right behind the text, wherever its title and two entries have room."""

from __future__ import annotations

from pathlib import Path

import pypdfium2
import pytest

from engross.pipeline.build import Request, build
from tests.test_back import FRAME, paragraphs
from tests.test_build import FONTS

CITED = 70  # documents, whose index fills most of a page
TITLE, TEXT = "Index of", "harbour lamps"


def list_pages(paragraph_count: int, folder: Path) -> list[str]:
    """Return the text of each page of a document with so many paragraphs below those that cite documents."""
    cites = [f"resolution A/RES/{60 + n // 40}/{n % 40 + 1}" for n in range(CITED)]
    citing = [", ".join(cites[n : n + 20]) for n in range(0, CITED, 20)]
    source = folder / "in.xml"
    words = f"{TEXT} of the north and of the south, " * 4
    source.write_text(FRAME.replace("BODY", paragraphs([*citing, *[words] * paragraph_count])), "utf-8")
    outcome = build(Request(source, folder / "out", FONTS, frozenset({"pdf"})))
    pdf = next(file for file in outcome.files if file.suffix == ".pdf")
    with pypdfium2.PdfDocument(pdf) as document:
        return [page.get_textpage().get_text_bounded() for page in document]


@pytest.mark.parametrize(("paragraph_count", "is_joined"), [(5, True), (28, True), (29, False)])
def test_index_begins_behind_the_text_where_its_title_and_two_entries_have_room(
    paragraph_count: int, is_joined: bool, tmp_path: Path
) -> None:
    """It goes on over the page; a text page with less room has none of it."""
    pages = list_pages(paragraph_count, tmp_path)
    (page,) = (text for text in pages if TITLE in text)
    assert (TEXT in page) is is_joined
