"""A real reader: the e-book opened by foliate-js in Chromium and used with the mouse.

Runs where Chromium is there, and the npm packages of ``package.json`` in the folder that ENGROSS_E2E names or in
``.engross/e2e``; skips, saying so, where they are not. Screenshots are kept in ``build/reader``.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from engross.text import fold, spell_blocks
from engross.walk import notes_of
from tests.test_epub import SAMPLE, book_of, made, pages_of

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
MODULES = Path(os.environ.get("ENGROSS_E2E", ROOT / ".engross" / "e2e")) / "node_modules"
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
CHROMIUM = next((found for name in BROWSERS if (found := shutil.which(name))), "")
PACKAGES = json.loads((HERE / "package.json").read_text("utf-8"))["dependencies"]

pytestmark = [
    pytest.mark.skipif(not CHROMIUM, reason="there is no Chromium"),
    pytest.mark.skipif(not shutil.which("node"), reason="there is no Node.js"),
    pytest.mark.skipif(
        not all((MODULES / name).is_dir() for name in PACKAGES), reason=f"npm packages are not in {MODULES}"
    ),
]


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What the reader saw of the sample."""
    book = tmp_path_factory.mktemp("reader") / "sample.epub"
    book.write_bytes(made(SAMPLE))
    shots = ROOT / "build" / "reader"
    shots.mkdir(parents=True, exist_ok=True)
    command = tuple(map(str, ("node", HERE / "reader.mjs", book, MODULES, CHROMIUM, shots)))
    done = subprocess.run(command, capture_output=True, check=True, timeout=120)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_every_call_that_is_clicked_pops_up_its_note(seen: dict[str, Any]) -> None:
    notes = list(notes_of(book_of(SAMPLE).resolution))
    assert [pop["call"] for pop in seen["notes"]] == [f"ref-{note.id}" for note in notes]
    for note, pop in zip(notes, seen["notes"], strict=True):
        assert pop["inSight"]
        assert (pop["href"].partition("#")[2], pop["type"], pop["hidden"]) == (note.id, "footnote", False)
        assert fold(pop["text"]).replace("\ufe0e", "") == note.number + fold(spell_blocks(note.blocks)) + "↩"


def test_place_of_the_index_leads_to_the_citing_words(seen: dict[str, Any]) -> None:
    place = seen["place"]
    assert place["href"].startswith("resolution.xhtml#cite-")
    assert (place["inSight"], place["arrived"]) == (True, True)
    assert place["page"]


def test_reader_knows_contents_pages_and_landmarks(seen: dict[str, Any]) -> None:
    pages = pages_of(book_of(SAMPLE).resolution).pages
    assert seen["pages"] == [str(n) for n in range(1, pages + 1)]
    assert seen["title"] == "A/RES/77/213 增进人权领域的国际合作"
    assert (len(seen["contents"]), len(seen["landmarks"])) == (4, 5)
    assert seen["errors"] == []


def test_screens_are_kept(seen: dict[str, Any]) -> None:
    assert seen["errors"] == []
    names = {path.stem for path in (ROOT / "build" / "reader").glob("*.png")}
    assert {"light-cover", "light-pop-up", "light-arrival", "dark-resolution", "narrow-index"} <= names
