"""The HTML of the print edition in Chromium, on a telephone and on a desk: nothing is tiny or out of sight."""

from __future__ import annotations

import html
import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from engross.pipeline.build import Request, build
from engross.verify.check.npm import BROWSER_NAMES, CLEAN_ENVIRONMENT
from tests.cases import HERE, source_of
from tests.test_build import FONTS
from tests.test_epub import SAMPLE

pytestmark = [pytest.mark.process, pytest.mark.slow, pytest.mark.needs("browser")]

FLAGS = ("--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--dump-dom")
WIDE_TABLE = HERE / "structure" / "akn-annex-table"
SOURCES = {
    "zh": SAMPLE,
    "en": source_of(HERE / "yaml" / "every-shape"),
    "ar": source_of(HERE / "structure" / "raw-ar-words"),
    "table": source_of(WIDE_TABLE),
    "vote": source_of(HERE / "structure" / "akn-recorded-vote"),
}


def measure_in_browser(edition: str, width: int, folder: Path) -> dict[str, Any]:
    """Return what tests/e2e/screen.html measures of an edition in a window of ``width`` pixels."""
    browser = next(filter(None, map(shutil.which, BROWSER_NAMES)))
    frame = (Path(__file__).parent / "screen.html").read_text("utf-8").replace("WIDTH", str(width))
    page = folder / f"{width}.html"
    page.write_text(frame.replace('"EDITION"', f'"{html.escape(edition)}"'), "utf-8")
    command = (*CLEAN_ENVIRONMENT, browser, *FLAGS, f"--user-data-dir={folder / 'profile'}", page.as_uri())
    ended = subprocess.run(command, capture_output=True, text=True, timeout=240, check=True)
    (measured,) = re.findall('<pre id="measured">(.*?)</pre>', ended.stdout, re.DOTALL)
    return dict(json.loads(html.unescape(measured)))


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("name", SOURCES)
def test_edition_fits_its_screen_and_can_be_read(name: str, width: int, tmp_path: Path) -> None:
    outcome = build(Request(SOURCES[name], tmp_path, FONTS, frozenset({"print"})))
    edition = next(path for path in outcome.files if path.suffix == ".html").read_text("utf-8")
    measured = measure_in_browser(edition, width, tmp_path)
    assert outcome.book is not None
    assert measured["width"] <= width
    assert (measured["small"], measured["plain"], measured["notes"], measured["main"]) == ([], [], 0, 1)
    assert measured["title"].startswith(str(outcome.book.resolution.symbol))
    assert measured["lang"].startswith(outcome.book.resolution.language)
    assert measured["viewport"] == "width=device-width, initial-scale=1"
    assert bool(measured["links"]) == bool(outcome.book.index.groups)
