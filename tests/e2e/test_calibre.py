"""calibre reads the e-book of every profile, and that of a session: what its converter makes of it holds the text."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from engross.batch.compilation import CompilationRequest, make_compilations
from engross.batch.compilation.read_texts import load_book
from engross.model.epub_profile import PROFILES
from engross.model.text import fold, spell_blocks, spell_title
from engross.model.tree import Resolution
from engross.model.walk import blocks_of, notes_of
from tests.test_compilation import LAMPS, LANGUAGES, ORDER, RUN, read_all
from tests.test_epub import SAMPLE, book_of


@pytest.mark.process
@pytest.mark.needs("calibre")
@pytest.mark.parametrize("profile", PROFILES)
def test_calibre_reads_the_book(profile: str, tmp_path: Path) -> None:
    from tests.e2e.test_reader import book

    assert list(find_missing_ends(book_of(SAMPLE).resolution, convert(book(profile), tmp_path))) == []


@pytest.mark.process
@pytest.mark.needs("calibre")
@pytest.mark.parametrize("code", LANGUAGES)
def test_calibre_reads_the_book_of_a_session(code: str, tmp_path: Path) -> None:
    texts = [load_book(read.kept).resolution for read in read_all(LAMPS / code, tmp_path)]
    wanted = CompilationRequest((str(LAMPS / code),), ORDER, tmp_path / "lamps.pdf")
    (made,) = make_compilations(wanted, RUN, lambda *_: None)
    text = convert(next(path for path in made.files if path.name == "lamps.epub"), tmp_path)
    assert len(texts) == len(made.book.texts)
    for resolution in texts:
        assert fold(spell_title(resolution.full_title)) in text
        assert list(find_missing_ends(resolution, text)) == []


def convert(ebook: Path, folder: Path) -> str:
    """Convert an e-book for Kindles and to text; return the text, folded."""
    for form in ("azw3", "txt"):
        words = (
            "env",
            "-u",
            "FONTCONFIG_FILE",
            "QT_QPA_PLATFORM=offscreen",
            "ebook-convert",
            ebook,
            folder / f"x.{form}",
        )
        subprocess.run(tuple(map(str, words)), check=True, capture_output=True, timeout=300)
    assert (folder / "x.azw3").stat().st_size > 10_000
    return fold((folder / "x.txt").read_text("utf-8"))


def find_missing_ends(resolution: Resolution, text: str) -> Iterator[str]:
    """Yield the last words of each block and note that are not in a text."""
    for block in (*blocks_of(resolution), *(b for note in notes_of(resolution) for b in note.blocks)):
        end = fold(spell_blocks([block], calls=False))[-12:]
        if end not in text:
            yield end
