"""The page of `engross serve` in Chromium: notices and their paragraphs, links, narrow screens, by mouse and keyboard.

Screenshots are kept in ``build/preview``.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest

from engross.verify.check.npm import CLEAN_ENVIRONMENT, prepare_tools
from tests.promises import ROOT, TOOLS
from tests.test_build import FONTS
from tests.test_serve import free_port

pytestmark = [pytest.mark.process, pytest.mark.needs("reader")]

SCRIPT = Path(__file__).with_name("preview.mjs")
SHOTS = ROOT / "build" / "preview"
SECONDS = 600  # for all that is done in the browser
PARAGRAPHS = 12
SOURCE = """\
symbol: A/RES/99/7
language: en
body:
- enacting: The General Assembly,
- preambular: '*Recalling* its resolution A/RES/77/213 and the lighthouse of its report A/77/40[^1],'
  notes:
  - '1': See A/77/41.
"""


@contextmanager
def served(folder: Path) -> Iterator[tuple[str, Path]]:
    """Provide the address of a document with a warning that is served, and its source."""
    source = folder / "lamp.resolution.yaml"
    numbers = [*range(1, PARAGRAPHS), PARAGRAPHS + 5]
    items = [
        f"- number: '{n}.'\n  operative: '*Decides* that lamp {n} be lit; {'it is far to sea; ' * 20}'" for n in numbers
    ]
    source.write_text(SOURCE + "\n".join(items) + "\n", "utf-8")
    asked = ("serve", str(source), "--port", str(free_port()), "--fonts", str(FONTS), "--out", str(folder / "out"))
    command = (*CLEAN_ENVIRONMENT, sys.executable, "-m", "engross", *asked)
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        try:
            assert server.stdout is not None
            yield server.stdout.readline().split(" at ")[1].split()[0], source
        finally:
            server.terminate()


@cache
def seen() -> dict[str, Any]:
    """Return what was seen in the browser."""
    tools = prepare_tools("reader", TOOLS)
    SHOTS.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory() as folder, served(Path(folder)) as (address, source):
        words = (SCRIPT, address, tools.folder / "node_modules", tools.chromium, source, SHOTS)
        command = (*CLEAN_ENVIRONMENT, tools.node, *map(str, words))
        process = subprocess.run(command, capture_output=True, text=True, check=False, timeout=SECONDS)
    assert process.returncode == 0, process.stderr
    answer: dict[str, Any] = json.loads(process.stdout)
    return answer


def test_warnings_stand_beside_a_document_that_was_built() -> None:
    assert seen()["status"] == "built, 1 warning"
    (fault,) = seen()["faults"]
    assert fault.startswith("warning lamp.resolution.yaml:")
    assert "paragraph 17 follows 11" in fault
    assert "compare with the printed document" in fault


def test_notice_leads_to_its_paragraph_by_keyboard() -> None:
    paragraph = seen()["paragraph"]
    assert (paragraph["tag"], paragraph["id"], paragraph["inSight"]) == ("p", "op-17", True)


def test_keyboard_reaches_all_in_order_and_only_what_is_seen() -> None:
    walk = seen()["walk"]
    assert [stop["tag"] for stop in walk] == ["input", "summary", "section", "button"]
    assert all(stop["visible"] for stop in walk)


def test_link_opens_elsewhere_and_the_next_build_is_shown() -> None:
    assert seen()["elsewhere"]["address"].startswith("https://undocs.org/")
    assert seen()["elsewhere"]["opener"] is False
    assert seen()["afterClick"]


def test_link_that_leads_the_frame_away_does_not_end_the_preview() -> None:
    assert seen()["afterLeaving"]


@pytest.mark.parametrize("width", [1280, 640, 390])
def test_nothing_scrolls_sideways(width: int) -> None:
    assert seen()["widths"][str(width)] == {"page": 0, "text": 0, "open": 0, "pages": 0}


def test_pages_of_the_pdf_are_shown() -> None:
    pages = seen()["pages"]
    assert (pages["hidden"], pages["address"].partition("#")[0].endswith(".pdf")) == (False, True)
    assert seen()["viewer"], "Chromium's viewer of PDF is in the frame"
    assert pages["title"] == "Pages of lamp.resolution.yaml, as they are printed"


def test_pages_that_were_built_unseen_are_loaded_when_they_are_shown() -> None:
    assert (seen()["loadsUnseen"], seen()["loadsShown"]) == (0, 1)


def test_notice_leads_from_the_pages_to_the_text() -> None:
    assert (seen()["fromPages"]["id"], seen()["fromPages"]["view"]) == ("op-17", "text")


def test_page_says_what_it_is() -> None:
    assert (seen()["lang"], seen()["title"]) == ("en", "Text of lamp.resolution.yaml")
    assert seen()["live"] == ["output", "polite"]
    assert seen()["errors"] == []


def test_source_at_fault_is_told_over_the_last_good_text() -> None:
    (fault,) = seen()["failed"]
    assert fault.startswith("error lamp.resolution.yaml:1:1")
    assert "“symbool” is not known here" in fault
    assert seen()["stays"]
