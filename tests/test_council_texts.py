"""Old texts of the Security Council in the corpus: symbol, day, meeting and headings against their own words."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from engross.grammars.dates import find_iso_date
from engross.grammars.language import load_language
from engross.model.reading import Overrides
from engross.model.text import spell_inlines
from engross.model.tree import Heading, Resolution
from engross.readers import structure
from engross.readers.lines.lead_words import has_clause_words
from engross.readers.load import load_source
from tests.corpus import CORPUS

ENGLISH = load_language("en")
TEXTS = sorted((CORPUS / "sctext").glob("*.txt")) if CORPUS.is_dir() else []
HEAD_CHARACTERS = 400  # of a text, that hold its number and day
MEETING = re.compile(r"[Aa]dopted[^.]{0,60}?at\s+(?:the|its)\s+(\d+)(?:st|nd|rd|th)_?\s+meet")


def read_text(path: Path) -> Resolution:
    """Return the resolution in a text, read without help."""
    source, _ = load_source(path)
    return structure(source, Overrides()).resolution


@pytest.mark.needs("corpus")
@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.stem)
def test_council_text(path: Path) -> None:
    resolution = read_text(path)
    text = path.read_text("utf-8").replace("-\n", "")
    _, _, number, year, *_ = path.stem.split("_")
    assert str(resolution.symbol) == f"S/RES/{int(number)} ({year})"
    assert resolution.facts.adopted == find_iso_date(text[:HEAD_CHARACTERS], ENGLISH, whole=False)
    if meetings := MEETING.findall(text):
        assert resolution.facts.meeting == int(meetings[-1])
    headings = [
        spell_inlines(block.content) for part in resolution.parts for block in part.body if isinstance(block, Heading)
    ]
    assert not [words for words in headings if has_clause_words(words, ENGLISH)]
