"""The desk in Chromium: dropped, seen, mended, edited, downloaded, by mouse and keyboard, in every width and language.

Screenshots are kept in ``build/desk``.
"""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest

from engross.cli.program import run_command_line
from engross.model.limits import SOURCE_BYTES
from engross.verify.check.npm import CLEAN_ENVIRONMENT, prepare_tools
from tests.promises import ROOT, TOOLS
from tests.test_build import FONTS, SAMPLE
from tests.test_desk import free_port

pytestmark = [pytest.mark.process, pytest.mark.slow, pytest.mark.needs("reader", "axe")]

SCRIPT = Path(__file__).with_name("desk.mjs")
SHOTS = ROOT / "build" / "desk"
SECONDS = 1800  # ends a browser that hangs, not a slow machine
DRAFT = """\
A/C.3/99/L.7

Lighthouses of small islands

The General Assembly,

Recalling its resolution 77/213 of 15 December 2022,

1. Decides that every lamp shall be lit at dusk;

Keepers of small islands first

3. Requests the keepers to report.
"""
HOSTILE = """\
symbol: A/C.3/99/L.8
language: en
title: '<img src=x onerror="window.hostile = 1">'
body:
- enacting: The General Assembly,
- number: '1.'
  operative: '<script>parent.hostile = 2</script> Decides to wait.'
"""


@cache
def seen() -> dict[str, Any]:
    """Return what was seen in the browser."""
    tools, axe = prepare_tools("reader", TOOLS), prepare_tools("axe", TOOLS)
    SHOTS.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory() as name:
        folder = Path(name)
        for file, data in (
            ("lamps.txt", DRAFT.encode()),
            ("hostile.resolution.yaml", HOSTILE.encode()),
            ("large.txt", b"The General Assembly,\n" * (SOURCE_BYTES // 22 + 2)),
        ):
            (folder / file).write_bytes(data)
        desk = ("desk", "--no-open", "--port", str(free_port()), "--fonts", str(FONTS), "--out", str(folder / "desk"))
        asked = {
            "command": [*map(str, CLEAN_ENVIRONMENT), sys.executable, "-m", "engross", *desk],
            "modules": str(tools.folder / "node_modules"),
            "chromium": str(tools.chromium),
            "axe": str(axe.folder / "node_modules" / "axe-core" / "axe.min.js"),
            "shots": str(SHOTS),
            "sample": str(SAMPLE),
            "draft": str(folder / "lamps.txt"),
            "kept": str(folder / "desk" / "sources" / "lamps.resolution.yaml"),
            "hostile": str(folder / "hostile.resolution.yaml"),
            "large": str(folder / "large.txt"),
        }
        (folder / "asked.json").write_text(json.dumps(asked), "utf-8")
        command = (*CLEAN_ENVIRONMENT, tools.node, str(SCRIPT), str(folder / "asked.json"))
        process = subprocess.run(command, capture_output=True, text=True, check=False, timeout=SECONDS)
    assert process.returncode == 0, process.stderr
    answer: dict[str, Any] = json.loads(process.stdout)
    return answer


def test_sample_is_dropped_and_its_pages_are_seen() -> None:
    assert seen()["pages"] == 3
    assert "A/RES/77/213" in seen()["kind"]
    assert "Chinese" in seen()["kind"]


def test_note_pops_up_on_the_reading_page() -> None:
    assert len(seen()["note"]) > 10


def test_downloads_are_the_bytes_of_press_build(tmp_path: Path) -> None:
    words = ["build", str(SAMPLE), "--out", str(tmp_path), "--fonts", str(FONTS), "--quiet", "--config", os.devnull]
    assert run_command_line("engross", words) == 0
    (folder,) = tmp_path.iterdir()
    built = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.iterdir()}
    assert seen()["files"] == built
    assert seen()["zip"] > 100_000


def test_notice_leads_to_its_paragraph_and_where_it_came_from() -> None:
    paragraph = seen()["paragraph"]
    assert paragraph["words"] == "Keepers of small islands first"
    assert "Line 11 of lamps.txt" in paragraph["origin"]
    assert "Keepers of small islands first" in paragraph["origin"]
    assert "Keepers of small islands first" in seen()["marked"]


def test_mend_is_followed_and_taken_back() -> None:
    """The number that was lost is given with the role."""
    assert any(line.startswith("Operative paragraph 2. Keepers of small islands first") for line in seen()["mended"])
    assert (seen()["kept"], seen()["undone"]) == (True, False)


def test_notice_is_one_and_has_its_mend() -> None:
    (notice,) = seen()["notices"]
    assert "Line 11 of lamps.txt" in notice
    assert "where paragraph 2 is missing" in notice
    assert "Operative paragraph 2." in notice
    assert "where paragraph 2 is missing" not in seen()["quick"]


def test_paragraph_is_divided_where_another_begins() -> None:
    kinds = [line for line in seen()["divided"] if line.startswith("Operative paragraph")]
    assert [line.split()[2] for line in kinds] == ["1.", "2.", "3."]


def test_notices_are_told_in_the_language_of_the_page() -> None:
    words = {"zh": "没有编号", "fr": "n’a pas de numéro", "ru": "нет номера", "es": "no tiene número", "ar": "لا رقم"}
    assert {code: told in seen()[f"notices-{code}"] for code, told in words.items()} == dict.fromkeys(words, True)


def test_editor_opens_at_the_chosen_paragraph_and_keeps_the_indent() -> None:
    assert seen()["openedAt"].startswith("- number: '3.'") or seen()["openedAt"].startswith("- number: 3.")
    assert seen()["indent"] == "  "


def test_editor_offers_keys_and_shows_faults_at_their_lines() -> None:
    assert {"masthead", "facts", "title", "body", "annexes"} <= set(seen()["offers"])
    assert "“lamp” is not known here" in seen()["fault"]
    assert len(seen()["gutter"]) == 1
    assert seen()["edited"]


def test_nothing_is_found_by_axe() -> None:
    assert len(seen()["axe"]) > 25
    assert {name: found for name, found in seen()["axe"].items() if found} == {}


def test_nothing_scrolls_sideways() -> None:
    assert {name: pixels for name, pixels in seen()["overflow"].items() if pixels} == {}


def test_arabic_is_mirrored() -> None:
    assert (seen()["direction-ar"], seen()["direction-zh"]) == ("rtl", "ltr")


def test_all_is_done_by_keyboard() -> None:
    assert seen()["byKeyboard"].startswith("Plain paragraph")
    assert seen()["keyboardStaysOn"] == "plain"
    assert seen()["hidden"] == []


def test_words_of_a_document_never_become_markup() -> None:
    hostile = seen()["hostile"]
    assert (hostile["scripts"], hostile["after"], hostile["images"]) == ("none", "none", 0)
    assert hostile["name"].startswith("<img src=x")


def test_file_that_is_too_large_is_told() -> None:
    assert "larger than 50 MB" in seen()["large"]


def test_two_tabs_show_the_same() -> None:
    assert seen()["cardsInBoth"] == 3


def test_program_that_ends_is_told_and_comes_back() -> None:
    assert "has stopped" in seen()["gone"]
    assert (seen()["sameAddress"], seen()["back"]) == (True, 3)


def test_what_is_taken_away_is_deleted() -> None:
    assert seen()["takenAway"]


def test_nothing_is_asked_of_elsewhere_and_nothing_fails() -> None:
    assert (seen()["outside"], seen()["errors"]) == ([], [])
