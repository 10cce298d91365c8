"""calibre reads the e-book of every profile: what its converter makes of it holds the document's text."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from engross.model.epub_profile import PROFILES
from engross.model.text import fold, spell_blocks
from engross.model.walk import blocks_of, notes_of
from tests.test_epub import SAMPLE, book_of


@pytest.mark.process
@pytest.mark.needs("calibre")
@pytest.mark.parametrize("profile", PROFILES)
def test_calibre_reads_the_book(profile: str, tmp_path: Path) -> None:
    from tests.e2e.test_reader import book

    for form in ("azw3", "txt"):
        words = (
            "env",
            "-u",
            "FONTCONFIG_FILE",
            "QT_QPA_PLATFORM=offscreen",
            "ebook-convert",
            book(profile),
            tmp_path / f"x.{form}",
        )
        subprocess.run(tuple(map(str, words)), check=True, capture_output=True, timeout=300)
    assert (tmp_path / "x.azw3").stat().st_size > 10_000
    text = fold((tmp_path / "x.txt").read_text("utf-8"))
    resolution = book_of(SAMPLE).resolution
    for block in (*blocks_of(resolution), *(b for note in notes_of(resolution) for b in note.blocks)):
        assert fold(spell_blocks([block], calls=False))[-12:] in text
