"""Real readers: the e-book of each profile opened by foliate-js in Chromium and used with the mouse, and by Thorium.

Node.js, Chromium and the npm packages that they need are brought by ./press test. Screenshots are kept in
``build/reader``.
"""

from __future__ import annotations

import zipfile
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from engross.model.epub_profile import PROFILES
from engross.model.text import fold, spell_blocks
from engross.model.walk import notes_of
from engross.pipeline.build import Request, build
from engross.verify.check import ereaders
from engross.verify.check.epub_file import open_book
from engross.verify.check.npm import prepare_tools
from tests.promises import ROOT, TOOLS
from tests.test_build import FONTS
from tests.test_epub import SAMPLE, book_of

pytestmark = [pytest.mark.process, pytest.mark.needs("reader")]


@cache
def book(profile: str) -> Path:
    """The sample's e-book of a profile, kept in build/reader with the screenshots of it."""
    folder = ROOT / "build" / "reader"
    request = Request(SAMPLE, folder, FONTS, frozenset({"epub"}), name=profile, profile=PROFILES[profile])
    outcome = build(request)
    return next(path for path in outcome.files if path.suffix == ".epub")


@cache
def seen(profile: str) -> dict[str, Any]:
    """What the readers saw of the sample in a profile."""
    return ereaders.run_reader_script(prepare_tools("reader", TOOLS), book(profile), book(profile).parent)


FACES = {"Engross Serif SC 400 normal", "Engross Serif SC 700 normal"}
SCREENS = {"light-cover", "light-pop-up", "light-arrival", "dark-resolution", "dark-fn-1", "narrow-index"}


@pytest.mark.parametrize("profile", PROFILES)
def test_book_in_the_readers(profile: str) -> None:
    """Notes, places, navigation, fonts, in one look: starting the readers takes most of the time."""
    found = seen(profile)
    _holds_its_notes(found["notes"])
    place = found["place"]
    assert place["href"].startswith("resolution.xhtml#cite-")
    assert (place["inSight"], place["arrived"], place["highlighted"]) == (True, True, True)
    assert place["page"]
    assert found["title"] == found["thorium"]["title"] == "A/RES/77/213 增进人权领域的国际合作"
    assert len(found["thorium"]["contents"]) == 4
    assert found["pages"] == found["thorium"]["pages"] == [str(n) for n in range(1, len(found["pages"]) + 1)]
    assert found["pages"]
    assert (set(found["fonts"]) & FACES) == (FACES if PROFILES[profile].fonts else set())
    assert list(ereaders.find_reader_faults(open_book(book(profile)), found)) == []
    assert {path.stem for path in book(profile).parent.glob("*.png")} >= SCREENS


def _holds_its_notes(popped: list[dict[str, Any]]) -> None:
    """Each call was clicked with the mouse, and its pop-up held the text of its note as the model has it."""
    notes = list(notes_of(book_of(SAMPLE).resolution))
    assert [pop["call"] for pop in popped] == [f"ref-{note.id}" for note in notes]
    for note, pop in zip(notes, popped, strict=True):
        assert pop["inSight"]
        assert (pop["href"].partition("#")[2], pop["type"], pop["hidden"]) == (note.id, "footnote", False)
        assert fold(pop["text"]).replace("\ufe0e", "") == note.number + fold(spell_blocks(note.blocks)) + "↩"


def test_what_a_reader_does_wrong_is_found(tmp_path: Path) -> None:
    """A book whose note, place, page list and fonts are spoilt: each is found by what the readers then see."""
    spoilt = tmp_path / "spoilt.epub"
    changes = {
        "EPUB/resolution.xhtml": (b'id="cite-', b'data-id="cite-'),
        "EPUB/fonts.css": (b"font-family", b"x-family"),
        "EPUB/flow.css": (b":target", b":visited"),
    }
    with zipfile.ZipFile(book("archive")) as old, zipfile.ZipFile(spoilt, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(*changes.get(name, (b"\0", b""))))
    opened = open_book(spoilt)
    found = ereaders.run_reader_script(prepare_tools("reader", TOOLS), spoilt)
    found["notes"][0]["text"] += "x"
    found["notes"][1].pop("text")
    found["pages"].pop()
    codes = [finding.code for finding in ereaders.find_reader_faults(opened, found)]
    assert codes == ["other-pop-up", "no-pop-up", "place-not-shown", "navigation-differs", "fonts-unused"]
