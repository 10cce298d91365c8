"""Where the index begins: on the text's last page if that is nearly blank, though no page is saved."""

from __future__ import annotations

from pathlib import Path

import pypdfium2
import pytest

from engross.editions.pdf import compose_back
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


def test_index_begins_on_a_last_page_that_the_text_leaves_blank(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pages = list_pages(5, tmp_path)
    (page,) = (text for text in pages if TITLE in text)
    assert TEXT in page
    monkeypatch.setattr(compose_back, "BLANK_PAGE", 0.0)
    apart = list_pages(5, tmp_path)
    (page,) = (text for text in apart if TITLE in text)
    assert TEXT not in page
    assert len(apart) == len(pages)
